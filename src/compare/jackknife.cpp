// Two lists of contributions, row by row.
#include "compare/jackknife.h"

#include <cmath>

#include "stats/clustered.h"

namespace shijin {
namespace {

// What whole clusters move, with the usual factor for having estimated the middle from them.
std::optional<double> error_of_clusters(std::span<const double> before,
                                        std::span<const double> after,
                                        std::span<const double> weights,
                                        std::span<const std::uint64_t> clusters) {
  std::vector<double> moved(before.size());
  for (std::size_t i = 0; i < moved.size(); ++i) {
    moved[i] = (weights.empty() ? 1.0 : weights[i]) * (after[i] - before[i]);
  }
  const ClusterSums sums = cluster_sums(moved, 1, clusters);
  const auto count = static_cast<double>(sums.keys.size());
  if (count < 2) return std::nullopt;
  double variance = 0;
  for (const double sum : sums.sums) variance += sum * sum;
  return std::sqrt(variance * count / (count - 1));
}

}  // namespace

std::optional<double> error_of_difference(const Metric& metric, const State& first,
                                          const State& second, std::span<const double> weights,
                                          std::span<const std::uint64_t> clusters) {
  const std::vector<double> before = metric.contributions(first);
  const std::vector<double> after = metric.contributions(second);
  if (before.empty() || before.size() != after.size()) return std::nullopt;
  if (!weights.empty() && weights.size() != before.size()) return std::nullopt;
  if (!clusters.empty()) {
    if (clusters.size() != before.size()) return std::nullopt;
    return error_of_clusters(before, after, weights, clusters);
  }
  double variance = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double moved = after[i] - before[i];
    variance += (weights.empty() ? 1.0 : weights[i]) * moved * moved;
  }
  return std::sqrt(variance);
}

}  // namespace shijin
