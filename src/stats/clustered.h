// Means and ratios of rows that belong together (several questions on one text, several samples of
// one prompt, sentences of one document): errors from the clusters, not from the rows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"

namespace shijin {

/// Fewer clusters than this, and the standard error itself is too unsure: prefer sign flips
inline constexpr std::size_t kFewClusters = 10;

/// Rows added up by cluster; clusters in order of their first row
struct ClusterSums {
  std::vector<std::uint64_t> keys;  // one a cluster; the streams of its bootstrap weights
  std::vector<double> sums;         // clusters × width
  std::vector<double> rows;         // rows in each
};

/// Add rows (n × width) up by their cluster's hash
///
/// The sums and keys stand in for rows and their keys everywhere: bootstrap weights, sign_flip_test
/// and swap_test over clusters are those over rows of these.
ClusterSums cluster_sums(std::span<const double> rows, std::size_t width,
                         std::span<const std::uint64_t> clusters);

/// A mean with the standard errors of clustered rows; equal to ordinary least squares on a constant
struct ClusteredMean {
  double mean;
  std::size_t clusters;
  double error_cr0;  // as it comes
  double error_cr1;  // its square times G / (G − 1)
};

/// Nothing for fewer than two clusters
std::optional<ClusteredMean> clustered_mean(std::span<const double> values,
                                            std::span<const std::uint64_t> clusters);

/// Interval from the CR1 error and Student's t with G − 1 degrees of freedom
Bounds clustered_interval(const ClusteredMean& mean, double level);

/// Share of the variance that lies between clusters, at least 0 (one-way analysis of variance), and
/// by how much it multiplies the variance of a mean
struct ClusterEffect {
  double correlation;    // within a cluster
  double design_effect;  // 1 + (mean rows a cluster − 1) · correlation
};
std::optional<ClusterEffect> cluster_effect(std::span<const double> values,
                                            std::span<const std::uint64_t> clusters);

/// Σ numerators / Σ denominators with the linearised standard error over rows or clusters
struct RatioEstimate {
  double ratio;
  double error;
  double units;  // rows or clusters
};

/// Nothing for fewer than two units or a denominator of 0. With clusters, pass sums by cluster
std::optional<RatioEstimate> ratio_estimate(std::span<const double> numerators,
                                            std::span<const double> denominators);

/// Independent rows that tell as much of a rate as clustered ones, and the level at which a normal
/// quantile is as wide as Student's for so few clusters: what Wilson's interval is to be given
struct EqualRows {
  double rows;
  double level;
};

/// From the rate's clustered error: never more rows than there are. Clusters that are all right or
/// all wrong count one row each, since they show no spread
EqualRows equal_rows(double rate, double error, double rows, double clusters, double level);

/// Student's t with units − 1 degrees of freedom
Bounds ratio_interval(const RatioEstimate& ratio, double level);

/// The interval of exp(ratio): of perplexity, from log-likelihoods and tokens
Bounds exp_ratio_interval(const RatioEstimate& ratio, double level);

}  // namespace shijin
