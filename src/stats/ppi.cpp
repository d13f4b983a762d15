// The formulas of the papers, with the denominators of the packages that tests compare with.
#include "stats/ppi.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"

namespace shijin {
namespace {

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

// Sum of products of distances from the means.
double products(std::span<const double> a, std::span<const double> b) {
  const double mean_a = mean_of(a);
  const double mean_b = mean_of(b);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
  return sum;
}

double count(std::span<const double> values) { return static_cast<double>(values.size()); }

std::vector<double> joined(std::span<const double> first, std::span<const double> second) {
  std::vector<double> all(first.begin(), first.end());
  all.insert(all.end(), second.begin(), second.end());
  return all;
}

// The covariance over the variance of all machine scores; 0 where the machine never differs.
double slope_on_all(std::span<const double> scores, std::span<const double> machine,
                    std::span<const double> machine_others, double missing) {
  const std::vector<double> all = joined(machine, machine_others);
  const double variance = products(all, all) / (count(all) - 1);
  if (!(variance > 0)) return 0;
  return products(machine, scores) / (count(scores) - missing) / variance;
}

double tuned(double slope, std::span<const double> scores, std::span<const double> others) {
  return std::clamp(slope / (1 + count(scores) / count(others)), 0.0, 1.0);
}

// What people's scores leave of the machine's.
std::vector<double> rest_of(std::span<const double> scores, std::span<const double> machine,
                            double lambda) {
  std::vector<double> rest;
  for (std::size_t i = 0; i < scores.size(); ++i) rest.push_back(scores[i] - lambda * machine[i]);
  return rest;
}

PoweredMean with_interval(double value, double error, double lambda, double level) {
  const double half = normal_quantile(0.5 + level / 2) * error;
  return {value, error, {value - half, value + half}, lambda};
}

}  // namespace

double ppi_lambda(std::span<const double> scores, std::span<const double> machine,
                  std::span<const double> machine_others) {
  return tuned(slope_on_all(scores, machine, machine_others, 0), scores, machine_others);
}

std::optional<PoweredMean> ppi_mean(std::span<const double> scores, std::span<const double> machine,
                                    std::span<const double> machine_others,
                                    std::optional<double> lambda, double level) {
  SJ_CHECK(scores.size() == machine.size(), "each scored item has a machine score");
  if (scores.size() < 2 || machine_others.size() < 2) return std::nullopt;
  const double used = lambda ? *lambda : ppi_lambda(scores, machine, machine_others);
  const std::vector<double> rest = rest_of(scores, machine, used);
  const double others = count(machine_others);
  const double variance = used * used * products(machine_others, machine_others) / others / others +
                          products(rest, rest) / count(rest) / count(rest);
  return with_interval(used * mean_of(machine_others) + mean_of(rest), std::sqrt(variance), used,
                       level);
}

std::optional<StratifiedPpi> stratified_ppi_mean(std::span<const PpiStratum> strata, double level) {
  double items = 0;
  for (const PpiStratum& one : strata) {
    SJ_CHECK(one.scores.size() == one.machine.size(), "each scored item has a machine score");
    if (one.scores.size() < 2 || one.machine_others.size() < 2) return std::nullopt;
    items += count(one.scores) + count(one.machine_others);
  }
  if (strata.empty()) return std::nullopt;
  StratifiedPpi estimate{0, 0, {0, 0}, {}};
  double variance = 0;
  for (const PpiStratum& one : strata) {
    const double share = (count(one.scores) + count(one.machine_others)) / items;
    const double lambda = tuned(slope_on_all(one.scores, one.machine, one.machine_others, 1),
                                one.scores, one.machine_others);
    const std::vector<double> rest = rest_of(one.scores, one.machine, lambda);
    estimate.value += share * (lambda * mean_of(one.machine_others) + mean_of(rest));
    const double others = count(one.machine_others);
    const double of_machine =
        products(one.machine_others, one.machine_others) / (others - 1) / others;
    const double of_rest = products(rest, rest) / (count(rest) - 1) / count(rest);
    variance += share * share * (lambda * lambda * of_machine + of_rest);
    estimate.lambdas.push_back(lambda);
  }
  estimate.error = std::sqrt(variance);
  estimate.interval = with_interval(estimate.value, estimate.error, 0, level).interval;
  return estimate;
}

std::optional<PoweredMean> active_mean(std::span<const DrawnItem> items,
                                       std::optional<double> lambda, double level) {
  if (items.size() < 2) return std::nullopt;
  // Each item gives `people` + lambda · `machine`: a score weighs as much as items like it are rare
  // in the draw, and where there is one, as much is taken off of the machine's.
  std::vector<double> people;
  std::vector<double> machine;
  for (const DrawnItem& item : items) {
    SJ_CHECK(item.probability > 0 && item.probability <= 1, "a probability lies in (0, 1]");
    const double weight = item.score ? 1 / item.probability : 0;
    people.push_back(item.score ? *item.score * weight : 0);
    machine.push_back(item.machine * (1 - weight));
  }
  const double spread = products(machine, machine);
  const double best = spread > 0 ? std::clamp(-products(people, machine) / spread, 0.0, 1.0) : 0;
  const double used = lambda.value_or(best);
  std::vector<double> both;
  for (std::size_t i = 0; i < items.size(); ++i) both.push_back(people[i] + used * machine[i]);
  const double error = std::sqrt(products(both, both) / (count(both) - 1) / count(both));
  return with_interval(mean_of(both), error, used, level);
}

}  // namespace shijin
