// Bootstrap by Poisson(1) weights (Chamandy et al. 2012) keyed by (seed, sample, replicate): no
// order, no shards, and two systems measured on the same samples get the same weights. Intervals
// from replicates.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"

namespace shijin {

/// The weight of one sample in one replicate; `sample` is the hash of its id
std::uint32_t bootstrap_weight(std::uint64_t seed, std::uint64_t sample, std::uint64_t replicate);

/// The weights of one sample in the replicates first, first + 1, …; first must be even
void bootstrap_weights(std::uint64_t seed, std::uint64_t sample, std::uint64_t first,
                       std::span<std::uint8_t> weights);

/// The weights of many samples, replicate by replicate: the same numbers as bootstrap_weight
///
/// Thread-safe after construction.
class BootstrapWeights {
 public:
  BootstrapWeights(std::uint64_t seed, std::span<const std::uint64_t> samples);

  std::size_t size() const { return states_.size(); }
  /// Fill the replicates 2·pair and 2·pair + 1, which share their draws; both as long as size()
  void fill(std::uint64_t pair, std::span<double> even, std::span<double> odd) const;
  void fill(std::uint64_t pair, std::span<std::int8_t> even, std::span<std::int8_t> odd) const;

 private:
  std::vector<std::uint64_t> states_;
};

/// The quantile of sorted values, linear between neighbours (as NumPy's default)
double sorted_quantile(std::span<const double> sorted, double p);

/// The middle `level` of the replicates
Bounds percentile_interval(std::span<const double> replicates, double level);

/// Bias-corrected and accelerated interval (Efron 1987), ties counted half as SciPy does
///
/// `jackknife` holds the score without each sample in turn. Nothing when the replicates lie all on
/// one side of the value.
std::optional<Bounds> bca_interval(std::span<const double> replicates, double value,
                                   std::span<const double> jackknife, double level);

/// A difference between two runs that were resampled together
struct PairedBootstrap {
  Bounds interval;        // the middle `level` of the differences
  double p;               // two-sided
  double standard_error;  // of the observed difference
};

/// Interval and test from the differences (second minus first) in the same replicates
///
/// p is the share of replicates whose distance from their mean reaches the observed difference,
/// the observed one counted in: 1 for equal runs. On few rows it is too sure (10 sentences: 0.02
/// where swapping gives 0.09), so that the permutation tests are the default and this is for
/// statistics that cannot be swapped.
PairedBootstrap paired_bootstrap(std::span<const double> differences, double observed,
                                 double level);

/// The two quantile levels that bca_interval reads
std::optional<Bounds> bca_levels(std::span<const double> replicates, double value,
                                 std::span<const double> jackknife, double level);

}  // namespace shijin
