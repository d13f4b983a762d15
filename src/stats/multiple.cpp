// Each method multiplies the sorted p-values by factors and then makes them monotone.
#include "stats/multiple.h"

#include <algorithm>
#include <numeric>

namespace shijin {
namespace {

// Positions in order of p; equal ones in their own order.
std::vector<std::size_t> ascending(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return p[a] < p[b]; });
  return order;
}

// From the largest p to the smallest: no adjusted value above the one after it. `factor(place)`
// takes the place from 1.
template <class Factor>
std::vector<double> step_up(std::span<const double> p, const Factor& factor) {
  const std::vector<std::size_t> order = ascending(p);
  std::vector<double> adjusted(p.size());
  double least = 1;
  for (std::size_t i = order.size(); i-- > 0;) {
    least = std::min(least, p[order[i]] * factor(static_cast<double>(i + 1)));
    adjusted[order[i]] = least;
  }
  return adjusted;
}

}  // namespace

std::vector<double> bonferroni_adjusted(std::span<const double> p) {
  std::vector<double> adjusted;
  for (double one : p) adjusted.push_back(std::min(1.0, one * static_cast<double>(p.size())));
  return adjusted;
}

std::vector<double> holm_adjusted(std::span<const double> p) {
  const std::vector<std::size_t> order = ascending(p);
  std::vector<double> adjusted(p.size());
  double most = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    most = std::max(most, p[order[i]] * static_cast<double>(p.size() - i));
    adjusted[order[i]] = std::min(1.0, most);
  }
  return adjusted;
}

std::vector<double> hochberg_adjusted(std::span<const double> p) {
  const auto tests = static_cast<double>(p.size());
  return step_up(p, [tests](double place) { return tests - place + 1; });
}

std::vector<double> benjamini_hochberg_adjusted(std::span<const double> p) {
  const auto tests = static_cast<double>(p.size());
  return step_up(p, [tests](double place) { return tests / place; });
}

std::vector<double> benjamini_yekutieli_adjusted(std::span<const double> p) {
  const auto tests = static_cast<double>(p.size());
  double harmonic = 0;
  for (std::size_t i = 1; i <= p.size(); ++i) harmonic += 1 / static_cast<double>(i);
  return step_up(p, [tests, harmonic](double place) { return harmonic * tests / place; });
}

}  // namespace shijin
