// Keys that tell nothing, and orders that repeat.
#include "rate/blind.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/secret.h"

namespace shijin {
namespace {

TEST(Blind, the_keyed_hash_is_the_one_of_its_paper) {
  // Appendix A: the key 00 01 … 0f, the text 00 01 … 0e. Our secrets are two numbers, high digits
  // first, where the paper's are bytes, low ones first.
  std::string text;
  for (char c = 0; c < 15; ++c) text += c;
  EXPECT_EQ(keyed_hash("07060504030201000f0e0d0c0b0a0908", text), 0xa129ca6149be45e5ULL);
}

TEST(Blind, a_key_depends_on_the_secret_the_run_and_the_sample_and_begins_with_a_letter) {
  const std::string secret = "07060504030201000f0e0d0c0b0a0908";
  std::set<std::string> keys;
  for (int i = 0; i < 500; ++i) keys.insert(item_key(secret, "r6", std::to_string(i)));
  EXPECT_EQ(keys.size(), 500U);
  for (const std::string& key : keys) {
    EXPECT_EQ(key.size(), 8U);
    EXPECT_GE(key.front(), 'a');
  }
  EXPECT_EQ(item_key(secret, "r6", "1"), item_key(secret, "r6", "1"));
  EXPECT_NE(item_key(secret, "r6", "1"), item_key(secret, "r7", "1"));
  EXPECT_NE(item_key(secret, "r6", "1"), item_key(make_secret(), "r6", "1"));
}

TEST(Blind, secrets_differ) { EXPECT_NE(make_secret(), make_secret()); }

TEST(Blind, each_rater_has_an_order_of_their_own_and_always_the_same) {
  const auto ann = rater_order(40, 1, 7, "ann");
  EXPECT_EQ(ann, rater_order(40, 1, 7, "ann"));
  EXPECT_NE(ann, rater_order(40, 1, 7, "bo"));
  EXPECT_NE(ann, rater_order(40, 1, 8, "ann"));
  auto sorted = ann;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < 40; ++i) EXPECT_EQ(sorted[i], i);
}

TEST(Blind, the_texts_of_one_sample_stand_a_whole_round_apart) {
  const auto order = rater_order(20, 3, 0, "ann");
  std::set<std::size_t> items(order.begin(), order.end());
  ASSERT_EQ(items.size(), 60U);
  for (std::size_t i = 20; i < order.size(); ++i) EXPECT_EQ(order[i] / 3, order[i - 20] / 3);
}

}  // namespace
}  // namespace shijin
