// Closed-form intervals, and how many more rows would make one clear a bar.
#include "stats/interval.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"

namespace shijin {
namespace {

constexpr double kLargestScale = 0x1.0p40;

double two_sided(double level) { return normal_quantile(0.5 + level / 2); }

bool clears(const Bounds& bounds, double bar) { return bounds.lo >= bar || bounds.hi <= bar; }

}  // namespace

Bounds wilson_interval(double k, double n, double level) {
  SJ_CHECK(n > 0 && k >= 0 && k <= n, "a proportion needs 0 <= k <= n and n > 0");
  const double z = two_sided(level);
  const double p = k / n;
  const double widen = 1 + z * z / n;
  const double centre = (p + z * z / (2 * n)) / widen;
  const double half = z / widen * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  // Rounding must not push a bound past the ends or past the rate itself.
  return {k == 0 ? 0.0 : std::clamp(centre - half, 0.0, p),
          k == n ? 1.0 : std::clamp(centre + half, p, 1.0)};
}

double wilson_rows(double rate, const Bounds& bounds, double level) {
  const double width = bounds.hi - bounds.lo;
  double low = 0x1.0p-20;
  double high = 0x1.0p50;
  for (int step = 0; step < 120; ++step) {
    const double middle = std::sqrt(low * high);
    const Bounds tried = wilson_interval(rate * middle, middle, level);
    (tried.hi - tried.lo > width ? low : high) = middle;
  }
  return high;
}

Bounds clopper_pearson_interval(double k, double n, double level) {
  SJ_CHECK(n > 0 && k >= 0 && k <= n, "a proportion needs 0 <= k <= n and n > 0");
  const double tail = (1 - level) / 2;
  return {k == 0 ? 0.0 : beta_quantile(tail, k, n - k + 1),
          k == n ? 1.0 : beta_quantile(1 - tail, k + 1, n - k)};
}

Bounds jeffreys_interval(double k, double n, double level) {
  SJ_CHECK(n > 0 && k >= 0 && k <= n, "a proportion needs 0 <= k <= n and n > 0");
  const double tail = (1 - level) / 2;
  return {beta_quantile(tail, k + 0.5, n - k + 0.5), beta_quantile(1 - tail, k + 0.5, n - k + 0.5)};
}

Bounds f1_interval(double true_positives, double union_count, double level) {
  const Bounds jaccard = wilson_interval(true_positives, union_count, level);
  return {2 * jaccard.lo / (1 + jaccard.lo), 2 * jaccard.hi / (1 + jaccard.hi)};
}

double jaccard_of_f1(double f1) { return f1 / (2 - f1); }

std::optional<Bounds> alike_interval(double value, double units, double low, double high,
                                     double level) {
  constexpr double kEnough = 30;
  if (units < 2) return std::nullopt;
  const bool bounded = std::isfinite(low) && std::isfinite(high);
  if (!bounded && units < kEnough) return std::nullopt;
  const double others = 1 - wilson_interval(units, units, level).lo;
  return Bounds{std::isfinite(low) ? value - others * (value - low) : value,
                std::isfinite(high) ? value + others * (high - value) : value};
}

Bounds mean_interval(double mean, double variance, double n, double level) {
  SJ_CHECK(n >= 2 && variance >= 0, "an interval for a mean needs two values");
  const double half = student_quantile(0.5 + level / 2, n - 1) * std::sqrt(variance / n);
  return {mean - half, mean + half};
}

Bounds normal_interval(double value, double standard_error, double level, double low, double high) {
  const double half = two_sided(level) * standard_error;
  return {std::max(low, value - half), std::min(high, value + half)};
}

std::int64_t rows_to_clear(double rate, double bar, double level) {
  if (rate == bar) return 0;
  const double z = two_sided(level);
  const double rows = z * z * bar * (1 - bar) / ((rate - bar) * (rate - bar));
  if (rows >= 0x1.0p62) return 0;
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(rows)));
}

std::optional<double> needed_scale(const std::function<Bounds(double scale)>& interval,
                                   double bar) {
  double high = 1;
  while (!clears(interval(high), bar)) {
    high *= 2;
    if (high > kLargestScale) return std::nullopt;
  }
  if (high == 1) return 1.0;
  double low = high / 2;
  for (int step = 0; step < 60 && (high - low) > 1e-9 * high; ++step) {
    const double middle = low + (high - low) / 2;
    (clears(interval(middle), bar) ? high : low) = middle;
  }
  return high;
}

std::optional<double> needed_scale(double value, const Bounds& bounds, double bar) {
  if (clears(bounds, bar)) return 1.0;
  const double gap = std::abs(value - bar);
  const double arm = value > bar ? value - bounds.lo : bounds.hi - value;
  if (gap == 0 || arm / gap > 0x1.0p20) return std::nullopt;
  return std::max(1.0, (arm / gap) * (arm / gap));
}

}  // namespace shijin
