// Quantiles of the distributions that intervals need.
#pragma once

namespace shijin {

/// The x below which a standard normal falls with probability p in (0, 1)
double normal_quantile(double p);
/// The same for Student's t with `degrees` > 0 degrees of freedom
double student_quantile(double p, double degrees);
/// The same for Beta(a, b), a > 0 and b > 0; p = 0 and p = 1 give the ends
double beta_quantile(double p, double a, double b);
/// The probability that a standard normal falls below x
double normal_probability(double x);

}  // namespace shijin
