// The regression estimator against its definition, written out the long way.
#include "stats/greg.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace shijin {
namespace {

struct Drawn {
  std::vector<GregItem> scored;
  std::vector<double> machine;
};

Drawn made(std::uint64_t seed, int items) {
  Random random(7, seed);
  Drawn drawn;
  for (int i = 0; i < items; ++i) {
    const double machine = random.normal();
    const double probability = 0.1 + 0.8 * random.uniform();
    drawn.machine.push_back(machine);
    if (i > 2 && random.uniform() > probability) continue;
    drawn.scored.push_back({3 + 0.7 * machine + random.normal() / 2, machine, probability});
  }
  return drawn;
}

// Fitted scores of all items by the normal equations, then the weighted residuals on top: the
// formulas of docs/statistics.md one by one.
struct Naive {
  double value, of_items, all;
};
Naive naive(const Drawn& drawn) {
  double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;
  for (const GregItem& one : drawn.scored) {
    const double weight = 1 / one.probability;
    w += weight, wx += weight * one.machine, wy += weight * one.score;
    wxx += weight * one.machine * one.machine, wxy += weight * one.machine * one.score;
  }
  const double slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
  const double base = (wy - slope * wx) / w;
  const auto items = static_cast<double>(drawn.machine.size());
  const auto n = static_cast<double>(drawn.scored.size());
  double value = 0;
  for (double machine : drawn.machine) value += (base + slope * machine) / items;
  double beyond = 0;
  double squares = 0;
  double spread = 0;
  for (const GregItem& one : drawn.scored) {
    const double weight = 1 / one.probability;
    const double rest = one.score - base - slope * one.machine;
    beyond += weight * rest / w;
    squares += (1 - one.probability) * weight * weight * rest * rest;
    spread += weight / w * (one.score - wy / w) * (one.score - wy / w) * n / (n - 1);
  }
  const double of_items = squares / items / items * n / (n - 1);
  return {value + beyond, std::sqrt(of_items), std::sqrt(of_items + spread / items)};
}

TEST(Greg, equals_its_definition) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Drawn drawn = made(seed, 40 + static_cast<int>(seed));
    const auto mean = greg_mean(drawn.scored, drawn.machine, 0.95);
    ASSERT_TRUE(mean);
    const Naive expected = naive(drawn);
    EXPECT_NEAR(mean->value, expected.value, 1e-10) << seed;
    EXPECT_NEAR(mean->error_of_items, expected.of_items, 1e-10) << seed;
    EXPECT_NEAR(mean->error, expected.all, 1e-10) << seed;
  }
}

TEST(Greg, of_all_items_scored_is_their_plain_mean_with_its_plain_error) {
  // 1, 2, 3, 6: mean 3, variance (4 + 1 + 0 + 9) / 3 = 14/3, error √(14/12) = 1.080123.
  const std::vector<GregItem> scored = {{1, 5, 1}, {2, 1, 1}, {3, 4, 1}, {6, 2, 1}};
  const std::vector<double> machine = {5, 1, 4, 2};
  const auto mean = greg_mean(scored, machine, 0.95);
  ASSERT_TRUE(mean);
  EXPECT_NEAR(mean->value, 3, 1e-12);
  EXPECT_EQ(mean->error_of_items, 0);
  EXPECT_NEAR(mean->error, 1.0801234497346435, 1e-12);
  EXPECT_NEAR(mean->equal_to, 4, 1e-9);
  const Bounds student = mean_interval(3, 14.0 / 3, 4, 0.95);
  EXPECT_NEAR(mean->interval.lo, student.lo, 1e-9);
  EXPECT_NEAR(mean->interval.hi, student.hi, 1e-9);
}

TEST(Greg, of_a_machine_that_never_differs_is_the_weighted_mean) {
  // Weights 2, 4, 4 of scores 5, 3, 1: (10 + 12 + 4) / 10 = 2.6.
  const std::vector<GregItem> scored = {{5, 2, 0.5}, {3, 2, 0.25}, {1, 2, 0.25}};
  const auto flat = greg_mean(scored, std::vector<double>(10, 2.0), 0.95);
  const auto plain = weighted_mean(scored, 10, 0.95);
  ASSERT_TRUE(flat && plain);
  EXPECT_NEAR(flat->value, 2.6, 1e-12);
  EXPECT_NEAR(plain->value, 2.6, 1e-12);
  EXPECT_EQ(flat->error, plain->error);
  EXPECT_EQ(flat->correlation, 0);
}

TEST(Greg, a_perfect_machine_leaves_only_the_doubt_about_items_like_these) {
  std::vector<GregItem> scored;
  std::vector<double> machine;
  for (int i = 0; i < 100; ++i) {
    machine.push_back(i % 5);
    if (i % 10 < 5) scored.push_back({1 + 0.5 * (i % 5), static_cast<double>(i % 5), 0.5});
  }
  const auto mean = greg_mean(scored, machine, 0.95);
  ASSERT_TRUE(mean);
  EXPECT_NEAR(mean->value, 2, 1e-12);
  EXPECT_NEAR(mean->error_of_items, 0, 1e-12);
  EXPECT_NEAR(mean->equal_to, 100, 1e-9);
  EXPECT_NEAR(mean->correlation, 1, 1e-12);
}

TEST(Greg, says_nothing_of_two_scored_items) {
  const std::vector<GregItem> two = {{1, 5, 1}, {2, 1, 1}};
  EXPECT_FALSE(greg_mean(two, std::vector<double>{5, 1, 2}, 0.95));
  EXPECT_FALSE(weighted_mean(two, 3, 0.95));
}

}  // namespace
}  // namespace shijin
