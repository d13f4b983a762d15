// Two-way mean squares; F quantiles through the Beta distribution.
#include "stats/icc.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/result.h"

namespace shijin {
namespace {

constexpr Bounds kNoBounds{std::numeric_limits<double>::quiet_NaN(),
                           std::numeric_limits<double>::quiet_NaN()};

double f_quantile(double p, double above, double below) {
  const double x = beta_quantile(p, above / 2, below / 2);
  return below * x / (above * (1 - x));
}

struct MeanSquares {
  double items, raters, error, within;
  double n, k;
};

MeanSquares mean_squares(std::span<const double> scores, std::size_t raters) {
  const std::size_t items = scores.size() / raters;
  const auto n = static_cast<double>(items);
  const auto k = static_cast<double>(raters);
  std::vector<double> of_item(items), of_rater(raters);
  double grand = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    of_item[i / raters] += scores[i] / k;
    of_rater[i % raters] += scores[i] / n;
    grand += scores[i] / (n * k);
  }
  double total = 0, between = 0, columns = 0;
  for (double score : scores) total += (score - grand) * (score - grand);
  for (double mean : of_item) between += k * (mean - grand) * (mean - grand);
  for (double mean : of_rater) columns += n * (mean - grand) * (mean - grand);
  const double error = std::max(0.0, total - between - columns);
  return {between / (n - 1),
          columns / (k - 1),
          error / ((n - 1) * (k - 1)),
          std::max(0.0, total - between) / (n * (k - 1)),
          n,
          k};
}

// Both forms whose F is `f` with these degrees of freedom.
IccForm by_f(double f, double above, double below, double k, double level) {
  const double tail = 0.5 + level / 2;
  const double low = f / f_quantile(tail, above, below);
  const double high = f * f_quantile(tail, below, above);
  const auto single = [k](double x) { return (x - 1) / (x + k - 1); };
  const auto mean = [](double x) { return 1 - 1 / x; };
  return {{single(f), {single(low), single(high)}}, {mean(f), {mean(low), mean(high)}}};
}

IccForm absolute(const MeanSquares& ms, double level) {
  const auto& [items, raters, error, within, n, k] = ms;
  const double single = (items - error) / (items + (k - 1) * error + k * (raters - error) / n);
  const double mean = (items - error) / (items + (raters - error) / n);
  // Degrees of freedom of the mixed denominator (Satterthwaite).
  const double f = raters / error;
  const double rest = n * (1 + (k - 1) * single) - k * single;
  const double degrees = (k - 1) * (n - 1) * std::pow(k * single * f + rest, 2) /
                         ((n - 1) * std::pow(k * single * f, 2) + rest * rest);
  if (!(degrees > 0 && std::isfinite(degrees))) {
    return {{single, kNoBounds}, {mean, kNoBounds}};
  }
  const double tail = 0.5 + level / 2;
  const double up = f_quantile(tail, n - 1, degrees);
  const double down = f_quantile(tail, degrees, n - 1);
  const double spread = k * raters + (k * n - k - n) * error;
  const double low = n * (items - up * error) / (up * spread + n * items);
  const double high = n * (down * items - error) / (spread + n * down * items);
  return {{single, {low, high}}, {mean, {spearman_brown(low, k), spearman_brown(high, k)}}};
}

}  // namespace

std::optional<Icc> intraclass_correlation(std::span<const double> scores, std::size_t raters,
                                          double level) {
  if (raters < 2 || scores.size() < 2 * raters) return std::nullopt;
  SJ_CHECK(scores.size() % raters == 0, "every item needs a score of every rater");
  const MeanSquares ms = mean_squares(scores, raters);
  if (ms.items + ms.within == 0) return std::nullopt;
  Icc icc{};
  icc.error_variance = ms.error;
  icc.rater_variance = std::max(0.0, (ms.raters - ms.error) / ms.n);
  icc.item_variance = std::max(0.0, (ms.items - ms.error) / ms.k);
  const IccForm perfect{{1, {1, 1}}, {1, {1, 1}}};
  icc.one_way = ms.within == 0
                    ? perfect
                    : by_f(ms.items / ms.within, ms.n - 1, ms.n * (ms.k - 1), ms.k, level);
  if (ms.error <= 1e-14 * (ms.items + ms.raters)) {
    // The raters order the items alike to the last score; how far their levels differ is left.
    const double single = ms.items / (ms.items + ms.k * ms.raters / ms.n);
    const double mean = ms.items / (ms.items + ms.raters / ms.n);
    icc.consistency = perfect;
    icc.agreement = {{single, kNoBounds}, {mean, kNoBounds}};  // … and nothing tells how surely
    return icc;
  }
  icc.consistency = by_f(ms.items / ms.error, ms.n - 1, (ms.n - 1) * (ms.k - 1), ms.k, level);
  icc.agreement = absolute(ms, level);
  return icc;
}

double spearman_brown(double r, double raters) { return raters * r / (1 + (raters - 1) * r); }

std::size_t raters_needed(double r, double wanted) {
  SJ_CHECK(r > 0 && r < 1 && wanted > 0 && wanted < 1, "reliabilities lie between 0 and 1");
  return static_cast<std::size_t>(
      std::max(1.0, std::ceil(wanted * (1 - r) / (r * (1 - wanted)) - 1e-9)));
}

}  // namespace shijin
