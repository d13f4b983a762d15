// ExactSum against what Python 3.11's math.fsum prints for the same terms, and its own rules.
#include "base/exact_sum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>
#include <limits>

namespace shijin {
namespace {

double sum(std::initializer_list<double> terms) {
  ExactSum sum;
  for (double x : terms) sum.add(x);
  return sum.value();
}

constexpr double kTiny = 5e-324;  // the smallest double

TEST(ExactSum, equals_fsum_where_plain_addition_rounds) {
  EXPECT_EQ(sum({0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}), 1.0);
  EXPECT_EQ(sum({1e16, 1.0, -1e16}), 1.0);
  EXPECT_EQ(sum({1e100, 1.0, -1e100, 1e-100}), 1.0);
  EXPECT_EQ(sum({1.7976931348623157e308, -1.7976931348623157e308, 3.0}), 3.0);
}

TEST(ExactSum, rounds_to_nearest_and_ties_to_even) {
  EXPECT_EQ(sum({0x1p53, 1.0}), 0x1p53);
  EXPECT_EQ(sum({0x1p53 + 2, 1.0}), 0x1p53 + 4);
  EXPECT_EQ(sum({0x1p53, 1.0, kTiny}), 0x1p53 + 2);
  EXPECT_EQ(sum({1.0, 0x1p-53}), 1.0);
  EXPECT_EQ(sum({1.0, 0x1p-53, kTiny}), 1.0 + 0x1p-52);
  EXPECT_EQ(sum({-1.0, -0x1p-53, -kTiny}), -1.0 - 0x1p-52);
}

TEST(ExactSum, keeps_subnormal_numbers_exactly) {
  EXPECT_EQ(sum({kTiny, kTiny, kTiny}), 3 * kTiny);
  EXPECT_EQ(sum({1e-310, 2e-308, -1e-320}), 0x0.e74157ba4afe7p-1022);
  EXPECT_EQ(sum({0x1p-1022, -kTiny}), 0x0.fffffffffffffp-1022);
}

TEST(ExactSum, is_plain_zero_when_nothing_is_left) {
  EXPECT_EQ(sum({}), 0.0);
  EXPECT_EQ(sum({kTiny, -kTiny}), 0.0);
  EXPECT_FALSE(std::signbit(sum({-0.0, -0.0})));
}

TEST(ExactSum, passes_the_largest_double_on_its_way) {
  EXPECT_EQ(sum({0x1p1023, 0x1p1023, -0x1p1023}), 0x1p1023);
  EXPECT_EQ(sum({0x1p1023, 0x1p1023}), std::numeric_limits<double>::infinity());
}

TEST(ExactSum, says_nan_once_a_term_was_not_finite) {
  EXPECT_TRUE(std::isnan(sum({1.0, std::numeric_limits<double>::infinity()})));
  ExactSum bad;
  bad.add(std::nan(""));
  ExactSum all;
  all.add(1.0);
  all.merge(bad);
  EXPECT_TRUE(std::isnan(all.value()));
}

TEST(ExactSum, merges_a_sum_with_itself) {
  ExactSum sum;
  sum.add(0.1);
  sum.merge(sum);
  EXPECT_EQ(sum.value(), 0.2);
}

}  // namespace
}  // namespace shijin
