// Strengths against statsmodels, choix and SciPy (tests/data/statistics.json).
#include "stats/bradley_terry.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/golden_internal.h"

namespace shijin {
namespace {

// A table of wins, and of ties, comparison by comparison.
std::vector<Meeting> comparisons_of(const nlohmann::json& input) {
  std::vector<Meeting> all;
  const nlohmann::json& wins = input["wins"];
  std::uint64_t cluster = 0;
  const auto add = [&](std::size_t a, std::size_t b, double outcome, int times) {
    for (int i = 0; i < times; ++i) all.push_back({a, b, outcome, cluster++});
  };
  for (std::size_t a = 0; a < wins.size(); ++a) {
    for (std::size_t b = 0; b < wins.size(); ++b) {
      if (a == b) continue;
      // As often turned round as not: the same comparison seen from the other side.
      const int times = wins[a][b].get<int>();
      add(a, b, 1, times / 2);
      add(b, a, 0, times - times / 2);
      if (input.contains("ties") && a < b) add(a, b, 0.5, input["ties"][a][b].get<int>());
    }
  }
  return all;
}

TEST(BradleyTerry, equals_statsmodels_and_choix) {
  const nlohmann::json one = golden("bt_4");
  const auto fit = bradley_terry(comparisons_of(one["input"]), 4, 0.95);
  ASSERT_TRUE(fit);
  EXPECT_FALSE(fit->steadied);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto expected = [&](const char* name) { return one["expected"][name][i].get<double>(); };
    EXPECT_NEAR(fit->strength[i], expected("theta_anchor0"), 1e-8);
    EXPECT_NEAR(fit->error[i], expected("se_sandwich_anchor0"), 1e-5);
    EXPECT_NEAR(fit->error_model[i], expected("se_model_anchor0"), 1e-5);
    EXPECT_NEAR(fit->centred_value[i], expected("theta_centered"), 1e-8);
    EXPECT_NEAR(arena_points(fit->centred_value[i]), expected("elo_centered_1000"), 1e-5);
    EXPECT_LT(fit->centred[i].lo, fit->centred_value[i]);
  }
}

TEST(BradleyTerry, ties_count_half_and_davidson_gives_them_their_own_share) {
  const nlohmann::json one = golden("davidson_3");
  const std::vector<Meeting> comparisons = comparisons_of(one["input"]);
  const auto half = bradley_terry(comparisons, 3, 0.95);
  const auto fit = davidson(comparisons, 3);
  ASSERT_TRUE(half && fit);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(half->strength[i], one["expected"]["bt_half_ties_anchor0"][i].get<double>(), 1e-4);
    EXPECT_NEAR(fit->strength[i], one["expected"]["theta_anchor0"][i].get<double>(), 1e-4);
  }
  EXPECT_NEAR(fit->tie, one["expected"]["nu"].get<double>(), 1e-4);
  EXPECT_NEAR(fit->log_likelihood, one["expected"]["loglik"].get<double>(), 1e-6);
}

TEST(BradleyTerry, of_two_is_the_log_odds) {
  // 30 wins of 40: ln 3, with the error of a logit √(1/30 + 1/10).
  std::vector<Meeting> all;
  for (std::uint64_t i = 0; i < 40; ++i) all.push_back({0, 1, i < 30 ? 1.0 : 0.0, i});
  const auto fit = bradley_terry(all, 2, 0.95);
  ASSERT_TRUE(fit);
  EXPECT_NEAR(fit->strength[1], -std::log(3), 1e-10);
  EXPECT_NEAR(fit->error_model[1], std::sqrt(1.0 / 30 + 0.1), 1e-10);
  EXPECT_NEAR(fit->error[1], fit->error_model[1], 1e-10);
}

TEST(BradleyTerry, the_same_comparison_again_is_no_evidence_of_its_own) {
  std::vector<Meeting> once;
  std::vector<Meeting> thrice;
  for (std::uint64_t i = 0; i < 40; ++i) {
    once.push_back({0, 1, i < 30 ? 1.0 : 0.0, i});
    for (int rater = 0; rater < 3; ++rater) thrice.push_back(once.back());
  }
  const auto a = bradley_terry(once, 2, 0.95);
  const auto b = bradley_terry(thrice, 2, 0.95);
  ASSERT_TRUE(a && b);
  EXPECT_NEAR(a->error[1], b->error[1], 1e-10);
  EXPECT_NEAR(a->error_model[1], std::sqrt(3) * b->error_model[1], 1e-10);
}

TEST(BradleyTerry, who_never_loses_is_steadied_and_strangers_are_not_compared) {
  const std::vector<Meeting> never = {{0, 1, 1, 0}, {0, 1, 1, 1}, {0, 1, 1, 2}};
  const auto fit = bradley_terry(never, 2, 0.95);
  ASSERT_TRUE(fit);
  EXPECT_TRUE(fit->steadied);
  EXPECT_NEAR(fit->strength[1], -std::log(3.5 / 0.5), 1e-10);
  EXPECT_FALSE(davidson(never, 2));
  EXPECT_FALSE(bradley_terry(never, 3, 0.95));
  EXPECT_FALSE(bradley_terry({}, 2, 0.95));
}

}  // namespace
}  // namespace shijin
