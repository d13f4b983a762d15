// Paired: one statistic of two runs over the same rows: replicates of every metric that finishes
// from it, and tests by exchanging rows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/accumulate.h"
#include "metrics/metric.h"

namespace shijin {

/// The measured rows of one run, in the order of the base's
struct PairedRows {
  std::span<const std::byte> rows;
  std::span<const std::uint64_t> keys;  // stream keys, the same for every run; equal in a cluster
  std::span<const double> weights;      // empty: every row weighs 1
};

/// A test's answer; p = 1 where the rows are the same
struct PairedTest {
  double p = 1;
  std::string_view name;
  std::size_t differing = 0;  // rows that are not equal in both runs
  std::size_t units = 0;      // those rows, or the clusters that they lie in
};

/// Replicates of several metrics of one statistic, for each of several runs under the same weights
///
/// values[run][metric][replicate]; nothing where a replicate is undefined or drew no row.
using Replicates = std::vector<std::vector<std::vector<std::optional<double>>>>;
struct PairedReplicates {
  Replicates drawn;
  Replicates left_out;  // on the rows that a replicate did not draw; empty unless asked for
};
enum class LeftOut : std::uint8_t { not_wanted, wanted };
PairedReplicates paired_replicates(const Statistic& statistic,
                                   std::span<const Metric* const> metrics,
                                   std::span<const PairedRows> runs, LeftOut left_out,
                                   std::uint64_t seed, std::size_t threads);

/// Exchange rows (whole clusters where keys are equal) of two runs at random and see how often the
/// metrics differ as much as they do: all exchanges where few of them differ, else 2,000 of them
/// (Noreen 1989; the p counts the data itself as one exchange, so equal runs have p = 1)
std::vector<PairedTest> exchange_tests(const Statistic& statistic,
                                       std::span<const Metric* const> metrics, const PairedRows& a,
                                       const PairedRows& b, std::uint64_t seed,
                                       std::size_t threads);

}  // namespace shijin
