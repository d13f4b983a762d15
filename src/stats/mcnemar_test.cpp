// McNemar's test against statsmodels (tests/data/statistics.json), and its edges.
#include "stats/mcnemar.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/golden_internal.h"
#include "stats/quantile.h"

namespace shijin {
namespace {

TEST(McNemar, equals_statsmodels) {
  for (const char* id : {"mcnemar_5_17", "mcnemar_6_6"}) {
    const nlohmann::json one = golden(id);
    const std::uint64_t b = one["input"]["b"];
    const std::uint64_t c = one["input"]["c"];
    EXPECT_NEAR(mcnemar_exact(b, c), one["expected"]["p_exact"].get<double>(), 1e-10) << id;
    EXPECT_NEAR(mcnemar_mid_p(b, c), one["expected"]["p_midp"].get<double>(), 1e-10) << id;
    // The chi-squared forms are not offered, being looser; the distribution behind them is.
    const double gap = std::abs(static_cast<double>(b) - static_cast<double>(c));
    const double total = static_cast<double>(b + c);
    EXPECT_NEAR(1 - chi_square_probability(gap * gap / total, 1),
                one["expected"]["p_chi2"].get<double>(), 1e-10);
    const double corrected = std::pow(gap - 1, 2) / total;
    EXPECT_NEAR(1 - chi_square_probability(corrected, 1), one["expected"]["p_cc"].get<double>(),
                1e-10);
  }
}

TEST(McNemar, runs_that_differ_nowhere_have_p_one) {
  EXPECT_EQ(mcnemar_exact(0, 0), 1);
  EXPECT_EQ(mcnemar_mid_p(0, 0), 1);
}

TEST(McNemar, does_not_ask_which_run_came_first) {
  EXPECT_EQ(mcnemar_mid_p(3, 11), mcnemar_mid_p(11, 3));
  EXPECT_EQ(mcnemar_exact(3, 11), mcnemar_exact(11, 3));
}

TEST(McNemar, three_rows_out_of_three_decide_nothing) {
  // 2 · (½)³ = 0.25 exactly; the observed split counts half: 0.125.
  EXPECT_NEAR(mcnemar_exact(0, 3), 0.25, 1e-15);
  EXPECT_NEAR(mcnemar_mid_p(0, 3), 0.125, 1e-15);
}

TEST(McNemar, takes_millions_of_rows) {
  // ±2000 of 10^7 is 0.632 standard errors: the normal p is 0.527.
  EXPECT_NEAR(mcnemar_mid_p(4'999'000, 5'001'000), 0.527, 0.001);
}

}  // namespace
}  // namespace shijin
