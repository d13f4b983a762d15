// Printing and reading numbers, and the distance behind "did you mean".
#include "base/numbers.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace shijin {
namespace {

TEST(Fixed, rounds_the_exact_binary_value_as_printf_does) {
  EXPECT_EQ(fixed(2.0 / 3, 2), "0.67");
  EXPECT_EQ(fixed(0.125, 2), "0.12");  // a tie, to even
  EXPECT_EQ(fixed(0.375, 2), "0.38");
  EXPECT_EQ(fixed(1.005, 2), "1.00");  // the double lies below 1.005
  EXPECT_EQ(fixed(12.0, 0), "12");
  EXPECT_EQ(fixed(1e22, 1), "10000000000000000000000.0");
}

TEST(Fixed, never_prints_minus_zero) {
  EXPECT_EQ(fixed(-0.001, 2), "0.00");
  EXPECT_EQ(fixed(-0.0, 1), "0.0");
  EXPECT_EQ(fixed(-0.4, 0), "0");
  EXPECT_EQ(fixed(-0.006, 2), "-0.01");
}

TEST(Shortest, reads_back_to_the_same_double) {
  EXPECT_EQ(shortest(0.1), "0.1");
  EXPECT_EQ(shortest(2.0 / 3), "0.6666666666666666");
  EXPECT_EQ(shortest(1e300), "1e+300");
  EXPECT_EQ(shortest(5e-324), "5e-324");
}

TEST(Grouped, separates_thousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
  EXPECT_EQ(grouped(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
}

TEST(ParseNumber, reads_a_whole_number_and_nothing_else) {
  EXPECT_EQ(parse_number("0.5"), 0.5);
  EXPECT_EQ(parse_number("+1e-3"), 0.001);
  EXPECT_EQ(parse_number("-0"), 0.0);
  EXPECT_EQ(parse_number(".5"), 0.5);
  EXPECT_EQ(parse_number("inf"), std::numeric_limits<double>::infinity());
  for (const char* text : {"", "+", "-", "+-5", "1 ", " 1", "1,5", "0x10", "1e", "12a", "一"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(ParseNumber, takes_nan_for_no_number) {
  EXPECT_EQ(parse_number("nan"), std::nullopt);
  EXPECT_EQ(parse_number("NaN"), std::nullopt);
  EXPECT_EQ(parse_number("-nan"), std::nullopt);
}

TEST(ParseNumber, goes_to_infinity_or_zero_beyond_the_range) {
  EXPECT_EQ(parse_number("1e400"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(parse_number("-1e400"), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(parse_number("1e-400"), 0.0);
}

TEST(ParseInteger, reads_a_whole_integer_that_fits) {
  EXPECT_EQ(parse_integer("-12"), -12);
  EXPECT_EQ(parse_integer("9223372036854775807"), 9223372036854775807);
  for (const char* text : {"", "1.0", "9223372036854775808", "1e3", " 1"}) {
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
  }
}

TEST(SpellingDistance, counts_changes_and_swaps_of_neighbours) {
  EXPECT_EQ(spelling_distance("", ""), 0U);
  EXPECT_EQ(spelling_distance("abc", ""), 3U);
  EXPECT_EQ(spelling_distance("accuracy", "acuracy"), 1U);
  EXPECT_EQ(spelling_distance("acucracy", "accuracy"), 1U);
  EXPECT_EQ(spelling_distance("kitten", "sitting"), 3U);
}

TEST(NearestName, suggests_the_nearest_and_nothing_when_all_are_far) {
  constexpr std::array<std::string_view, 3> kNames = {"accuracy", "balanced_accuracy", "recall"};
  EXPECT_EQ(nearest_name("acuracy", kNames), "accuracy");
  EXPECT_EQ(nearest_name("recal", kNames), "recall");
  EXPECT_EQ(nearest_name("bleu", kNames), "");
  EXPECT_EQ(nearest_name(std::string(100'000, 'a'), kNames), "");
}

}  // namespace
}  // namespace shijin
