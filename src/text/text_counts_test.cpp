// Counting texts: blanks around them, merging, and what is forgotten beyond the limit.
#include "text/text_counts.h"

#include <gtest/gtest.h>

#include <string>

namespace shijin {
namespace {

TEST(TextCounts, counts_a_text_without_the_blanks_around_it) {
  TextCounts texts;
  for (const std::string_view text : {"好", " 好\n", "不好", "", "　 "}) texts.add(text);
  const auto most = texts.most_frequent(5);
  ASSERT_EQ(most.size(), 2U);
  EXPECT_EQ(most[0].key, TextCounts::key_of("好"));
  EXPECT_EQ(most[0].rows, 2);
  EXPECT_EQ(most[1].rows, 1);
}

TEST(TextCounts, adds_up_parts_as_if_they_were_one) {
  TextCounts whole;
  TextCounts first;
  TextCounts second;
  for (int i = 0; i < 100; ++i) {
    const std::string text = std::to_string(i % 7);
    whole.add(text);
    (i < 30 ? first : second).add(text);
  }
  first.merge(second);
  const auto expected = whole.most_frequent(7);
  const auto merged = first.most_frequent(7);
  ASSERT_EQ(merged.size(), 7U);
  for (std::size_t i = 0; i < 7; ++i) {
    EXPECT_EQ(merged[i].key, expected[i].key);
    EXPECT_EQ(merged[i].rows, expected[i].rows);
  }
}

TEST(TextCounts, forgets_the_rarest_and_keeps_what_makes_up_a_share) {
  TextCounts texts(100);
  for (int i = 0; i < 10'000; ++i) texts.add(i % 4 == 3 ? "again" : std::to_string(i));
  const auto most = texts.most_frequent(1'000);
  EXPECT_LE(most.size(), 100U);
  EXPECT_EQ(most[0].key, TextCounts::key_of("again"));
  EXPECT_EQ(most[0].rows, 2'500);
}

}  // namespace
}  // namespace shijin
