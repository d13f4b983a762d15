// The log loss is convex in 1/T, so a golden-section search over log T finds its only minimum.
#include "stats/temperature.h"

#include <algorithm>
#include <cmath>

namespace shijin {
namespace {

constexpr double kLeast = 1e-12;
constexpr double kMost = 20;

}  // namespace

double scaled_log_loss(std::span<const double> probabilities, std::span<const std::int32_t> truth,
                       std::size_t labels, double temperature) {
  if (truth.empty()) return 0;
  double sum = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const double* row = probabilities.data() + i * labels;
    const double highest = std::log(std::max(kLeast, *std::max_element(row, row + labels)));
    double scale = 0;
    for (std::size_t k = 0; k < labels; ++k) {
      scale += std::exp((std::log(std::max(kLeast, row[k])) - highest) / temperature);
    }
    const double own = std::log(std::max(kLeast, row[truth[i]]));
    sum += std::log(scale) - (own - highest) / temperature;
  }
  return sum / static_cast<double>(truth.size());
}

double fit_temperature(std::span<const double> probabilities, std::span<const std::int32_t> truth,
                       std::size_t labels) {
  if (truth.empty()) return 1;
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  double low = -std::log(kMost);
  double high = std::log(kMost);
  const auto loss = [&](double x) {
    return scaled_log_loss(probabilities, truth, labels, std::exp(x));
  };
  double left = high - ratio * (high - low);
  double right = low + ratio * (high - low);
  double at_left = loss(left);
  double at_right = loss(right);
  while (high - low > 1e-7) {
    if (at_left < at_right) {
      high = right;
      right = left;
      at_right = at_left;
      left = high - ratio * (high - low);
      at_left = loss(left);
    } else {
      low = left;
      left = right;
      at_left = at_right;
      right = low + ratio * (high - low);
      at_right = loss(right);
    }
  }
  return std::exp((low + high) / 2);
}

}  // namespace shijin
