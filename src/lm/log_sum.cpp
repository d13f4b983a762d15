// The exponential is a polynomial on [-ln 2 / 2, ln 2 / 2] and a power of two, written so that the
// compiler makes vectors of it: std::exp on a row of 150,000 would cost as much as the model.
#include "lm/log_sum.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace shijin {
namespace {

constexpr std::size_t kLanes = 16;

// exp(x) for x ≤ 0; below -87 it is that of -87, 1.6e-38. Relative error 2e-7.
[[gnu::always_inline]] inline float exp_below_zero(float x) {
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
  return p * std::bit_cast<float>(power);
}

// The largest score, and whether all are finite.
[[gnu::always_inline]] inline float most_of(std::span<const float> scores, bool& finite) {
  std::array<float, kLanes> most;
  most.fill(-std::numeric_limits<float>::infinity());
  std::array<float, kLanes> gone{};  // what stays 0 while every score is finite, and is NaN after
  std::size_t i = 0;
  for (; i + kLanes <= scores.size(); i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) {
      const float score = scores[i + k];
      gone[k] += score - score;
      most[k] = score > most[k] ? score : most[k];
    }
  }
  for (; i < scores.size(); ++i) {
    gone[0] += scores[i] - scores[i];
    most[0] = scores[i] > most[0] ? scores[i] : most[0];
  }
  finite = !scores.empty();
  for (const float one : gone) finite = finite && one == 0.0F;
  return *std::max_element(most.begin(), most.end());
}

[[gnu::always_inline]] inline double sum_up(std::span<const float> scores) {
  bool finite = false;
  const float most = most_of(scores, finite);
  if (!finite) return std::numeric_limits<double>::quiet_NaN();
  std::array<double, kLanes> sums{};
  std::size_t i = 0;
  for (; i + kLanes <= scores.size(); i += kLanes) {
    std::array<float, kLanes> terms;
    for (std::size_t k = 0; k < kLanes; ++k) terms[k] = exp_below_zero(scores[i + k] - most);
    for (std::size_t k = 0; k < kLanes; ++k) sums[k] += static_cast<double>(terms[k]);
  }
  for (; i < scores.size(); ++i) sums[0] += exp_below_zero(scores[i] - most);
  double sum = 0;
  for (const double part : sums) sum += part;
  return static_cast<double>(most) + std::log(sum);
}

// Wider vectors of the same sums: all give the same bits.
#if defined(__x86_64__)
[[gnu::target("avx2")]] double sum_up_avx2(std::span<const float> scores) { return sum_up(scores); }
[[gnu::target("avx512f,avx512dq")]] double sum_up_avx512(std::span<const float> scores) {
  return sum_up(scores);
}
#endif

}  // namespace

double log_sum_exp(std::span<const float> scores) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512dq")) return sum_up_avx512(scores);
  if (__builtin_cpu_supports("avx2")) return sum_up_avx2(scores);
#endif
  return sum_up(scores);
}

}  // namespace shijin
