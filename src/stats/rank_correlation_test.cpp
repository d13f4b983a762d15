// Rank correlations against SciPy.
#include "stats/rank_correlation.h"

#include <gtest/gtest.h>

#include <vector>

namespace shijin {
namespace {

// scipy.stats.spearmanr and kendalltau of 1.12, and the intervals worked out from them in Python:
// tanh(atanh r ± 1.959964 · √((1 + r²/2)/7)) and … √(0.437/6).
const std::vector<double> kA = {3.1, 2.2, 5.0, 4.4, 2.2, 1.0, 3.9, 4.4, 2.8, 4.9};
const std::vector<double> kB = {3, 2, 5, 4, 1, 1, 3, 5, 2, 4};

TEST(RankCorrelation, equals_scipy_with_ties) {
  const auto rho = spearman(kA, kB, 0.95);
  ASSERT_TRUE(rho);
  EXPECT_NEAR(rho->value, 0.941217068774333, 1e-12);
  EXPECT_NEAR(rho->interval.lo, 0.695610420949333, 1e-9);
  EXPECT_NEAR(rho->interval.hi, 0.9898359255190293, 1e-9);
  const auto tau = kendall(kA, kB, 0.95);
  ASSERT_TRUE(tau);
  EXPECT_NEAR(tau->value, 0.8680370799067418, 1e-12);
  EXPECT_NEAR(tau->interval.lo, 0.6618581089437908, 1e-9);
  EXPECT_NEAR(tau->interval.hi, 0.9521221325709692, 1e-9);
}

TEST(RankCorrelation, of_the_same_order_is_one_and_of_the_reverse_minus_one) {
  const std::vector<double> up = {1, 2, 3, 4, 9};
  const std::vector<double> down = {5, 4, 3, 2, 0};
  EXPECT_EQ(spearman(up, up, 0.95)->value, 1);
  EXPECT_EQ(kendall(up, down, 0.95)->value, -1);
  EXPECT_EQ(spearman(up, down, 0.95)->interval.hi, -1);
}

TEST(RankCorrelation, of_few_items_or_one_value_there_is_none) {
  const std::vector<double> four = {1, 2, 3, 4};
  const std::vector<double> same(10, 2.0);
  EXPECT_FALSE(spearman(four, four, 0.95));
  EXPECT_FALSE(kendall(four, four, 0.95));
  EXPECT_FALSE(spearman(kA, same, 0.95));
  EXPECT_FALSE(kendall(kA, same, 0.95));
}

}  // namespace
}  // namespace shijin
