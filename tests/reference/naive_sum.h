// The slow, obvious sum of doubles: schoolbook addition of binary digits, rounded once at the end.
#pragma once

#include <array>
#include <cmath>
#include <span>

namespace shijin::reference {

/// A whole number of 2^-1074, one binary digit an element; digits may be of any size until carried
class Binary {
 public:
  void add(double x) {
    int exponent = 0;
    double rest = std::frexp(std::fabs(x), &exponent);
    for (int at = exponent + 1073; rest != 0; --at) {
      rest *= 2;
      const bool one = rest >= 1;
      if (one) rest -= 1;
      if (one) digits_[static_cast<std::size_t>(at)] += std::signbit(x) ? -1 : 1;
    }
  }

  double rounded() const {
    std::array<long long, kDigits> digits = digits_;
    carry(digits);
    const bool negative = digits.back() < 0;
    if (negative) {
      for (auto& digit : digits) digit = -digit;
      carry(digits);
    }
    int top = kDigits - 1;
    while (top >= 0 && at(digits, top) == 0) --top;
    const int last = top > 52 ? top - 52 : 0;  // a double keeps 53 digits
    bool up = false;
    if (last > 0 && at(digits, last - 1) == 1) {
      bool more = at(digits, last) == 1;  // a tie goes to the even neighbour
      for (int i = 0; i < last - 1; ++i) more = more || at(digits, i) == 1;
      up = more;
    }
    double value = up ? std::ldexp(1.0, last - 1074) : 0.0;
    double kept = 0;
    for (int i = last; i <= top; ++i) {
      if (at(digits, i) == 1) kept += std::ldexp(1.0, i - 1074);
    }
    value += kept;
    return negative ? -value : value;
  }

 private:
  static constexpr int kDigits = 2200;

  static long long at(const std::array<long long, kDigits>& digits, int i) {
    return digits[static_cast<std::size_t>(i)];
  }

  static void carry(std::array<long long, kDigits>& digits) {
    for (std::size_t i = 0; i + 1 < digits.size(); ++i) {
      const long long up = digits[i] >> 1;
      digits[i] -= 2 * up;
      digits[i + 1] += up;
    }
  }

  std::array<long long, kDigits> digits_{};
};

inline double naive_sum(std::span<const double> terms) {
  Binary sum;
  for (double x : terms) sum.add(x);
  return sum.rounded();
}

}  // namespace shijin::reference
