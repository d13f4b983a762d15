// The fast sums of small whole numbers against one addition after the other.
#include "stats/weighted_counts.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "base/random.h"

namespace shijin {
namespace {

using Most = CountRows::Most;

// Rows of numbers from `low` on, `spread` of them, and far larger ones from row `wide` on, one in
// `every`.
void expect_same_sums(std::int64_t low, std::uint64_t spread, std::size_t wide,
                      std::size_t every = 1, Most most = Most::counts) {
  Random random(4, spread);
  for (const std::size_t columns : {1U, 3U, 15U, 16U, 25U, 40U}) {
    const std::size_t count = static_cast<std::size_t>(random.below(500));
    CountRows rows(columns, most);
    std::vector<double> row(columns);
    std::vector<double> pushed;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t so_many = i < wide || i % every > 0 ? spread : 30'000;
      for (double& x : row) {
        x = static_cast<double>(low + static_cast<std::int64_t>(random.below(so_many)));
      }
      ASSERT_TRUE(rows.push(row));
      pushed.insert(pushed.end(), row.begin(), row.end());
    }
    for (std::size_t i = 0; i < pushed.size(); ++i) {
      ASSERT_EQ(rows.at(i / columns, i % columns), pushed[i]);
    }
    std::vector<std::vector<std::int8_t>> weights(kWeightings, std::vector<std::int8_t>(count));
    std::vector<Counts> views;
    for (auto& weight : weights) {
      for (std::int8_t& w : weight) w = static_cast<std::int8_t>(random.below(kMostWeight + 1));
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

TEST(WeightedCounts, equal_adding_one_row_after_the_other) { expect_same_sums(-32767, 65535, 500); }

TEST(WeightedCounts, of_bytes_equal_it_too) { expect_same_sums(0, 256, 500); }

TEST(WeightedCounts, that_begin_as_bytes_and_grow_equal_it_too) { expect_same_sums(0, 256, 37); }

TEST(WeightedCounts, of_bytes_but_for_a_few_equal_it_too) { expect_same_sums(0, 256, 0, 40); }

TEST(WeightedCounts, of_differences_equal_it_too) {
  expect_same_sums(-128, 256, 500, 1, Most::differences);
  expect_same_sums(-128, 256, 0, 40, Most::differences);
  expect_same_sums(-128, 256, 100, 2, Most::differences);
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
