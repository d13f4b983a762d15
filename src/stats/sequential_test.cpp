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

}  // namespace
}  // namespace shijin
