// Resamples as counts of rows, eight at a time, in the order in which NumPy draws them.
#include "stats/sacrebleu_significance.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/result.h"
#include "stats/numpy_random.h"
#include "stats/weighted_sums.h"

namespace shijin {
namespace {

using Weightings = std::array<std::vector<double>, kWeightings>;

std::vector<double> weighted(std::span<const double> rows, std::size_t width,
                             const Weightings& weights) {
  std::array<std::span<const double>, kWeightings> views;
  std::copy(weights.begin(), weights.end(), views.begin());
  std::vector<double> sums(kWeightings * width);
  add_weighted_rows(rows, width, views, sums);
  return sums;
}

double share(std::size_t beyond, std::size_t samples) {
  return static_cast<double>(beyond + 1) / static_cast<double>(samples + 1);
}

std::vector<double> total_of(std::span<const double> rows, std::size_t width) {
  std::vector<double> total(width);
  for (std::size_t i = 0; i < rows.size(); ++i) total[i % width] += rows[i];
  return total;
}

}  // namespace

std::vector<double> sacrebleu_resampled(std::span<const double> rows, std::size_t width,
                                        const SacrebleuMetric& metric, std::size_t samples,
                                        std::uint64_t seed) {
  const std::size_t count = rows.size() / width;
  SJ_CHECK(count > 0 && count <= 0xFFFFFFFFU, "resampling needs rows, fewer than 2^32");
  NumpyRandom random(seed);
  Weightings weights;
  std::vector<double> scores;
  scores.reserve(samples);
  while (scores.size() < samples) {
    const std::size_t used = std::min(kWeightings, samples - scores.size());
    for (std::size_t r = 0; r < kWeightings; ++r) {
      weights[r].assign(count, 0.0);
      for (std::size_t i = 0; r < used && i < count; ++i) {
        weights[r][random.below(static_cast<std::uint32_t>(count))] += 1;
      }
    }
    const std::vector<double> sums = weighted(rows, width, weights);
    for (std::size_t r = 0; r < used; ++r) {
      scores.push_back(metric(std::span(sums).subspan(r * width, width)));
    }
  }
  return scores;
}

SacrebleuInterval sacrebleu_interval(std::span<const double> resampled) {
  SJ_CHECK(!resampled.empty(), "an interval needs resamples");
  std::vector<double> sorted(resampled.begin(), resampled.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t lower = sorted.size() / 40;
  double sum = 0;
  for (double score : sorted) sum += score;
  return {sum / static_cast<double>(sorted.size()),
          (sorted[sorted.size() - lower - 1] - sorted[lower]) / 2};
}

double sacrebleu_bootstrap_p(std::span<const double> first, std::span<const double> second,
                             double first_score, double second_score) {
  SJ_CHECK(first.size() == second.size() && !first.empty(), "both systems need the same resamples");
  double mean = 0;
  for (std::size_t r = 0; r < first.size(); ++r) mean += std::abs(second[r] - first[r]);
  mean /= static_cast<double>(first.size());
  const double observed = std::abs(first_score - second_score);
  std::size_t beyond = 0;
  for (std::size_t r = 0; r < first.size(); ++r) {
    beyond += std::abs(second[r] - first[r]) - mean > observed ? 1U : 0U;
  }
  return share(beyond, first.size());
}

double sacrebleu_randomisation_p(std::span<const double> first, std::span<const double> second,
                                 std::size_t width, const SacrebleuMetric& metric,
                                 std::size_t samples, std::uint64_t seed) {
  SJ_CHECK(first.size() == second.size() && !first.empty(), "both systems need the same rows");
  const std::size_t count = first.size() / width;
  std::vector<double> gaps(first.size());
  for (std::size_t i = 0; i < gaps.size(); ++i) gaps[i] = second[i] - first[i];
  std::vector<double> a = total_of(first, width);
  std::vector<double> b = total_of(second, width);
  const double observed = std::abs(metric(a) - metric(b));
  const std::vector<double> total_a = a;
  const std::vector<double> total_b = b;
  NumpyRandom random(seed);
  NumpyBooleans stays(random);
  Weightings weights;
  std::size_t beyond = 0;
  for (std::size_t done = 0; done < samples; done += kWeightings) {
    const std::size_t used = std::min(kWeightings, samples - done);
    for (std::size_t r = 0; r < kWeightings; ++r) {
      weights[r].resize(count);
      for (std::size_t i = 0; r < used && i < count; ++i) weights[r][i] = stays.next() ? 0.0 : 1.0;
    }
    const std::vector<double> moved = weighted(gaps, width, weights);
    for (std::size_t r = 0; r < used; ++r) {
      for (std::size_t at = 0; at < width; ++at) {
        a[at] = total_a[at] + moved[r * width + at];
        b[at] = total_b[at] - moved[r * width + at];
      }
      beyond += std::abs(metric(a) - metric(b)) > observed ? 1U : 0U;
    }
  }
  return share(beyond, samples);
}

}  // namespace shijin
