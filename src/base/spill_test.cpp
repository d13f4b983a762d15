// An array behaves alike in memory and in a file.
#include "base/spill.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>

namespace shijin {
namespace {

TEST(Spill, keeps_every_value_on_its_way_to_the_file) {
  SpillArray<std::uint32_t> array(1000);
  for (std::uint32_t i = 0; i < 5'000; ++i) {
    EXPECT_EQ(array.spilled(), i > 250) << i;
    array.push_back(i * 7);
  }
  ASSERT_EQ(array.size(), 5'000U);
  for (std::uint32_t i = 0; i < 5'000; ++i) ASSERT_EQ(array[i], i * 7);
}

TEST(Spill, copies_are_independent) {
  SpillArray<std::uint32_t> array(16);
  for (std::uint32_t i = 0; i < 100; ++i) array.push_back(i);
  SpillArray<std::uint32_t> copy = array;
  copy[3] = 1'000;
  EXPECT_TRUE(copy.spilled());
  EXPECT_EQ(array[3], 3U);
  array = copy;
  EXPECT_EQ(array[3], 1'000U);
}

TEST(Spill, gives_zeros_for_what_is_new) {
  for (const std::size_t limit : {std::size_t{16}, kSpillBytes}) {
    SpillArray<std::uint64_t> array(limit);
    array.resize(50);
    for (auto& value : array) value = 9;
    array.resize(10);
    array.resize(60);
    EXPECT_EQ(std::accumulate(array.begin(), array.end(), std::uint64_t{0}), 90U) << limit;
  }
}

TEST(Spill, appends_many_at_once) {
  SpillArray<double> array(64);
  const std::vector<double> block(1'000, 0.5);
  for (int i = 0; i < 20; ++i) array.append(block);
  EXPECT_EQ(std::accumulate(array.begin(), array.end(), 0.0), 10'000.0);
}

}  // namespace
}  // namespace shijin
