// Several runs scored on the same rows, by classical tables: Hsu's comparison with the best, and
// Friedman's test of ranks. For means of rows; best.h does any metric.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "stats/interval.h"

namespace shijin {

/// Comparison of every run with the best of the others (Hsu 1984) on rows × runs
struct BestOfBlocks {
  std::vector<double> means;
  double residual_spread;  // after row and run effects
  double degrees;          // (rows − 1)(runs − 1)
  double quantile;         // one-sided Dunnett
  double half_width;
  std::vector<Bounds> intervals;  // of a run's mean minus the best other; best unless hi is 0
};

/// `scores` is n × K, row by row, n ≥ 2, K ≥ 2; larger is better
BestOfBlocks best_of_blocks(std::span<const double> scores, std::size_t runs, double level);

/// The one-sided Dunnett quantile of `others` comparisons with one run, all equally large
double dunnett_quantile(double level, std::size_t others, double degrees);

/// Friedman's test of n × K scores, corrected for ties; rank 1 is the largest score
struct FriedmanTest {
  double chi_square;
  double p;
  std::vector<double> mean_ranks;
};
FriedmanTest friedman_test(std::span<const double> scores, std::size_t runs);

/// How far two mean ranks must lie apart (Nemenyi 1963)
double nemenyi_difference(double level, std::size_t runs, std::size_t rows);

}  // namespace shijin
