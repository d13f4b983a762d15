// Columns on a terminal, after Python's unicodedata.east_asian_width and category.
#include "base/width.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

TEST(Width, counts_east_asian_characters_as_two_columns) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("好壞"), 4U);
  EXPECT_EQ(display_width("，。「」"), 8U);
  EXPECT_EQ(display_width("ｆ１"), 4U);
  EXPECT_EQ(display_width("한글かな"), 8U);
  EXPECT_EQ(display_width("😀⭐"), 4U);
  EXPECT_EQ(display_width("𠀀"), 2U);
}

TEST(Width, counts_marks_and_joiners_as_nothing) {
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);
  EXPECT_EQ(display_width("a\xE2\x80\x8B"
                          "b\xEF\xBB\xBF"),
            2U);
  EXPECT_EQ(display_width("\xE0\xA4\x95\xE0\xA5\x8D"), 1U);  // a Devanagari letter and its virama
}

TEST(Width, counts_what_we_draw_with_as_one_column) { EXPECT_EQ(display_width("…─═●–·"), 6U); }

TEST(Width, counts_colour_as_nothing) { EXPECT_EQ(display_width("\x1b[1;31mno\x1b[0m"), 2U); }

TEST(Width, cuts_before_a_character_that_does_not_fit) {
  EXPECT_EQ(cut_to_width("好壞參半", 8), "好壞參半");
  EXPECT_EQ(cut_to_width("好壞參半", 7), "好壞參…");
  EXPECT_EQ(cut_to_width("好壞參半", 6), "好壞…");
  EXPECT_EQ(cut_to_width("abc", 1), "…");
  EXPECT_EQ(cut_to_width("abc", 0), "");
}

TEST(Width, pads_by_columns) {
  EXPECT_EQ(pad_right("好", 4) + "|", "好  |");
  EXPECT_EQ(pad_left("好", 4) + "|", "  好|");
  EXPECT_EQ(pad_left("好壞", 3), "好壞");
}

TEST(Printable, shows_control_characters_and_stops_them) {
  EXPECT_EQ(printable("a\nb\tc"), "a⏎b c");
  EXPECT_EQ(printable(std::string("a\0b", 3)), "a␀b");
  EXPECT_EQ(printable("\x1b[31mred"), "␛[31mred");
  EXPECT_EQ(printable("\x7F\r"), "␡␍");
  EXPECT_EQ(printable("\xE2\x80\xAE"
                      "evil"),
            "�evil");  // turns the direction of writing
  EXPECT_EQ(printable("bad\xFF"), "bad�");
  EXPECT_EQ(printable("好 😀"), "好 😀");
}

}  // namespace
}  // namespace shijin
