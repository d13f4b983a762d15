// Planning: how small a difference a test set can show, and how many rows would show one.
#pragma once

namespace shijin {

/// What a test risks: a false claim, and with which chance it sees a true difference
struct Risk {
  double alpha = 0.05;  // two-sided
  double power = 0.8;
};

/// The smallest true difference that is seen with that power, from the standard error of the
/// difference: (z₁₋α/₂ + z_power) · error
double detectable_difference(double error, const Risk& risk = {});

/// Rows needed in all to show a difference of this size, from n rows with this standard error
///
/// Errors shrink with the root of the rows. Not rounded up; infinite for a difference of 0.
double rows_to_show(double n, double error, double difference, const Risk& risk = {});

/// Rows for a paired mean whose differences have standard deviation `spread` (Miller 2024); times
/// the design effect where rows are clustered
double rows_for_mean(double spread, double difference, const Risk& risk = {});

/// Rows for a paired t test of `effect` standard deviations, by its noncentral t
double rows_for_paired_t(double effect, const Risk& risk = {});

/// The effect in standard deviations that a paired t test of n rows sees
double effect_of_paired_t(double n, const Risk& risk = {});

/// Rows for McNemar's test where a share `differing` of the rows is judged differently and the
/// rates differ by `difference` (Connor 1987)
double rows_for_mcnemar(double differing, double difference, const Risk& risk = {});

/// Rows of each of two independent sets to tell two rates apart (Cohen's h)
double rows_for_two_rates(double first, double second, const Risk& risk = {});

}  // namespace shijin
