// One weighted line, its residuals, and their variance under the draw.
#include "stats/greg.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"

namespace shijin {
namespace {

constexpr std::size_t kFewItems = 60;

// Weighted moments of the scored items.
struct Moments {
  double weight = 0;
  double score = 0;
  double machine = 0;
  double score_squares = 0;
  double machine_squares = 0;
  double products = 0;
};

Moments moments_of(std::span<const GregItem> scored) {
  Moments sum;
  for (const GregItem& item : scored) {
    const double weight = 1 / item.probability;
    sum.weight += weight;
    sum.score += weight * item.score;
    sum.machine += weight * item.machine;
  }
  sum.score /= sum.weight;
  sum.machine /= sum.weight;
  for (const GregItem& item : scored) {
    const double weight = 1 / item.probability;
    const double score = item.score - sum.score;
    const double machine = item.machine - sum.machine;
    sum.score_squares += weight * score * score;
    sum.machine_squares += weight * machine * machine;
    sum.products += weight * score * machine;
  }
  return sum;
}

GregMean estimate(std::span<const GregItem> scored, double items, double machine_mean, double slope,
                  const Moments& moments, double level) {
  const auto n = static_cast<double>(scored.size());
  GregMean mean{};
  mean.slope = slope;
  // With an intercept the weighted residuals add up to nothing: the estimate is the line's value at
  // the machine's mean over all items.
  mean.value = moments.score + slope * (machine_mean - moments.machine);
  double squares = 0;
  for (const GregItem& item : scored) {
    const double weight = 1 / item.probability;
    const double rest = item.score - moments.score - slope * (item.machine - moments.machine);
    squares += (1 - item.probability) * weight * weight * rest * rest;
  }
  const double of_items = squares / (items * items) * n / (n - 1);
  mean.variance = moments.score_squares / moments.weight * n / (n - 1);
  const double both = moments.score_squares * moments.machine_squares;
  mean.correlation = both > 0 ? moments.products / std::sqrt(both) : 0;
  const double variance = of_items + mean.variance / items;
  mean.error_of_items = std::sqrt(of_items);
  mean.error = std::sqrt(variance);
  // Scores that are all the same, but for the last bits of sums, say no more than their number.
  const bool same = variance <= 1e-20 * (1 + mean.value * mean.value);
  mean.equal_to = same ? n : mean.variance / variance;
  const double p = 0.5 + level / 2;
  const double quantile =
      scored.size() < kFewItems ? student_quantile(p, n - 1) : normal_quantile(p);
  mean.interval = {mean.value - quantile * mean.error, mean.value + quantile * mean.error};
  return mean;
}

bool enough(std::span<const GregItem> scored) {
  for (const GregItem& item : scored) {
    SJ_CHECK(item.probability > 0 && item.probability <= 1, "a probability lies in (0, 1]");
  }
  return scored.size() >= 3;
}

}  // namespace

std::optional<GregMean> greg_mean(std::span<const GregItem> scored,
                                  std::span<const double> machine_all, double level) {
  if (!enough(scored)) return std::nullopt;
  SJ_CHECK(machine_all.size() >= scored.size(), "the scored items are among all");
  const Moments moments = moments_of(scored);
  double machine_mean = 0;
  for (double one : machine_all) machine_mean += one;
  machine_mean /= static_cast<double>(machine_all.size());
  const double slope = moments.machine_squares > 0 ? moments.products / moments.machine_squares : 0;
  return estimate(scored, static_cast<double>(machine_all.size()), machine_mean, slope, moments,
                  level);
}

std::optional<GregMean> weighted_mean(std::span<const GregItem> scored, double items,
                                      double level) {
  if (!enough(scored)) return std::nullopt;
  const Moments moments = moments_of(scored);
  return estimate(scored, items, moments.machine, 0, moments, level);
}

}  // namespace shijin
