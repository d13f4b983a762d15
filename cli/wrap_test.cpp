// Lines of a given width in both scripts.
#include "cli/wrap.h"

#include <gtest/gtest.h>

#include "shijin.h"

namespace shijin::cli {
namespace {

using Lines = std::vector<std::string>;

TEST(Wrap, breaks_english_between_words_only) {
  EXPECT_EQ(wrap("one two three", 8), (Lines{"one two", "three"}));
  EXPECT_EQ(wrap("incomprehensible yes", 6), (Lines{"incomprehensible", "yes"}));
  EXPECT_EQ(wrap("", 6), (Lines{""}));
}

TEST(Wrap, breaks_chinese_between_characters_and_keeps_marks_with_them) {
  EXPECT_EQ(wrap("準確率很高，可以上線。", 10), (Lines{"準確率很", "高，可以上", "線。"}));
  EXPECT_EQ(wrap("他說「好」了", 6), (Lines{"他說", "「好」", "了"}));
}

TEST(Wrap, keeps_latin_words_whole_inside_chinese) {
  EXPECT_EQ(wrap("請用 --labels 指定標籤", 14), (Lines{"請用 --labels", "指定標籤"}));
}

TEST(Wrap, no_line_is_wider_than_asked) {
  const std::string text = "F1 為 0.67，但這類樣本只有 2 筆，真值可能在 0.17 到 0.95 之間。";
  for (std::size_t columns = 10; columns < 60; ++columns) {
    std::string joined;
    for (const std::string& line : wrap(text, columns)) {
      EXPECT_LE(display_width(line), columns) << line;
      joined += line;
    }
    std::string expected;
    std::string found;
    for (char c : text) expected += c == ' ' ? "" : std::string(1, c);
    for (char c : joined) found += c == ' ' ? "" : std::string(1, c);
    EXPECT_EQ(found, expected);
  }
}

TEST(Wrap, hangs_the_body_beside_its_head) {
  std::string out;
  append_hanging(out, "  --lang LANG", "Language of the output.", 16, 36);
  append_hanging(out, "  --a-very-long-option", "Body.", 16, 36);
  EXPECT_EQ(out,
            "  --lang LANG   Language of the\n"
            "                output.\n"
            "  --a-very-long-option\n"
            "                Body.\n");
}

}  // namespace
}  // namespace shijin::cli
