// Letters and units of a text, counted by hand.
#include "text/script.h"

#include <gtest/gtest.h>

#include <string>

#include "base/random.h"

namespace shijin {
namespace {

void expect_counts(std::string_view text, std::int64_t letters, std::int64_t han,
                   std::int64_t units) {
  const ScriptCounts got = count_script(text);
  EXPECT_EQ(got.letters, letters) << text;
  EXPECT_EQ(got.han, han) << text;
  EXPECT_EQ(got.units, units) << text;
}

TEST(Script, counts_characters_of_han_text_without_punctuation) {
  expect_counts("這款手機，續航太差了！", 9, 9, 9);
  expect_counts("𠀀。", 1, 1, 1);
}

TEST(Script, counts_words_of_other_text) {
  expect_counts("Don't panic: 3.5 cafés", 14, 0, 5);
  expect_counts("cafe\u0301 привет 안녕", 12, 0, 3);
}

TEST(Script, counts_both_in_mixed_text) {
  expect_counts("iPhone15很好用", 9, 3, 4);
  expect_counts("カメラ good", 7, 0, 4);
}

TEST(Script, counts_blocks_of_64_bytes_as_one_byte_after_the_other) {
  std::uint64_t seed = 1;
  for (int round = 0; round < 2'000; ++round) {
    std::string text;
    const std::size_t size = static_cast<std::size_t>(round) % 200;
    while (text.size() < size) text += "aZ7''  .-"[mix_bits(++seed) % 9];
    if (round % 5 == 0) text.insert(text.size() / 2, "好");
    std::int64_t letters = 0;
    std::int64_t units = 0;
    bool in_word = false;
    for (const char c : text) {  // of 好 the first byte alone is counted
      if (c == '\'' || (static_cast<unsigned char>(c) & 0xC0U) == 0x80U) continue;
      const bool han = static_cast<unsigned char>(c) >= 0xC0U;
      const bool word = c == 'a' || c == 'Z' || c == '7';
      letters += han || c == 'a' || c == 'Z' ? 1 : 0;
      units += han || (word && !in_word) ? 1 : 0;
      in_word = word;
    }
    expect_counts(text, letters, round % 5 == 0 ? 1 : 0, units);
  }
}

TEST(Script, counts_nothing_in_blanks_and_symbols) {
  expect_counts("", 0, 0, 0);
  expect_counts(" \n😀 ... 。", 0, 0, 0);
  EXPECT_EQ(count_script("!").han_share(), 0.0);
}

TEST(Script, gives_the_share_of_han_letters) {
  EXPECT_DOUBLE_EQ(count_script("好ab").han_share(), 1.0 / 3.0);
}

}  // namespace
}  // namespace shijin
