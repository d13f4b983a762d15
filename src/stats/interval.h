// Intervals in closed form. Each names its source; all take counts or moments, never data.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "stats/quantile.h"

namespace shijin {

/// A pair of bounds at some confidence level
struct Bounds {
  double lo;
  double hi;
};

/// Wilson's score interval for k successes of n > 0 (Wilson 1927); k and n may be weighted
Bounds wilson_interval(double k, double n, double level);

/// The count n whose Wilson interval around `rate` has these bounds: the inverse, by its width
double wilson_rows(double rate, const Bounds& bounds, double level);

/// The interval that never covers less than its level (Clopper and Pearson 1934); for safety gates
Bounds clopper_pearson_interval(double k, double n, double level);

/// The equal-tailed interval of Beta(k + ½, n − k + ½)
Bounds jeffreys_interval(double k, double n, double level);

/// Interval for one-class F1 from true positives and TP+FP+FN > 0: Wilson on the Jaccard index
/// J = TP/(TP+FP+FN), mapped through F1 = 2J/(1+J), which is monotone
Bounds f1_interval(double true_positives, double union_count, double level);

/// The Jaccard index J that has this F1, F1 = 2J/(1+J)
double jaccard_of_f1(double f1);

/// Student-t interval for a mean from n ≥ 2 values with sample variance (n−1 in the denominator)
Bounds mean_interval(double mean, double variance, double n, double level);

/// Interval for a mean of which all `units` gave the same `value`, so that they tell no spread: how
/// many units would may be fewer, by Wilson's bound on their share, and the others score `low` at
/// worst and `high` at best
///
/// Where an end of the range is infinite the value itself stands there; then nothing below 30
/// units.
std::optional<Bounds> alike_interval(double value, double units, double low, double high,
                                     double level);

/// Interval from an estimate and its standard error on the normal scale, cut to [low, high]
Bounds normal_interval(double value, double standard_error, double level, double low, double high);

/// Rows of a class needed so that Wilson's interval around `rate` clears `bar`; 0 when rate == bar
///
/// Wilson's interval leaves a bar out exactly when |rate − bar| > z·√(bar(1−bar)/n), so this is
/// closed form.
std::int64_t rows_to_clear(double rate, double bar, double level);

/// The smallest factor ≥ 1 by which the rows must grow, at the same rates, for the interval to lie
/// wholly on one side of the bar; nothing when no factor up to 2^40 does
///
/// `interval(s)` is the interval if every count were s times as large.
std::optional<double> needed_scale(const std::function<Bounds(double scale)>& interval, double bar);

/// The same for any interval known only by its bounds: its arms shrink with the root of the rows
std::optional<double> needed_scale(double value, const Bounds& bounds, double bar);

}  // namespace shijin
