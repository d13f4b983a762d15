// Lines compared as they stand on the screen.
#include "base/wrap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/width.h"

namespace shijin {
namespace {

using testing::ElementsAre;

TEST(WrapText, keeps_words_whole_and_drops_the_blanks_at_a_break) {
  EXPECT_THAT(wrap_text("About 180 more rows of label 0 would tell.", 16),
              ElementsAre("About 180 more", "rows of label 0", "would tell."));
}

TEST(WrapText, keeps_inner_blanks_and_lets_the_first_line_be_narrower) {
  EXPECT_THAT(wrap_text("a  b cc dd", 7, 4), ElementsAre("a  b", "cc dd"));
}

TEST(WrapText, breaks_chinese_between_characters_but_not_before_a_closing_mark) {
  EXPECT_THAT(wrap_text("但這類樣本只有 2 筆，真值可能在「0.17」到 0.95 之間。", 16),
              ElementsAre("但這類樣本只有 2", "筆，真值可能在", "「0.17」到 0.95", "之間。"));
}

TEST(WrapText, keeps_an_upright_quote_with_what_it_opens_or_closes) {
  EXPECT_THAT(wrap_text("3: \"價格便宜\". 是", 12), ElementsAre("3: \"價格便", "宜\". 是"));
  EXPECT_THAT(wrap_text("a: \"價格便宜\"", 5), ElementsAre("a:", "\"價格", "便宜\""));
}

TEST(WrapText, cuts_a_word_that_is_wider_than_a_line) {
  EXPECT_THAT(wrap_text("a abcdefghij k", 4), ElementsAre("a", "abcd", "efgh", "ij k"));
}

TEST(WrapText, begins_a_line_at_a_newline_and_gives_none_for_nothing) {
  EXPECT_THAT(wrap_text("a\n\nb", 10), ElementsAre("a", "", "b"));
  EXPECT_THAT(wrap_text("", 10), ElementsAre());
}

TEST(WrapText, never_makes_a_line_wider_than_asked) {
  const std::string text =
      "F1 為 0.67，（真值）👍🏽可能在 verylongwordwithoutblanks 之間……「結束」";
  for (std::size_t columns = 2; columns < 60; ++columns) {
    for (const std::string& line : wrap_text(text, columns)) {
      EXPECT_LE(display_width(line), columns) << line;
    }
  }
}

}  // namespace
}  // namespace shijin
