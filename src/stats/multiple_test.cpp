// Adjusted p-values against statsmodels (tests/data/statistics.json) and their definition.
#include "stats/multiple.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "reference/naive_tests.h"
#include "stats/golden_internal.h"

namespace shijin {
namespace {

TEST(Multiple, equals_statsmodels) {
  const nlohmann::json one = golden("multi_8");
  const std::vector<double> p = one["input"]["p"];
  const auto expect = [&](const char* method, const std::vector<double>& adjusted) {
    const std::vector<double> expected = one["expected"][method];
    ASSERT_EQ(adjusted.size(), expected.size());
    for (std::size_t i = 0; i < p.size(); ++i) EXPECT_NEAR(adjusted[i], expected[i], 1e-12);
  };
  expect("bonferroni", bonferroni_adjusted(p));
  expect("holm", holm_adjusted(p));
  expect("hochberg", hochberg_adjusted(p));
  expect("bh", benjamini_hochberg_adjusted(p));
  expect("by", benjamini_yekutieli_adjusted(p));
}

TEST(Multiple, holm_equals_its_definition_in_any_order) {
  Random random(1, 1);
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<double> p(1 + random.below(9));
    for (double& one : p) one = static_cast<double>(random.below(12)) / 11;  // with ties
    const std::vector<double> adjusted = holm_adjusted(p);
    for (std::size_t i = 0; i < p.size(); ++i) {
      ASSERT_NEAR(adjusted[i], reference::holm_p(p, i), 1e-12) << trial;
    }
  }
}

TEST(Multiple, adjusting_nothing_gives_nothing_and_one_test_stays_as_it_is) {
  EXPECT_TRUE(holm_adjusted({}).empty());
  EXPECT_TRUE(benjamini_hochberg_adjusted({}).empty());
  const std::vector<double> one = {0.03};
  EXPECT_EQ(holm_adjusted(one), one);
  EXPECT_EQ(benjamini_hochberg_adjusted(one), one);
}

}  // namespace
}  // namespace shijin
