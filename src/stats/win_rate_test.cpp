// Win rates against Wilson and statsmodels (tests/data/statistics.json).
#include "stats/win_rate.h"

#include <gtest/gtest.h>

#include "stats/golden_internal.h"

namespace shijin {
namespace {

TEST(WinRate, of_single_choices_without_ties_is_wilsons) {
  std::vector<Choice> choices;
  for (std::uint64_t i = 0; i < 50; ++i) choices.push_back({i < 30 ? 1.0 : 0.0, i, 0});
  const auto rate = win_rate(choices, 0.95);
  ASSERT_TRUE(rate);
  EXPECT_NEAR(rate->value, 0.6, 1e-12);
  // n − 1 in the error against n in Wilson: 49 choices are as many as would have it.
  const Bounds wilson = wilson_interval(0.6 * 49, 49, 0.95);
  EXPECT_NEAR(rate->interval.lo, wilson.lo, 1e-12);
  EXPECT_NEAR(rate->interval.hi, wilson.hi, 1e-12);
}

TEST(WinRate, of_three_raters_who_say_the_same_is_that_of_one) {
  std::vector<Choice> one;
  std::vector<Choice> three;
  for (std::uint64_t i = 0; i < 50; ++i) {
    one.push_back({i < 30 ? 1.0 : 0.0, i, 0});
    for (int rater = 0; rater < 3; ++rater) three.push_back(one.back());
  }
  EXPECT_NEAR(win_rate(one, 0.95)->interval.lo, win_rate(three, 0.95)->interval.lo, 1e-12);
}

TEST(WinRate, of_nothing_but_wins_has_the_room_of_so_many_texts) {
  std::vector<Choice> all;
  for (std::uint64_t i = 0; i < 20; ++i) all.push_back({1, i / 2, 0});
  const Bounds wilson = wilson_interval(10, 10, 0.95);
  EXPECT_NEAR(win_rate(all, 0.95)->interval.lo, wilson.lo, 1e-12);
  EXPECT_EQ(win_rate(all, 0.95)->clusters, 10U);
  EXPECT_FALSE(win_rate({}, 0.95));
}

TEST(WinRate, length_controlled_equals_statsmodels) {
  const nlohmann::json one = golden("lc_winrate_40");
  const std::vector<double> outcomes = one["input"]["pref"];
  const std::vector<double> longer = one["input"]["len_diff"];
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < outcomes.size(); ++i) choices.push_back({outcomes[i], i, longer[i]});
  const auto fit = length_controlled(choices, 0.95);
  ASSERT_TRUE(fit);
  const nlohmann::json& expected = one["expected"];
  EXPECT_NEAR(fit->deviation, expected["len_sd"].get<double>(), 1e-6);
  EXPECT_NEAR(fit->base, expected["coef"][0].get<double>(), 1e-6);
  EXPECT_NEAR(fit->slope, expected["coef"][1].get<double>(), 1e-6);
  EXPECT_NEAR(100 * fit->value, expected["lc_winrate"].get<double>(), 1e-6);
  EXPECT_NEAR(100 * win_rate(choices, 0.95)->value, expected["raw_winrate"].get<double>(), 1e-6);
  EXPECT_LT(fit->interval.lo, fit->value);
  EXPECT_GT(fit->interval.hi, fit->value);
}

TEST(WinRate, length_that_never_differs_or_parts_all_says_nothing) {
  std::vector<Choice> same;
  std::vector<Choice> parted;
  for (std::uint64_t i = 0; i < 20; ++i) {
    same.push_back({i % 2 == 0 ? 1.0 : 0.0, i, 5});
    parted.push_back({i < 10 ? 1.0 : 0.0, i, i < 10 ? 5.0 : -5.0});
  }
  EXPECT_FALSE(length_controlled(same, 0.95));
  EXPECT_FALSE(length_controlled(parted, 0.95));
}

}  // namespace
}  // namespace shijin
