// Normal approximations in closed form; the t test by bisection on its power.
#include "stats/power.h"

#include <cmath>
#include <limits>

#include "stats/quantile.h"

namespace shijin {
namespace {

double z_alpha(const Risk& risk) { return normal_quantile(1 - risk.alpha / 2); }
double z_sum(const Risk& risk) { return z_alpha(risk) + normal_quantile(risk.power); }

// The chance that a two-sided paired t test of n rows sees such an effect.
double power_of_t(double n, double effect, double alpha) {
  const double degrees = n - 1;
  const double bound = student_quantile(1 - alpha / 2, degrees);
  const double shift = effect * std::sqrt(n);
  return 1 - student_probability(bound, degrees, shift) +
         student_probability(-bound, degrees, shift);
}

// Where a rising function passes a value, between two places.
template <class Rising>
double crossing(double low, double high, double value, const Rising& rising) {
  for (int step = 0; step < 100; ++step) {
    const double middle = low + (high - low) / 2;
    (rising(middle) < value ? low : high) = middle;
  }
  return high;
}

}  // namespace

double detectable_difference(double error, const Risk& risk) { return z_sum(risk) * error; }

double rows_to_show(double n, double error, double difference, const Risk& risk) {
  if (difference == 0) return std::numeric_limits<double>::infinity();
  return n * std::pow(z_sum(risk) * error / difference, 2);
}

double rows_for_mean(double spread, double difference, const Risk& risk) {
  return rows_to_show(1, spread, difference, risk);
}

double rows_for_paired_t(double effect, const Risk& risk) {
  if (effect == 0) return std::numeric_limits<double>::infinity();
  const double size = std::abs(effect);
  const double normal = rows_to_show(1, 1, size, risk);
  return crossing(1.0 + 1e-6, normal + 20, risk.power,
                  [&](double n) { return power_of_t(n, size, risk.alpha); });
}

double effect_of_paired_t(double n, const Risk& risk) {
  if (n < 2) return std::numeric_limits<double>::infinity();
  double high = z_sum(risk) / std::sqrt(n);
  while (power_of_t(n, high, risk.alpha) < risk.power && high < 1e6) high *= 2;
  return crossing(0, high, risk.power,
                  [&](double effect) { return power_of_t(n, effect, risk.alpha); });
}

double rows_for_mcnemar(double differing, double difference, const Risk& risk) {
  if (difference == 0) return std::numeric_limits<double>::infinity();
  const double under = z_alpha(risk) * std::sqrt(differing);
  const double spread = std::sqrt(std::fmax(0, differing - difference * difference));
  return std::pow((under + normal_quantile(risk.power) * spread) / difference, 2);
}

double rows_for_two_rates(double first, double second, const Risk& risk) {
  const double h = std::abs(2 * std::asin(std::sqrt(first)) - 2 * std::asin(std::sqrt(second)));
  if (h == 0) return std::numeric_limits<double>::infinity();
  // Both tails count, as in statsmodels: a claim in the wrong direction is a claim too.
  const double z = z_alpha(risk);
  return crossing(0, 2 * rows_to_show(1, 1, h, risk) + 1, risk.power, [&](double n) {
    const double shift = h * std::sqrt(n / 2);
    return normal_probability(shift - z) + normal_probability(-shift - z);
  });
}

}  // namespace shijin
