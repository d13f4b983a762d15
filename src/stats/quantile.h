// Quantiles and probabilities of the distributions that intervals and tests need.
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
/// The same for Student's t; `shift` is the noncentrality
double student_probability(double x, double degrees, double shift = 0);
/// The same for chi-squared
double chi_square_probability(double x, double degrees);
/// The same for Beta(a, b)
double beta_probability(double x, double a, double b);
/// The density of Beta(a, b) at x in (0, 1)
double beta_density(double x, double a, double b);
/// The probability of at most k heads in n tosses of a fair coin, and of exactly k
double fair_coin_at_most(double k, double n);
double fair_coin_exactly(double k, double n);

}  // namespace shijin
