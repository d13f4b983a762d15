// Tests between two runs as their definitions say: every way to swap is tried, one after another.
#pragma once

#include <cmath>
#include <functional>
#include <span>
#include <vector>

namespace shijin::reference {

/// Share of all 2^n choices of signs whose sum lies as far from 0 as the given values'
inline double sign_flip_p(std::span<const double> values) {
  double observed = 0;
  double size = 0;
  for (double value : values) {
    observed += value;
    size += std::abs(value);
  }
  std::size_t beyond = 0;
  const std::size_t ways = std::size_t{1} << values.size();
  for (std::size_t way = 0; way < ways; ++way) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += way >> i & 1U ? -values[i] : values[i];
    beyond += std::abs(sum) >= std::abs(observed) - 1e-12 * size ? 1U : 0U;
  }
  return static_cast<double>(beyond) / static_cast<double>(ways);
}

/// Share of all 2^n swaps of rows after which the metric differs as much as before
template <class Row>
double swap_p(const std::vector<Row>& first, const std::vector<Row>& second,
              const std::function<double(const std::vector<Row>&)>& metric) {
  const double observed = std::abs(metric(second) - metric(first));
  std::size_t beyond = 0;
  const std::size_t ways = std::size_t{1} << first.size();
  for (std::size_t way = 0; way < ways; ++way) {
    std::vector<Row> a = first;
    std::vector<Row> b = second;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (way >> i & 1U) std::swap(a[i], b[i]);
    }
    beyond += std::abs(metric(b) - metric(a)) >= observed - 1e-12 ? 1U : 0U;
  }
  return static_cast<double>(beyond) / static_cast<double>(ways);
}

/// Holm's adjusted p of one test: the largest of (tests not smaller) · p over those up to it
inline double holm_p(std::span<const double> p, std::size_t which) {
  double adjusted = 0;
  for (double other : p) {
    if (other > p[which]) continue;
    double not_smaller = 0;
    for (double third : p) not_smaller += third >= other ? 1.0 : 0.0;
    adjusted = std::max(adjusted, not_smaller * other);
  }
  return std::min(1.0, adjusted);
}

}  // namespace shijin::reference
