// Rounding to decimals as Python's round(x, digits) does, for tools that round before they average.
#pragma once

#include <charconv>
#include <cmath>

namespace shijin {

/// The double nearest to x rounded to `digits` (0 to 9) decimals; halves of the exact value go to
/// the even digit
inline double round_decimals(double x, int digits) {
  double unit = 1;
  for (int i = 0; i < digits; ++i) unit *= 10;
  const double scaled = x * unit;
  const double whole = std::nearbyint(scaled);
  // Far from a half and exact as an integer, the quotient is the nearest double by itself.
  const bool clear = std::abs(std::abs(scaled - whole) - 0.5) > 1e-4 && std::abs(scaled) < 1e9;
  if (clear) return whole / unit;
  char text[400];
  const auto written = std::to_chars(text, text + sizeof text, x, std::chars_format::fixed, digits);
  double rounded = x;
  std::from_chars(text, written.ptr, rounded);
  return rounded;
}

}  // namespace shijin
