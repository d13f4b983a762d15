// Draws equal to those of NumPy 2.4.6, printed by it.
#include "stats/numpy_random.h"

#include <gtest/gtest.h>

#include <vector>

namespace shijin {
namespace {

TEST(NumpyRandom, raw_draws_equal_numpy) {
  // np.random.default_rng(seed).bit_generator.random_raw(3)
  const std::vector<std::pair<std::uint64_t, std::vector<std::uint64_t>>> cases = {
      {0, {0xa30febcfd9c2825f, 0x4510bdf882d9d721, 0xa7d3da94ecde8b8}},
      {1, {0x8306bdf37922e4ff, 0xf35196bbc152a866, 0x24e7a4f608ec18cd}},
      {12345, {0x3a32b18db2ffc19d, 0x51171315c9e4c4de, 0xcc2024823444efd9}},
      {(std::uint64_t{1} << 40U) + 7, {0xd46e9e2034de21aa, 0x415badc99c087675, 0x275ed40f045acb84}},
  };
  for (const auto& [seed, expected] : cases) {
    NumpyRandom random(seed);
    for (std::uint64_t bits : expected) EXPECT_EQ(random.bits64(), bits) << seed;
  }
}

TEST(NumpyRandom, choices_equal_numpy) {
  NumpyRandom random(12345);  // choice(1000, 8)
  for (std::uint32_t expected : {699, 227, 788, 316, 204, 797, 642, 676}) {
    EXPECT_EQ(random.below(1000), expected);
  }
  NumpyRandom wide(7);  // choice(3_000_000_000, 6): one draw in three is rejected
  for (std::uint32_t expected :
       {2834714867U, 2052539810U, 2691641402U, 1734877356U, 2327057070U, 2500953064U}) {
    EXPECT_EQ(wide.below(3'000'000'000U), expected);
  }
}

TEST(NumpyRandom, booleans_equal_numpy_and_the_rest_of_a_word_is_thrown_away) {
  NumpyRandom random(12345);  // integers(2, size=40, dtype=bool), then choice(10, 5)
  NumpyBooleans booleans(random);
  for (int expected : {1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1,
                       1, 1, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1}) {
    EXPECT_EQ(booleans.next(), expected == 1);
  }
  for (std::uint32_t expected : {7, 3, 2, 7, 6}) EXPECT_EQ(random.below(10), expected);
}

TEST(NumpyRandom, one_thing_to_choose_from_draws_nothing) {
  NumpyRandom random(1);
  EXPECT_EQ(random.below(1), 0U);
  EXPECT_EQ(random.bits64(), 0x8306bdf37922e4ffU);
}

}  // namespace
}  // namespace shijin
