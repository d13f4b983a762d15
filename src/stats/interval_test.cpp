// Intervals against statsmodels and scipy (tests/data/statistics.json), and their exact coverage.
#include "stats/interval.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "stats/golden_internal.h"

namespace shijin {
namespace {

void expect_bounds(const nlohmann::json& expected, const Bounds& bounds, double tolerance) {
  EXPECT_NEAR(bounds.lo, expected[0].get<double>(), tolerance);
  EXPECT_NEAR(bounds.hi, expected[1].get<double>(), tolerance);
}

TEST(Interval, proportions_equal_statsmodels) {
  for (const char* id : {"prop_85_100", "prop_20_20"}) {
    const nlohmann::json one = golden(id);
    const double k = one["input"]["k"];
    const double n = one["input"]["n"];
    expect_bounds(one["expected"]["wilson"], wilson_interval(k, n, 0.95), 1e-12);
    expect_bounds(one["expected"]["jeffreys"], jeffreys_interval(k, n, 0.95), 1e-12);
    expect_bounds(one["expected"]["clopper_pearson"], clopper_pearson_interval(k, n, 0.95), 1e-12);
  }
}

TEST(Interval, wilson_rows_gives_back_the_count) {
  for (double n : {2.0, 4.0, 37.0, 1000.0, 1e6}) {
    for (double rate : {0.0, 0.25, 0.5, 0.97, 1.0}) {
      const Bounds bounds = wilson_interval(rate * n, n, 0.95);
      EXPECT_NEAR(wilson_rows(rate, bounds, 0.95) / n, 1.0, 1e-6) << rate << " of " << n;
    }
  }
}

TEST(Interval, f1_of_one_class_equals_wilson_mapped_from_jaccard) {
  const nlohmann::json one = golden("f1_wilson_12_5_8");
  expect_bounds(one["expected"]["ci"], f1_interval(12, 25, 0.95), 1e-12);
}

TEST(Interval, mean_equals_scipy) {
  const nlohmann::json one = golden("mean_ci_12");
  const double mean = one["expected"]["mean"];
  const double error = one["expected"]["se"];
  expect_bounds(one["expected"]["ci_t"], mean_interval(mean, error * error * 12, 12, 0.95), 1e-12);
  expect_bounds(one["expected"]["ci_z"], normal_interval(mean, error, 0.95, 0, 1), 1e-12);
}

TEST(Interval, touches_the_ends_only_when_the_rate_does) {
  EXPECT_EQ(wilson_interval(0, 7, 0.95).lo, 0.0);
  EXPECT_EQ(wilson_interval(7, 7, 0.95).hi, 1.0);
  for (double n = 1; n <= 300; ++n) {
    for (double k = 0; k <= n; ++k) {
      const Bounds bounds = wilson_interval(k, n, 0.95);
      EXPECT_LE(bounds.lo, k / n);
      EXPECT_GE(bounds.hi, k / n);
      EXPECT_EQ(bounds.lo == 0, k == 0) << k << " of " << n;
      EXPECT_EQ(bounds.hi == 1, k == n) << k << " of " << n;
    }
  }
}

// The share of samples of size n, drawn at rate p, whose interval holds p: summed exactly.
double coverage(Bounds (*interval)(double, double, double), int n, double p) {
  double sum = 0;
  for (int k = 0; k <= n; ++k) {
    const Bounds bounds = interval(k, n, 0.95);
    if (bounds.lo > p || p > bounds.hi) continue;
    sum += std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) +
                    k * std::log(p) + (n - k) * std::log1p(-p));
  }
  return sum;
}

TEST(Interval, covers_as_often_as_theory_says) {
  struct Row {
    int n;
    double p, wilson, jeffreys, clopper_pearson;
  };
  // From an independent computation in Python, to three decimals.
  constexpr Row kRows[] = {{10, .9, .930, .987, .987},  {10, .95, .914, .988, .988},
                           {20, .95, .925, .984, .984}, {50, .9, .970, .942, .970},
                           {50, .95, .962, .885, .988}, {100, .95, .966, .935, .983},
                           {500, .95, .950, .950, .960}};
  for (const Row& row : kRows) {
    EXPECT_NEAR(coverage(wilson_interval, row.n, row.p), row.wilson, 5.1e-4) << row.n;
    EXPECT_NEAR(coverage(jeffreys_interval, row.n, row.p), row.jeffreys, 5.1e-4) << row.n;
    EXPECT_NEAR(coverage(clopper_pearson_interval, row.n, row.p), row.clopper_pearson, 5.1e-4)
        << row.n;
  }
}

TEST(Interval, clopper_pearson_never_covers_less_than_its_level) {
  for (int n : {1, 4, 10, 37, 100}) {
    for (double p = 0.01; p < 1; p += 0.01) {
      EXPECT_GE(coverage(clopper_pearson_interval, n, p), 0.95 - 1e-9) << n << " " << p;
    }
  }
}

TEST(Interval, f1_and_jaccard_are_inverse) {
  for (double f1 : {0.0, 0.25, 0.5, 2.0 / 3.0, 1.0}) {
    const double jaccard = jaccard_of_f1(f1);
    EXPECT_NEAR(2 * jaccard / (1 + jaccard), f1, 1e-15);
  }
}

TEST(RowsToClear, is_the_first_count_whose_interval_leaves_the_bar_out) {
  for (double rate : {0.5, 0.75, 0.9}) {
    for (double bar : {0.3, 0.6, 0.85}) {
      const auto rows = static_cast<double>(rows_to_clear(rate, bar, 0.95));
      const auto outside = [&](double n) {
        const Bounds bounds = wilson_interval(rate * n, n, 0.95);
        return bar < bounds.lo || bar > bounds.hi;
      };
      EXPECT_TRUE(outside(rows + 1e-6)) << rate << " " << bar;
      EXPECT_FALSE(outside(rows - 1)) << rate << " " << bar;
    }
  }
}

TEST(RowsToClear, is_zero_when_no_count_would_do) {
  EXPECT_EQ(rows_to_clear(0.5, 0.5, 0.95), 0);
  // 3.8415 · 0.25 / 0.0625 = 15.4: three quarters right are told from one half by 16 rows.
  EXPECT_EQ(rows_to_clear(0.75, 0.5, 0.95), 16);
}

TEST(NeededScale, agrees_with_the_closed_form_for_proportions) {
  const auto grown = [](double scale) { return wilson_interval(3 * scale, 4 * scale, 0.95); };
  const std::optional<double> scale = needed_scale(grown, 0.5);
  ASSERT_TRUE(scale.has_value());
  EXPECT_NEAR(4 * *scale, 3.841458820694124 * 0.25 / 0.0625, 1e-6);
}

TEST(NeededScale, scales_the_jaccard_counts_of_f1) {
  // F1 2/3 is J 1/2; the bar 0.6 is J 3/7: 3.8415 · (12/49) / (1/14)² = 184.39 rows in the union.
  const auto grown = [](double scale) { return f1_interval(scale, 2 * scale, 0.95); };
  const std::optional<double> scale = needed_scale(grown, 0.6);
  ASSERT_TRUE(scale.has_value());
  EXPECT_NEAR(2 * *scale, 184.39, 0.01);
}

TEST(NeededScale, is_one_when_the_interval_is_clear_already) {
  EXPECT_EQ(needed_scale(0.9, Bounds{0.8, 0.95}, 0.6), 1.0);
  EXPECT_EQ(needed_scale([](double) { return Bounds{0.8, 0.95}; }, 0.6), 1.0);
}

TEST(NeededScale, shrinks_the_arm_that_faces_the_bar) {
  // The arm below is 0.2, the gap 0.1: four times the rows halve the arm.
  EXPECT_NEAR(needed_scale(0.7, Bounds{0.5, 0.8}, 0.6).value_or(0), 4.0, 1e-12);
  EXPECT_NEAR(needed_scale(0.5, Bounds{0.4, 0.9}, 0.6).value_or(0), 16.0, 1e-12);
}

TEST(NeededScale, is_nothing_when_the_value_lies_on_the_bar) {
  EXPECT_FALSE(needed_scale(0.6, Bounds{0.5, 0.8}, 0.6).has_value());
  const auto grown = [](double scale) { return wilson_interval(scale, 2 * scale, 0.95); };
  EXPECT_FALSE(needed_scale(grown, 0.5).has_value());
}

TEST(AlikeInterval, takes_the_others_to_stand_at_the_ends_of_the_range) {
  // Eight of eight: Wilson's lower bound is 8 / (8 + 1.96²) = 0.675592; the rest, 0.324408, may
  // have 1 or 5 in place of 4.
  const auto four = alike_interval(4, 8, 1, 5, 0.95);
  ASSERT_TRUE(four.has_value());
  EXPECT_NEAR(four->lo, 4 - 3 * 0.324408, 1e-5);
  EXPECT_NEAR(four->hi, 4 + 0.324408, 1e-5);
  const auto best = alike_interval(1, 8, 0, 1, 0.95);
  EXPECT_NEAR(best->lo, wilson_interval(8, 8, 0.95).lo, 1e-15);  // as of a rate
  EXPECT_EQ(best->hi, 1);
}

TEST(AlikeInterval, needs_two_units_and_many_where_the_range_has_no_end) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(alike_interval(4, 1, 1, 5, 0.95).has_value());
  EXPECT_FALSE(alike_interval(0, 29, 0, kInfinity, 0.95).has_value());
  const auto errors = alike_interval(0, 30, 0, kInfinity, 0.95);
  ASSERT_TRUE(errors.has_value());
  EXPECT_EQ(errors->lo, 0);
  EXPECT_EQ(errors->hi, 0);
}

}  // namespace
}  // namespace shijin
