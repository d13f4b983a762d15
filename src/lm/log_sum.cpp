// The exponential is a polynomial on [-ln 2 / 2, ln 2 / 2] and a power of two, written so that the
// compiler makes vectors of it: std::exp on a row of 150,000 would cost as much as the model.
#include "lm/log_sum.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace shijin {
namespace {

constexpr std::size_t kLanes = 16;

// exp(x) for x ≤ 0; below -87 it is 0. Relative error 2e-7.
inline float exp_below_zero(float x) {
  const float kept = x < -87.0F ? -87.0F : x;
  constexpr float kRound = 12582912.0F;  // 1.5 × 2^23: adding it rounds to a whole number
  const float shifted = kept * 1.44269504F + kRound;
  const float whole = shifted - kRound;
  const float r = (kept - whole * 0.693359375F) + whole * 2.12194440e-4F;
  float p = 1.9875691500e-4F;
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * r * r + r + 1.0F;
  const auto power = (static_cast<std::int32_t>(whole) + 127) << 23;
  return x < -87.0F ? 0.0F : p * std::bit_cast<float>(power);
}

}  // namespace

double log_sum_exp(std::span<const float> scores) {
  float most = -std::numeric_limits<float>::infinity();
  bool finite = !scores.empty();
  for (const float score : scores) {
    finite = finite && score - score == 0.0F;
    most = score > most ? score : most;
  }
  if (!finite) return std::numeric_limits<double>::quiet_NaN();
  std::array<double, kLanes> sums{};
  std::size_t i = 0;
  for (; i + kLanes <= scores.size(); i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) sums[k] += exp_below_zero(scores[i + k] - most);
  }
  for (; i < scores.size(); ++i) sums[0] += exp_below_zero(scores[i] - most);
  double sum = 0;
  for (const double part : sums) sum += part;
  return static_cast<double>(most) + std::log(sum);
}

}  // namespace shijin
