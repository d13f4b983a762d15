// UTF-8 by table 3-7 of the Unicode Standard, and Python's idea of white space.
#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace shijin {
namespace {

std::vector<char32_t> decoded(std::string_view text) {
  std::vector<char32_t> out;
  for (std::size_t at = 0; at < text.size();) out.push_back(decode_utf8(text, at));
  return out;
}

TEST(Utf8, encodes_and_decodes_every_scalar_value) {
  std::string text;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    text.clear();
    append_utf8(text, c);
    std::size_t at = 0;
    ASSERT_EQ(decode_utf8(text, at), c);
    ASSERT_EQ(at, text.size());
    ASSERT_EQ(find_invalid_utf8(text), std::string_view::npos);
  }
}

TEST(Utf8, finds_the_first_invalid_sequence) {
  EXPECT_EQ(find_invalid_utf8("plain text, 好"), std::string_view::npos);
  EXPECT_EQ(find_invalid_utf8("ab\xFF"), 2U);
  EXPECT_EQ(find_invalid_utf8("好\x80"), 3U);            // a lone continuation
  EXPECT_EQ(find_invalid_utf8("12345678\xC0\xAF"), 8U);  // overlong
  EXPECT_EQ(find_invalid_utf8("\xE0\x80\xAF"), 0U);      // overlong
  EXPECT_EQ(find_invalid_utf8("\xF0\x80\x80\xAF"), 0U);  // overlong
  EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0U);      // a surrogate
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0U);  // above U+10FFFF
  EXPECT_EQ(find_invalid_utf8("\xF5\x80\x80\x80"), 0U);
  EXPECT_EQ(find_invalid_utf8("a\xE5\xA5"), 1U);  // cut short
  EXPECT_EQ(find_invalid_utf8("\xE5\xA5"
                              "abc"),
            0U);
}

TEST(Utf8, decodes_an_invalid_byte_as_one_replacement_character) {
  EXPECT_EQ(decoded("a\xFF"
                    "b"),
            (std::vector<char32_t>{'a', 0xFFFD, 'b'}));
  EXPECT_EQ(decoded("\xE5\xA5"), (std::vector<char32_t>{0xFFFD, 0xFFFD}));
}

TEST(Utf8, counts_code_points) {
  EXPECT_EQ(count_code_points(""), 0U);
  EXPECT_EQ(count_code_points("a好😀"), 3U);
  EXPECT_EQ(count_code_points("e\xCC\x81"), 2U);  // a letter and its accent
}

TEST(Utf8, knows_the_29_white_spaces_of_python) {
  // [c for c in range(0x110000) if chr(c).isspace()] of Python 3.11
  const std::vector<char32_t> python = {
      0x9,    0xA,    0xB,    0xC,    0xD,    0x1C,   0x1D,   0x1E,   0x1F,   0x20,
      0x85,   0xA0,   0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006,
      0x2007, 0x2008, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000};
  std::vector<char32_t> ours;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (is_python_space(c)) ours.push_back(c);
  }
  EXPECT_EQ(ours, python);
}

TEST(Utf8, strips_white_space_from_both_ends_only) {
  EXPECT_EQ(strip_python_space("\xE3\x80\x80 好 壞\t\n"), "好 壞");
  EXPECT_EQ(strip_python_space(" \xC2\xA0 "), "");
  EXPECT_EQ(strip_python_space(""), "");
  EXPECT_EQ(strip_python_space("\xE2\x80\x8B"
                               "a"),
            "\xE2\x80\x8B"
            "a");  // zero width is none
  EXPECT_EQ(strip_python_space("a\x80"), "a\x80");
}

TEST(Utf8, knows_han_from_kana_and_punctuation) {
  for (char32_t c : {U'好', U'㐀', U'𠀀', U'〇', U'豈'}) EXPECT_TRUE(is_han(c));
  for (char32_t c : {U'の', U'ア', U'한', U'，', U'a', U'　'}) EXPECT_FALSE(is_han(c));
}

}  // namespace
}  // namespace shijin
