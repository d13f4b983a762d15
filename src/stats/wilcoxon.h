// Wilcoxon's signed-rank test of paired differences.
#pragma once

#include <span>

namespace shijin {

/// Sum of ranks and two-sided p; zeros are left out first (SciPy's zero_method="wilcox")
struct WilcoxonTest {
  double statistic;  // the smaller of the two sums of ranks
  double p;          // 1 when nothing differs
  bool exact;        // all signs counted: up to 50 differences, or 32 with some equal in size
};

/// For ratings sign_flip_test answers the plainer question, about their mean
WilcoxonTest wilcoxon_signed_rank(std::span<const double> differences);

/// The normal approximation whatever the number, corrected for ties
WilcoxonTest wilcoxon_normal(std::span<const double> differences);

}  // namespace shijin
