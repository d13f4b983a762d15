// Paired permutation tests: if two runs are alike, swapping their outputs on any row changes
// nothing (Noreen 1989). For means by flipping signs, for any metric of added rows by swapping
// rows, for label tables by swapping kinds of rows. Exact where few rows differ.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace shijin {

struct PermutationOptions {
  std::uint64_t seed = 0;
  std::uint32_t resamples = 10'000;
  /// Count all ways to swap where there are at most so many, instead of drawing some
  std::uint64_t exact_up_to = 20'000;
};

struct PermutationTest {
  double difference = 0;   // the second run's score minus the first's
  double p = 1;            // two-sided; 1 when nothing differs
  bool exact = false;      // all ways were counted
  std::uint64_t ways = 0;  // counted or drawn
};

/// Test whether the mean of paired differences (second minus first) is 0
///
/// `keys` are the hashes of the rows' ids (or of their clusters, with the differences added up by
/// cluster): the result does not depend on the order of the rows beyond rounding, nor on threads.
/// Exact up to 32 rows that differ at all. The difference is the sum over `count` rows divided by
/// it (0: as many as there are differences).
PermutationTest sign_flip_test(std::span<const double> differences,
                               std::span<const std::uint64_t> keys,
                               const PermutationOptions& options, double count = 0);

/// A metric as a function of added rows; nothing where it is undefined
using MetricOfSums = std::function<std::optional<double>(std::span<const double> sums)>;

/// Test whether a metric differs between two runs, by swapping rows (approximate randomisation)
///
/// `first` and `second` are n × width, row by row; width is a multiple of kLanes (weighted_sums.h).
/// Rows that are equal in both runs cost nothing. A resample without a score counts as at least as
/// far apart as the runs are. Nothing when the metric is undefined for either run.
std::optional<PermutationTest> swap_test(std::span<const double> first,
                                         std::span<const double> second, std::size_t width,
                                         std::span<const std::uint64_t> keys,
                                         const MetricOfSums& metric,
                                         const PermutationOptions& options);

/// Second score minus first when, of each kind of row, so many are swapped
using DifferenceOfSwaps =
    std::function<std::optional<double>(std::span<const std::uint32_t> swapped)>;

/// The same test where rows fall into few kinds, as (truth, first's label, second's label): a
/// resample costs as much as there are kinds, however many rows there are
///
/// `counts` are the rows of each kind; kinds whose two labels are equal may be left out.
std::optional<PermutationTest> swap_kinds_test(std::span<const std::uint32_t> counts,
                                               const DifferenceOfSwaps& difference,
                                               const PermutationOptions& options);

}  // namespace shijin
