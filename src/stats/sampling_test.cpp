// Probabilities keep their promises, and items are drawn as often as they say.
#include "stats/sampling.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "base/random.h"
#include "stats/golden_internal.h"

namespace shijin {
namespace {

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(Sampling, neyman_equals_the_golden_case) {
  const nlohmann::json one = golden("neyman_4");
  const std::vector<double> sizes = one["input"]["stratum_sizes"];
  const std::vector<double> deviations = one["input"]["resid_sd"];
  const std::vector<std::int64_t> expected = one["expected"]["integer"];
  EXPECT_EQ(neyman_allocation(sizes, deviations, one["input"]["n"]), expected);
}

TEST(Sampling, without_risk_every_item_is_as_likely) {
  const auto probability = core_probabilities({.items = 8}, 2, 0);
  ASSERT_TRUE(probability);
  for (double one : *probability) EXPECT_NEAR(one, 0.25, 1e-12);
}

TEST(Sampling, half_of_the_draws_go_by_risk) {
  // Risks 1, 1, 2 and 4 of 8 and two draws: 2 · (0.5/4 + 0.5 · risk/8).
  const double risk[] = {1, 1, 2, 4};
  const auto probability = core_probabilities({.items = 4, .risk = risk}, 2, 0);
  ASSERT_TRUE(probability);
  const double expected[] = {0.375, 0.375, 0.5, 0.75};
  for (int i = 0; i < 4; ++i)
    EXPECT_NEAR((*probability)[static_cast<std::size_t>(i)], expected[i], 1e-12);
}

TEST(Sampling, nothing_is_likelier_than_certain_and_the_rest_is_shared_out) {
  // Two draws of four, one with all the risk: 2 · (0.125 + 0.5) is above 1, so the others share
  // one.
  const double risk[] = {1e-9, 1e-9, 1e-9, 1};
  const auto probability = core_probabilities({.items = 4, .risk = risk}, 2, 0);
  ASSERT_TRUE(probability);
  EXPECT_EQ((*probability)[3], 1);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR((*probability)[i], 1.0 / 3, 1e-9);
}

TEST(Sampling, slices_get_their_least_and_what_must_be_seen_is_certain) {
  Random random(3, 0);
  for (int trial = 0; trial < 200; ++trial) {
    const std::size_t items = 60 + random.below(400);
    std::vector<double> risk;
    std::vector<std::uint32_t> slice;
    std::vector<bool> must;
    for (std::size_t i = 0; i < items; ++i) {
      risk.push_back(std::exp(2 * random.normal()));
      slice.push_back(i < 4 ? 0 : i < 20 ? 1 : 2);
      must.push_back(random.uniform() < 0.03);
    }
    const auto probability =
        core_probabilities({.items = items, .risk = risk, .slice = slice, .must = must}, 50, 10);
    ASSERT_TRUE(probability);
    EXPECT_NEAR(sum_of(*probability), 50, 1e-6);
    double of[3] = {};
    for (std::size_t i = 0; i < items; ++i) {
      EXPECT_GT((*probability)[i], 0);
      EXPECT_LE((*probability)[i], 1);
      EXPECT_GE((*probability)[i], must[i] ? 1 : 0);
      of[slice[i]] += (*probability)[i];
    }
    EXPECT_NEAR(of[0], 4, 1e-6);  // a slice of four is seen whole
    EXPECT_GE(of[1], 10 - 1e-6);
    EXPECT_GE(of[2], 10 - 1e-6);
  }
}

TEST(Sampling, demands_beyond_the_draw_are_refused) {
  EXPECT_FALSE(core_probabilities({.items = 5}, 6, 0));
  EXPECT_FALSE(core_probabilities({.items = 5, .must = {true, true, true, false, false}}, 2, 0));
  const std::uint32_t slice[] = {0, 0, 1, 1, 2, 2};
  EXPECT_FALSE(core_probabilities({.items = 6, .slice = slice}, 3, 2));
  EXPECT_TRUE(core_probabilities({.items = 6, .slice = slice}, 3, 1));
}

TEST(Sampling, items_are_drawn_as_often_as_their_probability_says) {
  const std::vector<double> probability = {0.2, 1, 0.7, 0.4, 0.5, 0.2, 1};
  const std::vector<std::size_t> order = {3, 1, 0, 2, 6, 5, 4};
  std::vector<double> often(probability.size());
  constexpr int kStarts = 20'000;  // evenly spaced: exact but for the step
  for (int k = 0; k < kStarts; ++k) {
    const auto drawn = systematic_draw(probability, order, (k + 0.5) / kStarts);
    EXPECT_EQ(drawn.size(), 4U);
    for (const std::size_t i : drawn) often[i] += 1.0 / kStarts;
  }
  for (std::size_t i = 0; i < often.size(); ++i) EXPECT_NEAR(often[i], probability[i], 1e-3) << i;
}

TEST(Sampling, risks_are_standardised_and_bounded) {
  const std::vector<double> signals[] = {{0, 0, 0, 10}, {1, 1, 1, 1}};
  const auto risk = risk_of(signals);
  // Mean 2.5, deviation √18.75: three at −0.57735, one at 1.73205.
  EXPECT_NEAR(risk[0], std::exp(-1 / std::sqrt(3)), 1e-12);
  EXPECT_NEAR(risk[3], std::exp(std::sqrt(3)), 1e-12);
  const std::vector<double> far[] = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 1}};
  EXPECT_NEAR(risk_of(far).back(), std::exp(2), 1e-12);
  EXPECT_TRUE(risk_of({}).empty());
}

}  // namespace
}  // namespace shijin
