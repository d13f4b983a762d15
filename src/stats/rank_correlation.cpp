// Places in order, and pairs that agree.
#include "stats/rank_correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "base/result.h"

namespace shijin {
namespace {

constexpr std::size_t kLeast = 5;

std::vector<double> places_of(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t x, std::size_t y) { return values[x] < values[y]; });
  std::vector<double> places(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first;
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    for (std::size_t i = first; i < end; ++i) {
      places[order[i]] = static_cast<double>(first + end - 1) / 2;
    }
    first = end;
  }
  return places;
}

// On the scale of Fisher's z, where a correlation of ±1 has no interval but itself.
RankCorrelation with_interval(double value, double error, double level) {
  if (std::abs(value) >= 1) return {value, {value, value}};
  const double half = normal_quantile(0.5 + level / 2) * error;
  const double z = std::atanh(value);
  return {value, {std::tanh(z - half), std::tanh(z + half)}};
}

}  // namespace

std::optional<RankCorrelation> spearman(std::span<const double> a, std::span<const double> b,
                                        double level) {
  SJ_CHECK(a.size() == b.size(), "two scores of the same items");
  if (a.size() < kLeast) return std::nullopt;
  const std::vector<double> x = places_of(a);
  const std::vector<double> y = places_of(b);
  const auto n = static_cast<double>(a.size());
  const double middle = (n - 1) / 2;
  double xx = 0;
  double yy = 0;
  double xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - middle) * (x[i] - middle);
    yy += (y[i] - middle) * (y[i] - middle);
    xy += (x[i] - middle) * (y[i] - middle);
  }
  if (xx == 0 || yy == 0) return std::nullopt;
  const double value = std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
  return with_interval(value, std::sqrt((1 + value * value / 2) / (n - 3)), level);
}

std::optional<RankCorrelation> kendall(std::span<const double> a, std::span<const double> b,
                                       double level) {
  SJ_CHECK(a.size() == b.size(), "two scores of the same items");
  if (a.size() < kLeast) return std::nullopt;
  double lead = 0;
  double differ_a = 0;
  double differ_b = 0;
  const auto sign = [](double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; };
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const int x = sign(a[i] - a[j]);
      const int y = sign(b[i] - b[j]);
      lead += x * y;
      differ_a += x * x;
      differ_b += y * y;
    }
  }
  if (differ_a == 0 || differ_b == 0) return std::nullopt;
  const double value = std::clamp(lead / std::sqrt(differ_a * differ_b), -1.0, 1.0);
  const double error = std::sqrt(0.437 / (static_cast<double>(a.size()) - 4));
  return with_interval(value, error, level);
}

}  // namespace shijin
