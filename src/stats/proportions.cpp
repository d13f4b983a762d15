// Score intervals of differences; Tango's by bisection on its constrained likelihood.
#include "stats/proportions.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"

namespace shijin {
namespace {

double two_sided(double level) { return normal_quantile(0.5 + level / 2); }

// Tango's statistic for a true difference d: how many standard errors the seen one lies above it.
double tango_z(double lost, double gained, double n, double d) {
  const double a = 2 * n;
  const double b = -gained - lost + (2 * n - gained + lost) * d;
  const double c = -lost * d * (1 - d);
  // The share lost that is likeliest when the difference is d.
  const double share = (std::sqrt(std::max(0.0, b * b - 4 * a * c)) - b) / (2 * a);
  const double variance = n * (2 * share + d * (1 - d));
  const double gap = gained - lost - n * d;
  if (gap == 0) return 0;
  return variance > 0 ? gap / std::sqrt(variance) : std::copysign(HUGE_VAL, gap);
}

}  // namespace

Bounds newcombe_interval(double k1, double n1, double k2, double n2, double level) {
  const Bounds first = wilson_interval(k1, n1, level);
  const Bounds second = wilson_interval(k2, n2, level);
  const double p1 = k1 / n1;
  const double p2 = k2 / n2;
  return {p1 - p2 - std::hypot(p1 - first.lo, second.hi - p2),
          p1 - p2 + std::hypot(first.hi - p1, p2 - second.lo)};
}

Bounds agresti_caffo_interval(double k1, double n1, double k2, double n2, double level) {
  SJ_CHECK(n1 > 0 && n2 > 0, "a proportion needs n > 0");
  const double p1 = (k1 + 1) / (n1 + 2);
  const double p2 = (k2 + 1) / (n2 + 2);
  const double error = std::sqrt(p1 * (1 - p1) / (n1 + 2) + p2 * (1 - p2) / (n2 + 2));
  return normal_interval(p1 - p2, error, level, -1, 1);
}

double chance_first_larger(double k1, double n1, double k2, double n2) {
  // ∫ density of the first · P(second below it), by Simpson's rule where the density is.
  const double a = k1 + 1;
  const double b = n1 - k1 + 1;
  const double from = beta_quantile(1e-14, a, b);
  const double step = (beta_quantile(1 - 1e-14, a, b) - from) / 2000;
  double sum = 0;
  for (int i = 0; i <= 2000; ++i) {
    const double x = std::clamp(from + i * step, 1e-300, 1 - 1e-16);
    const double weight = i == 0 || i == 2000 ? 1 : (i % 2 == 0 ? 2 : 4);
    sum += weight * beta_density(x, a, b) * beta_probability(x, k2 + 1, n2 - k2 + 1);
  }
  return std::min(1.0, sum * step / 3);
}

Bounds tango_interval(double lost, double gained, double n, double level) {
  SJ_CHECK(n > 0 && lost >= 0 && gained >= 0 && lost + gained <= n,
           "rows lost and gained are among the n rows");
  const double z = two_sided(level);
  const double seen = (gained - lost) / n;
  const auto bound = [&](double end, double wanted) {
    // |z| falls from the end towards the seen difference.
    double outside = end;
    double inside = seen;
    if (std::abs(tango_z(lost, gained, n, end)) <= std::abs(wanted)) return end;
    for (int step = 0; step < 100; ++step) {
      const double middle = (outside + inside) / 2;
      (std::abs(tango_z(lost, gained, n, middle)) > wanted ? outside : inside) = middle;
    }
    return inside;
  };
  return {bound(-1, z), bound(1, z)};
}

Bounds agresti_min_interval(double lost, double gained, double n, double level) {
  SJ_CHECK(n > 0 && lost + gained <= n, "rows lost and gained are among the n rows");
  const double rows = n + 2;
  const double b = (lost + 0.5) / rows;
  const double c = (gained + 0.5) / rows;
  const double error = std::sqrt((b + c - (c - b) * (c - b)) / rows);
  return normal_interval(c - b, error, level, -1, 1);
}

}  // namespace shijin
