// Differences of proportions against statsmodels (tests/data/statistics.json), and Tango's interval
// against its likelihood maximised step by step.
#include "stats/proportions.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/golden_internal.h"

namespace shijin {
namespace {

TEST(Proportions, independent_differences_equal_statsmodels) {
  const nlohmann::json one = golden("two_prop_45_50_38_50");
  const auto near = [&](const Bounds& bounds, const char* method) {
    EXPECT_NEAR(bounds.lo, one["expected"][method][0].get<double>(), 1e-6) << method;
    EXPECT_NEAR(bounds.hi, one["expected"][method][1].get<double>(), 1e-6) << method;
  };
  near(newcombe_interval(45, 50, 38, 50, 0.95), "newcomb");
  near(agresti_caffo_interval(45, 50, 38, 50, 0.95), "agresti-caffo");
  const double error = std::sqrt(0.9 * 0.1 / 50 + 0.76 * 0.24 / 50);
  near(normal_interval(0.9 - 0.76, error, 0.95, -1, 1), "wald");
  EXPECT_NEAR(chance_first_larger(45, 50, 38, 50), one["expected"]["bayes_p1_gt_p2"].get<double>(),
              1e-9);
}

TEST(Proportions, the_chance_of_being_larger_is_even_between_equals) {
  EXPECT_NEAR(chance_first_larger(3, 10, 3, 10), 0.5, 1e-9);
  EXPECT_NEAR(chance_first_larger(0, 4, 0, 4), 0.5, 1e-9);
  EXPECT_NEAR(chance_first_larger(9, 10, 4, 9) + chance_first_larger(4, 9, 9, 10), 1, 1e-9);
}

// The score statistic for a true difference d, with the share lost that makes the counts likeliest
// found by thirds.
double slow_z(double lost, double gained, double n, double d) {
  const auto log_likelihood = [&](double share) {
    const auto part = [](double count, double chance) {
      return count == 0 ? 0.0 : count * std::log(std::max(chance, 1e-300));
    };
    return part(lost, share) + part(gained, share + d) + part(n - lost - gained, 1 - 2 * share - d);
  };
  double low = std::max(0.0, -d);
  double high = (1 - d) / 2;
  for (int step = 0; step < 200; ++step) {
    const double first = low + (high - low) / 3;
    const double second = high - (high - low) / 3;
    (log_likelihood(first) < log_likelihood(second) ? low : high) =
        log_likelihood(first) < log_likelihood(second) ? first : second;
  }
  return (gained - lost - n * d) / std::sqrt(n * (2 * low + d - d * d));
}

TEST(Proportions, tangos_bounds_are_where_the_score_test_begins_to_reject) {
  Random random(6, 0);
  for (int trial = 0; trial < 300; ++trial) {
    const double n = 5.0 + static_cast<double>(random.below(200));
    const double lost = static_cast<double>(random.below(1 + static_cast<std::uint64_t>(n) / 3));
    const double gained = static_cast<double>(random.below(1 + static_cast<std::uint64_t>(n) / 3));
    const Bounds bounds = tango_interval(lost, gained, n, 0.95);
    const double seen = (gained - lost) / n;
    ASSERT_LE(bounds.lo, seen);
    ASSERT_GE(bounds.hi, seen);
    if (bounds.lo > -1 + 1e-6) {
      ASSERT_NEAR(slow_z(lost, gained, n, bounds.lo), 1.959964, 1e-3) << trial;
    }
    if (bounds.hi < 1 - 1e-6) {
      ASSERT_NEAR(slow_z(lost, gained, n, bounds.hi), -1.959964, 1e-3) << trial;
    }
  }
}

TEST(Proportions, tangos_interval_leaves_zero_out_exactly_when_the_score_test_rejects) {
  // (gained − lost)² / (gained + lost) against 1.96² = 3.8415.
  for (int lost = 0; lost < 12; ++lost) {
    for (int gained = 0; gained < 12; ++gained) {
      const Bounds bounds = tango_interval(lost, gained, 60, 0.95);
      const double chi = lost + gained == 0 ? 0 : std::pow(gained - lost, 2) / (lost + gained);
      EXPECT_EQ(bounds.lo > 0 || bounds.hi < 0, chi > 3.841459) << lost << ' ' << gained;
    }
  }
}

TEST(Proportions, rows_that_never_differ_still_leave_room) {
  const Bounds tango = tango_interval(0, 0, 100, 0.95);
  EXPECT_NEAR(tango.hi, 3.841459 / (100 + 3.841459), 1e-6);  // z² / (n + z²)
  EXPECT_NEAR(tango.lo, -tango.hi, 1e-9);
  const Bounds all = tango_interval(0, 4, 4, 0.95);
  EXPECT_EQ(all.hi, 1);
  EXPECT_GT(all.lo, 0);
}

TEST(Proportions, agresti_and_min_by_hand) {
  // 5 lost, 17 gained of 100: (17.5 − 5.5)/102 = 0.117647; b + c = 23/102, variance
  // (0.225490 − 0.013841)/102 = 0.00207499, error 0.045552.
  const Bounds bounds = agresti_min_interval(5, 17, 100, 0.95);
  EXPECT_NEAR(bounds.lo, 0.117647 - 1.959964 * 0.0455520, 1e-5);
  EXPECT_NEAR(bounds.hi, 0.117647 + 1.959964 * 0.0455520, 1e-5);
}

}  // namespace
}  // namespace shijin
