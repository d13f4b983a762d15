// Ranking against its quadratic twin, and each row's contribution against a numeric derivative.
#include "metrics/rank.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "reference/naive_rank.h"

namespace shijin {
namespace {

std::vector<RankRow> draw(Random& random) {
  const std::uint64_t size = 1 + random.below(30);
  const std::uint64_t steps = 1 + random.below(12);
  std::vector<RankRow> rows;
  for (std::uint64_t i = 0; i < size; ++i) {
    const double score = static_cast<double>(random.below(steps)) / 16;
    const double weight = random.below(2) == 0 ? 1.0 : random.uniform();
    rows.push_back({score, weight, static_cast<std::uint32_t>(i), random.below(3) == 0});
  }
  return rows;
}

void expect_near(std::optional<double> a, std::optional<double> b, double within) {
  ASSERT_EQ(a.has_value(), b.has_value());
  if (a) {
    EXPECT_NEAR(*a, *b, within);
  }
}

TEST(Rank, equals_its_definition_pair_by_pair) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    Random random(11, seed);
    std::vector<RankRow> rows = draw(random);
    const auto area = reference::roc_area(rows);
    const auto precision = reference::precision_mean(rows);
    sort_ranking(rows);
    expect_near(roc_area(rows, {}, 1), area, 1e-13);
    expect_near(precision_mean(rows, {}, 1), precision, 1e-13);
  }
}

TEST(Rank, gives_each_row_the_derivative_by_its_weight) {
  constexpr double kStep = 1e-6;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Random random(12, seed);
    std::vector<RankRow> rows = draw(random);
    sort_ranking(rows);
    for (const RankMeasure measure : {&roc_area, &precision_mean}) {
      std::vector<double> contribution(rows.size());
      if (!measure(rows, contribution, 2.0)) continue;
      for (RankRow& row : rows) {
        const double weight = row.weight;
        row.weight = weight + kStep;
        const double above = *measure(rows, {}, 1);
        row.weight = weight - kStep;
        const double below = *measure(rows, {}, 1);
        row.weight = weight;
        EXPECT_NEAR(contribution[row.row], 2 * (above - below) / (2 * kStep), 1e-4);
      }
    }
  }
}

TEST(Rank, is_undefined_without_both_kinds_of_rows) {
  const RankRow positive[] = {{0.5, 1, 0, true}, {0.4, 1, 1, true}};
  const RankRow negative[] = {{0.5, 1, 0, false}};
  EXPECT_FALSE(roc_area(positive, {}, 1).has_value());
  EXPECT_FALSE(roc_area(negative, {}, 1).has_value());
  EXPECT_EQ(precision_mean(positive, {}, 1), 1.0);
  EXPECT_FALSE(precision_mean(negative, {}, 1).has_value());
  EXPECT_FALSE(precision_mean({}, {}, 1).has_value());
}

}  // namespace
}  // namespace shijin
