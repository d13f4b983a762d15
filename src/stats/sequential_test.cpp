// Confidence sequences against NumPy (tests/data/statistics.json), and their promise by simulation.
#include "stats/sequential.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "stats/golden_internal.h"

namespace shijin {
namespace {

TEST(Sequential, both_kinds_equal_the_golden_case) {
  const nlohmann::json one = golden("confseq_60");
  const std::vector<double> x = one["input"]["x"];
  const std::vector<std::size_t> times = one["input"]["times"];
  const auto asymptotic = asymptotic_sequence(x, 0.95, one["input"]["t_opt"]);
  const auto bernstein = bernstein_sequence(x, 0.95);
  ASSERT_EQ(asymptotic.size(), x.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto expected = [&](const char* what) { return one["expected"][what][i].get<double>(); };
    const SequencePoint& a = asymptotic[times[i] - 1];
    const SequencePoint& b = bernstein[times[i] - 1];
    EXPECT_NEAR(a.centre, expected("asymp_centers"), 1e-9);
    EXPECT_NEAR(a.half_width, expected("asymp_halfwidth"), 1e-9);
    EXPECT_NEAR(b.centre, expected("pp_eb_center"), 1e-9);
    EXPECT_NEAR(b.half_width, expected("pp_eb_halfwidth"), 1e-9);
  }
}

TEST(Sequential, values_that_never_vary_say_nothing_yet) {
  const std::vector<double> same(5, 1.0);
  for (const SequencePoint& point : asymptotic_sequence(same, 0.95, 60)) {
    EXPECT_TRUE(std::isinf(point.half_width));
  }
}

TEST(Sequential, looking_at_every_value_keeps_the_promise) {
  // 400 runs of 300 values with mean 0.8: at 5 % twenty may leave the sequence at any time; more
  // than 38 would happen once in 10,000. (Plain 95 % intervals are left by about half.)
  int left_asymptotic = 0;
  int left_bernstein = 0;
  for (std::uint64_t run = 0; run < 400; ++run) {
    Random random(5, run);
    std::vector<double> x;
    for (int i = 0; i < 300; ++i) x.push_back(random.uniform() < 0.8 ? 1.0 : 0.0);
    const auto leaves = [&](const std::vector<SequencePoint>& points) {
      for (std::size_t t = kFirstLook - 1; t < points.size(); ++t) {
        if (std::abs(points[t].centre - 0.8) > points[t].half_width) return 1;
      }
      return 0;
    };
    left_asymptotic += leaves(asymptotic_sequence(x, 0.95, 60));
    left_bernstein += leaves(bernstein_sequence(x, 0.95));
  }
  EXPECT_LE(left_asymptotic, 38);
  EXPECT_LE(left_bernstein, 38);
}

TEST(Betting, equals_a_hand_computation_of_three_values) {
  // At level 0.5, a bet is rich at 2 / 0.5 = 4 times its stake. By hand, for the mean 0.1 and the
  // values 1, 1, 1: the stakes would be sqrt(2 log 4 / (σ² t log(t+1))) with σ² = 1/4, then
  // (1/4 + 1/16) / 2 and less, all above ½ : 2 log 4 = 2.77, so 4.0, 3.6 …, and no more than
  // ½ / 0.1 = 5. The first: sqrt(2.7726 / (0.25 · 0.6931)) = 4.0; capital 1 + 4 · 0.9 = 4.6 ≥ 4.
  const std::vector<double> one = {1};
  EXPECT_GT(betting_interval(one, 0.5).lo, 0.1);
  // The bound is where 1 + stake · (1 - m) = 4 with the stake 4 (m ≤ ⅛): m = ¼; with ½ / m: 1 +
  // ½ / m - ½ = 4, m = 1/7. The second holds, since 1/7 > ⅛.
  EXPECT_NEAR(betting_interval(one, 0.5).lo, 1.0 / 7, 1e-9);
  EXPECT_EQ(betting_interval(one, 0.5).hi, 1);
  // By symmetry.
  const std::vector<double> none = {0};
  EXPECT_NEAR(betting_interval(none, 0.5).hi, 6.0 / 7, 1e-9);
  // Two ones: every stake is capped (½ / m < 3), so (½ + ½ / m)² = 4, m = 1/3: there ½ / m = 1.5,
  // and the stakes are 4 and sqrt(2.7726 / (0.15625 · 2 · 1.0986)) = 2.84.
  const std::vector<double> two = {1, 1};
  EXPECT_NEAR(betting_interval(two, 0.5).lo, 1.0 / 3, 1e-9);
}

TEST(Betting, says_nothing_of_nothing_and_never_widens) {
  const Bounds all = betting_interval({}, 0.95);
  EXPECT_EQ(all.lo, 0);
  EXPECT_EQ(all.hi, 1);
  Random random(9, 0);
  std::vector<double> x;
  Bounds before = all;
  for (int i = 0; i < 120; ++i) {
    x.push_back(0.25 * static_cast<double>(random.below(5)));
    const Bounds now = betting_interval(x, 0.95);
    EXPECT_GE(now.lo, before.lo - 1e-12);
    EXPECT_LE(now.hi, before.hi + 1e-12);
    before = now;
  }
  // … and is narrower than the Bernstein sequence.
  EXPECT_LT((before.hi - before.lo) / 2, bernstein_sequence(x, 0.95).back().half_width);
}

// Ratings of 1 to 5 as they come: mostly 4 and 5, the mean 4.1 on that scale.
double rating(Random& random) {
  const double u = random.uniform();
  return u < 0.05 ? 0.0 : u < 0.10 ? 0.25 : u < 0.20 ? 0.5 : u < 0.55 ? 0.75 : 1.0;
}
constexpr double kMean = 0.05 * 0.25 + 0.10 * 0.5 + 0.35 * 0.75 + 0.45;  // 0.775

TEST(Betting, looking_after_every_rating_keeps_the_promise) {
  // 300 campaigns of 200 items: at 5 % fifteen may ever leave the mean out; 30 or more would happen
  // once in 5,000. The interval only shrinks, so that the last look is all looks.
  int left = 0;
  for (std::uint64_t run = 0; run < 300; ++run) {
    Random random(6, run);
    std::vector<double> x;
    for (int i = 0; i < 200; ++i) x.push_back(rating(random));
    const Bounds bounds = betting_interval(x, 0.95);
    left += bounds.lo > kMean || bounds.hi < kMean ? 1 : 0;
  }
  EXPECT_LT(left, 30);
}

}  // namespace
}  // namespace shijin
