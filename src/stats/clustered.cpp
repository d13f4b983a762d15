// Sums of residuals by cluster (Liang and Zeger 1986; for evaluations Miller 2024).
#include "stats/clustered.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/result.h"

namespace shijin {

ClusterSums cluster_sums(std::span<const double> rows, std::size_t width,
                         std::span<const std::uint64_t> clusters) {
  SJ_CHECK(rows.size() == clusters.size() * width, "a cluster for each row");
  ClusterSums result;
  std::unordered_map<std::uint64_t, std::size_t> places;
  for (std::size_t i = 0; i < clusters.size(); ++i) {
    const auto [at, added] = places.try_emplace(clusters[i], result.keys.size());
    if (added) {
      result.keys.push_back(clusters[i]);
      result.rows.push_back(0);
      result.sums.resize(result.sums.size() + width, 0.0);
    }
    ++result.rows[at->second];
    for (std::size_t w = 0; w < width; ++w) {
      result.sums[at->second * width + w] += rows[i * width + w];
    }
  }
  return result;
}

std::optional<ClusteredMean> clustered_mean(std::span<const double> values,
                                            std::span<const std::uint64_t> clusters) {
  const ClusterSums sums = cluster_sums(values, 1, clusters);
  const auto count = static_cast<double>(sums.keys.size());
  if (count < 2) return std::nullopt;
  const auto rows = static_cast<double>(values.size());
  double total = 0;
  for (double sum : sums.sums) total += sum;
  const double mean = total / rows;
  double squares = 0;
  for (std::size_t c = 0; c < sums.keys.size(); ++c) {
    const double residual = sums.sums[c] - sums.rows[c] * mean;
    squares += residual * residual;
  }
  const double error = std::sqrt(squares) / rows;
  return ClusteredMean{mean, sums.keys.size(), error, error * std::sqrt(count / (count - 1))};
}

Bounds clustered_interval(const ClusteredMean& mean, double level) {
  const double t = student_quantile(0.5 + level / 2, static_cast<double>(mean.clusters) - 1);
  return {mean.mean - t * mean.error_cr1, mean.mean + t * mean.error_cr1};
}

std::optional<ClusterEffect> cluster_effect(std::span<const double> values,
                                            std::span<const std::uint64_t> clusters) {
  const ClusterSums sums = cluster_sums(values, 1, clusters);
  const auto groups = static_cast<double>(sums.keys.size());
  const auto rows = static_cast<double>(values.size());
  if (groups < 2 || rows <= groups) return std::nullopt;
  double total = 0;
  double within = 0;
  double sizes = 0;
  for (double value : values) {
    total += value;
    within += value * value;
  }
  double between = -total * total / rows;
  for (std::size_t c = 0; c < sums.keys.size(); ++c) {
    const double square = sums.sums[c] * sums.sums[c] / sums.rows[c];
    between += square;
    within -= square;
    sizes += sums.rows[c] * sums.rows[c];
  }
  const double mean_between = std::max(0.0, between) / (groups - 1);
  const double mean_within = std::max(0.0, within) / (rows - groups);
  const double size = (rows - sizes / rows) / (groups - 1);  // rows a cluster, uneven ones weighed
  const double spread = mean_between + (size - 1) * mean_within;
  const double correlation = spread > 0 ? std::max(0.0, (mean_between - mean_within) / spread) : 0;
  return ClusterEffect{correlation, 1 + (rows / groups - 1) * correlation};
}

std::optional<RatioEstimate> ratio_estimate(std::span<const double> numerators,
                                            std::span<const double> denominators) {
  SJ_CHECK(numerators.size() == denominators.size(), "a denominator for each numerator");
  double above = 0;
  double below = 0;
  for (std::size_t i = 0; i < numerators.size(); ++i) {
    above += numerators[i];
    below += denominators[i];
  }
  const auto units = static_cast<double>(numerators.size());
  if (units < 2 || below == 0) return std::nullopt;
  const double ratio = above / below;
  double squares = 0;
  for (std::size_t i = 0; i < numerators.size(); ++i) {
    const double residual = numerators[i] - ratio * denominators[i];
    squares += residual * residual;
  }
  return RatioEstimate{ratio, std::sqrt(squares * units / (units - 1)) / std::abs(below), units};
}

EqualRows equal_rows(double rate, double error, double rows, double clusters, double level) {
  const double t = student_quantile(0.5 + level / 2, std::max(1.0, clusters - 1));
  const double wide = std::min(2 * normal_probability(t) - 1, 1 - 1e-12);
  const double spread = rate * (1 - rate);
  if (!(spread > 0)) return {std::min(rows, clusters), wide};
  return {error > 0 ? std::min(rows, spread / (error * error)) : rows, wide};
}

Bounds ratio_interval(const RatioEstimate& ratio, double level) {
  const double half = student_quantile(0.5 + level / 2, ratio.units - 1) * ratio.error;
  return {ratio.ratio - half, ratio.ratio + half};
}

Bounds exp_ratio_interval(const RatioEstimate& ratio, double level) {
  const Bounds logs = ratio_interval(ratio, level);
  return {std::exp(logs.lo), std::exp(logs.hi)};
}

}  // namespace shijin
