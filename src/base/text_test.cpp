// Texts and messages in all three languages.
#include "base/text.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

constexpr Text kRows{"{0} rows of {1}", "{1} 有 {0} 筆"};
constexpr Text kComma{", ", "、"};
constexpr Text kError{"error", "錯誤"};  // as in error.cpp, so that the table has it

TEST(Text, gives_each_language_and_falls_back_to_traditional) {
  EXPECT_EQ(kError.in(Language::en), "error");
  EXPECT_EQ(kError.in(Language::zh_hant), "錯誤");
  EXPECT_EQ(kError.in(Language::zh_hans), "错误");
  EXPECT_EQ(kComma.in(Language::zh_hans), "、");
}

TEST(Text, has_a_tag_for_each_language) {
  EXPECT_EQ(language_tag(Language::en), "en");
  EXPECT_EQ(language_tag(Language::zh_hant), "zh-Hant");
  EXPECT_EQ(language_tag(Language::zh_hans), "zh-Hans");
}

TEST(Simplified, finds_every_entry_and_nothing_else) {
  EXPECT_EQ(simplified("警告"), "");  // the same in both, so not in the table
  EXPECT_EQ(simplified("錯誤"), "错误");
  EXPECT_EQ(simplified("應為："), "应为：");
  EXPECT_EQ(simplified(""), "");
  EXPECT_EQ(simplified("沒有這一條"), "");
}

TEST(Message, fills_placeholders_in_the_order_of_the_language) {
  const Message message(kRows, {"3", "a.csv"});
  EXPECT_EQ(message.in(Language::en), "3 rows of a.csv");
  EXPECT_EQ(message.in(Language::zh_hant), "a.csv 有 3 筆");
}

TEST(Message, leaves_braces_in_arguments_alone) {
  EXPECT_EQ(Message(kRows, {"{1}", "{0}"}).in(Language::en), "{1} rows of {0}");
}

TEST(Message, holds_messages_in_their_own_language) {
  EXPECT_EQ(Message(kRows, {Message(kError), "x"}).in(Language::zh_hant), "x 有 錯誤 筆");
}

TEST(Message, is_empty_without_words) {
  EXPECT_TRUE(Message().empty());
  EXPECT_EQ(Message().in(Language::en), "");
  EXPECT_FALSE(Message("a").empty());
}

TEST(Join, separates_as_the_language_does) {
  const Message joined = join({"a", Message(kError), "c"}, kComma);
  EXPECT_EQ(joined.in(Language::en), "a, error, c");
  EXPECT_EQ(joined.in(Language::zh_hant), "a、錯誤、c");
  EXPECT_TRUE(join({}, kComma).empty());
  EXPECT_EQ(join({"a"}, kComma).in(Language::en), "a");
}

TEST(Join, takes_a_hundred_thousand_parts) {
  const std::vector<Message> parts(100'000, Message("ab"));
  EXPECT_EQ(join(parts, kComma).in(Language::en).size(), 2U * 100'000 + 2U * 99'999);
}

}  // namespace
}  // namespace shijin
