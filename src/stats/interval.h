// Intervals in closed form. Each names its source; all take counts or moments, never data.
#pragma once

#include <cstdint>

namespace shijin {

/// A pair of bounds at some confidence level
struct Bounds {
  double lo;
  double hi;
};

/// Wilson's score interval for k successes of n > 0 (Wilson 1927); k and n may be weighted
Bounds wilson_interval(double k, double n, double level);

/// Interval for one-class F1 from true positives and TP+FP+FN > 0: Wilson on the Jaccard index
/// J = TP/(TP+FP+FN), mapped through F1 = 2J/(1+J), which is monotone
Bounds f1_interval(double true_positives, double union_count, double level);

/// Student-t interval for a mean from n ≥ 2 values with sample variance (n−1 in the denominator)
Bounds mean_interval(double mean, double variance, double n, double level);

/// Quantile of the standard normal and of Student's t
double normal_quantile(double p);
double student_quantile(double p, double degrees);

/// Rows of a class needed so that Wilson's interval around `rate` clears `bar`; 0 when rate == bar
std::int64_t rows_to_clear(double rate, double bar, double level);

}  // namespace shijin
