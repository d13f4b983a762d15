// The fast sums against one addition after the other.
#include "stats/weighted_sums.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"

namespace shijin {
namespace {

TEST(WeightedSums, equal_adding_one_row_after_the_other) {
  Random random(3, 1);
  for (std::size_t width : {8U, 16U, 24U, 32U}) {
    const std::size_t count = 1 + static_cast<std::size_t>(random.below(300));
    std::vector<double> rows(count * width);
    for (double& x : rows) x = random.uniform() - 0.5;
    std::vector<std::vector<double>> weights(kWeightings, std::vector<double>(count));
    std::vector<std::span<const double>> views;
    for (auto& weight : weights) {
      for (double& w : weight) w = static_cast<double>(random.below(4));
      views.emplace_back(weight);
    }
    std::vector<double> sums(kWeightings * width);
    add_weighted_rows(rows, width, std::span(views).first<kWeightings>(), sums);
    for (std::size_t r = 0; r < kWeightings; ++r) {
      for (std::size_t k = 0; k < width; ++k) {
        double expected = 0;
        for (std::size_t i = 0; i < count; ++i) expected += weights[r][i] * rows[i * width + k];
        EXPECT_EQ(sums[r * width + k], expected);
      }
    }
  }
}

TEST(WeightedSums, add_nothing_for_no_rows) {
  const std::vector<std::span<const double>> none(kWeightings);
  std::vector<double> sums(kWeightings * kLanes, 7);
  add_weighted_rows({}, kLanes, std::span(none).first<kWeightings>(), sums);
  EXPECT_EQ(sums, std::vector<double>(kWeightings * kLanes, 7));
}

}  // namespace
}  // namespace shijin
