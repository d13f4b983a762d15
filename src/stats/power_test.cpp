// Planning against statsmodels (tests/data/statistics.json).
#include "stats/power.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/golden_internal.h"

namespace shijin {
namespace {

TEST(Power, sizes_equal_statsmodels) {
  const nlohmann::json expected = golden("sample_size")["expected"];
  EXPECT_NEAR(rows_for_paired_t(0.2), expected["paired_t_n"].get<double>(), 1e-4);
  EXPECT_NEAR(effect_of_paired_t(300), expected["paired_t_mde"].get<double>(), 1e-4);
  EXPECT_NEAR(rows_for_two_rates(0.85, 0.8), expected["two_prop_n"].get<double>(), 1e-4);
  EXPECT_NEAR(rows_for_mean(0.18, 0.03), expected["miller_n"].get<double>(), 1e-4);
  EXPECT_NEAR(rows_for_mcnemar(0.12, 0.04), expected["mcnemar_n_connor"].get<double>(), 1e-4);
}

TEST(Power, the_smallest_difference_seen_needs_just_these_rows) {
  const double seen = detectable_difference(0.01);
  EXPECT_NEAR(seen, 0.01 * (1.959964 + 0.841621), 1e-7);
  EXPECT_NEAR(rows_to_show(200, 0.01, seen), 200, 1e-9);
  EXPECT_NEAR(rows_to_show(200, 0.01, seen / 2), 800, 1e-9);
}

TEST(Power, no_rows_show_a_difference_of_nothing) {
  EXPECT_TRUE(std::isinf(rows_to_show(100, 0.1, 0)));
  EXPECT_TRUE(std::isinf(rows_for_paired_t(0)));
  EXPECT_TRUE(std::isinf(rows_for_mcnemar(0.1, 0)));
  EXPECT_TRUE(std::isinf(rows_for_two_rates(0.5, 0.5)));
}

TEST(Power, two_rows_see_only_a_huge_effect) {
  const double effect = effect_of_paired_t(2);
  EXPECT_GT(effect, 5);
  EXPECT_NEAR(rows_for_paired_t(effect), 2, 1e-4);
}

}  // namespace
}  // namespace shijin
