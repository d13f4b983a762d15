// The fast sums of small whole numbers against one addition after the other.
#include "stats/weighted_counts.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "base/random.h"

namespace shijin {
namespace {

TEST(WeightedCounts, equal_adding_one_row_after_the_other) {
  Random random(4, 1);
  for (const std::size_t columns : {1U, 3U, 15U, 16U, 25U, 40U}) {
    const std::size_t count = static_cast<std::size_t>(random.below(500));
    CountRows rows(columns);
    std::vector<double> row(columns);
    for (std::size_t i = 0; i < count; ++i) {
      for (double& x : row) x = static_cast<double>(random.below(65535)) - 32767;
      ASSERT_TRUE(rows.push(row));
    }
    std::vector<std::vector<std::int16_t>> weights(kWeightings, std::vector<std::int16_t>(count));
    std::vector<Counts> views;
    for (auto& weight : weights) {
      for (std::int16_t& w : weight) w = static_cast<std::int16_t>(random.below(kMostWeight + 1));
      views.emplace_back(weight);
    }
    std::vector<double> sums(kWeightings * columns, 5);
    rows.add_weighted(std::span(views).first<kWeightings>(), sums);
    for (std::size_t r = 0; r < kWeightings; ++r) {
      for (std::size_t k = 0; k < columns; ++k) {
        double expected = 5;
        for (std::size_t i = 0; i < count; ++i) expected += weights[r][i] * rows.at(i, k);
        EXPECT_EQ(sums[r * columns + k], expected);
      }
    }
  }
}

TEST(WeightedCounts, refuse_what_does_not_fit) {
  CountRows rows(2);
  EXPECT_TRUE(rows.push(std::array{32767.0, -32767.0}));
  EXPECT_FALSE(rows.push(std::array{32768.0, 0.0}));
  EXPECT_FALSE(rows.push(std::array{0.5, 0.0}));
  EXPECT_FALSE(rows.push(std::array{0.0, 0.0 / 0.0}));
  EXPECT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.at(0, 1), -32767);
}

}  // namespace
}  // namespace shijin
