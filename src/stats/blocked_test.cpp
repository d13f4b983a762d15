// Tables of rows and runs against SciPy (tests/data/statistics.json).
#include "stats/blocked.h"

#include <gtest/gtest.h>

#include "stats/golden_internal.h"

namespace shijin {
namespace {

std::vector<double> scores_of(const nlohmann::json& one) {
  std::vector<double> scores;
  for (const auto& row : one["input"]["scores"]) {
    for (const auto& score : row) scores.push_back(score);
  }
  return scores;
}

TEST(Blocked, comparison_with_the_best_equals_the_golden_case) {
  const nlohmann::json one = golden("mcb_8x4");
  const nlohmann::json& expected = one["expected"];
  const BestOfBlocks best = best_of_blocks(scores_of(one), 4, 0.95);
  EXPECT_NEAR(best.residual_spread, expected["resid_sd"].get<double>(), 1e-9);
  EXPECT_EQ(best.degrees, expected["df"].get<double>());
  EXPECT_NEAR(best.quantile, expected["dunnett_one_sided_d"].get<double>(), 1e-4);
  EXPECT_NEAR(best.half_width, expected["halfwidth"].get<double>(), 1e-4);
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_NEAR(best.means[k], expected["means"][k].get<double>(), 1e-12);
    EXPECT_NEAR(best.intervals[k].lo, expected["mcb_lower"][k].get<double>(), 1e-4);
    EXPECT_NEAR(best.intervals[k].hi, expected["mcb_upper"][k].get<double>(), 1e-4);
    EXPECT_EQ(best.intervals[k].hi > 0, expected["possibly_best"][k].get<bool>());
    EXPECT_EQ(best.intervals[k].lo >= 0, expected["surely_best"][k].get<bool>());
  }
}

TEST(Blocked, friedman_and_nemenyi_equal_scipy) {
  const nlohmann::json one = golden("friedman_8x4");
  const FriedmanTest test = friedman_test(scores_of(one), 4);
  EXPECT_NEAR(test.chi_square, one["expected"]["chi2"].get<double>(), 1e-9);
  EXPECT_NEAR(test.p, one["expected"]["p"].get<double>(), 1e-9);
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(test.mean_ranks[k], one["expected"]["mean_ranks"][k].get<double>());
  }
  EXPECT_NEAR(nemenyi_difference(0.95, 4, 8), one["expected"]["nemenyi_cd_05"].get<double>(), 1e-5);
}

TEST(Blocked, ties_are_corrected_as_scipy_does) {
  // scipy.stats.friedmanchisquare([1,2,3,3], [1,3,2,2], [1,2,5,4])
  const std::vector<double> scores = {1, 1, 1, 2, 3, 2, 3, 2, 5, 3, 2, 4};
  const FriedmanTest test = friedman_test(scores, 3);
  EXPECT_NEAR(test.chi_square, 1.2727272727272727, 1e-12);
  EXPECT_NEAR(test.p, 0.5292133415000504, 1e-12);
  const std::vector<double> equal(6, 1.0);
  EXPECT_EQ(friedman_test(equal, 3).p, 1);
}

TEST(Blocked, the_dunnett_quantile_of_one_comparison_is_students) {
  EXPECT_NEAR(dunnett_quantile(0.95, 1, 21), 1.720742903, 1e-6);  // t table, one-sided
}

}  // namespace
}  // namespace shijin
