// What counts as an echo of an input, and what does not.
#include "text/echo.h"

#include <gtest/gtest.h>

#include <string>

namespace shijin {
namespace {

constexpr std::string_view kAsked = "請用三句話介紹台北的天氣，並說明什麼季節最適合旅遊。";

TEST(Echo, finds_the_whole_input_wherever_it_stands) {
  const std::string before = std::string(kAsked) + "\n台北多雨，秋天最好。";
  const std::string behind = "台北多雨，秋天最好。" + std::string(kAsked);
  EXPECT_EQ(echoed_share(kAsked, before), 1);
  EXPECT_EQ(echoed_share(kAsked, behind), 1);
  EXPECT_EQ(echoed_share(kAsked, kAsked), 1);
}

TEST(Echo, sees_through_white_space_and_a_changed_word) {
  EXPECT_EQ(echoed_share("Translate this sentence into French, please:",
                         "Translate this\nsentence into  French, please: Bonjour"),
            1);
  // 23 of 26 characters stand in one run; 三 became 兩, and 請用 before it is too short for a run.
  EXPECT_DOUBLE_EQ(
      echoed_share(kAsked, "請用兩句話介紹台北的天氣，並說明什麼季節最適合旅遊。台北多雨。"),
      23.0 / 26);
}

TEST(Echo, is_nothing_where_an_answer_only_takes_up_the_topic) {
  EXPECT_EQ(echoed_share(kAsked, "台北的天氣多雨，秋天最適合旅遊。"), 0);
  EXPECT_EQ(echoed_share(kAsked, ""), 0);
  EXPECT_EQ(echoed_share("", "台北多雨"), 0);
  EXPECT_EQ(echoed_share(" \n", " \n"), 0);
}

TEST(Echo, wants_a_short_input_whole) {
  EXPECT_EQ(echoed_share("台北天氣", "問：台北 天氣"), 1);
  EXPECT_EQ(echoed_share("台北天氣", "台北的天氣"), 0);
}

}  // namespace
}  // namespace shijin
