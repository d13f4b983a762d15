// Signed ranks against SciPy.
#include "stats/wilcoxon.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stats/golden_internal.h"

namespace shijin {
namespace {

TEST(Wilcoxon, equals_scipy) {
  const nlohmann::json one = golden("perm_12");
  std::vector<double> gaps;
  for (std::size_t i = 0; i < one["input"]["a"].size(); ++i) {
    // Whole hundredths, so that gaps of equal size are equal.
    const double gap = one["input"]["b"][i].get<double>() - one["input"]["a"][i].get<double>();
    gaps.push_back(std::round(100 * gap));
  }
  const WilcoxonTest exact = wilcoxon_signed_rank(gaps);
  EXPECT_TRUE(exact.exact);
  EXPECT_EQ(exact.statistic, one["expected"]["wilcoxon_stat"].get<double>());
  EXPECT_NEAR(exact.p, one["expected"]["wilcoxon_p"].get<double>(), 1e-12);
  const WilcoxonTest normal = wilcoxon_normal(gaps);
  EXPECT_NEAR(normal.p, one["expected"]["wilcoxon_p_asymptotic"].get<double>(), 1e-9);
}

TEST(Wilcoxon, without_ties_is_exact) {
  // scipy.stats.wilcoxon([1, -2, 3, 4, -5, 6, 7])
  const WilcoxonTest test = wilcoxon_signed_rank(std::vector<double>{1, -2, 3, 4, -5, 6, 7});
  EXPECT_TRUE(test.exact);
  EXPECT_EQ(test.statistic, 7);
  EXPECT_NEAR(test.p, 0.296875, 1e-15);
}

TEST(Wilcoxon, leaves_zeros_out_and_has_p_one_without_a_difference) {
  EXPECT_EQ(wilcoxon_signed_rank(std::vector<double>{0, 0}).p, 1);
  EXPECT_EQ(wilcoxon_signed_rank(std::vector<double>{0, 1, -2}).p,
            wilcoxon_signed_rank(std::vector<double>{1, -2}).p);
}

}  // namespace
}  // namespace shijin
