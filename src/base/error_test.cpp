// The printed form of diagnostics, whole, in each language.
#include "base/error.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

constexpr Text kUnknown{"label \"{0}\" is not one of the {1} labels seen in column {2}",
                        "標籤「{0}」不在欄位 {2} 出現過的 {1} 種標籤之中"};
constexpr Text kWrite{"write \"{0}\"", "請改寫為「{0}」"};

Error unknown_label() {
  Error error;
  error.name = "label-unknown";
  error.at = {"reviews.csv", 17, 10};
  error.found = Message(kUnknown, {"postive", "3", "true_label"});
  error.expected = "negative, neutral, positive";
  error.help = Message(kWrite, {"positive"});
  error.line = "续航太差了,postive,0";
  error.line_begin = 16;
  error.line_end = 23;
  return error;
}

TEST(Describe, prints_place_finding_line_expectation_help_and_name) {
  EXPECT_EQ(describe(unknown_label(), Language::en),
            "reviews.csv:17:10: error: label \"postive\" is not one of the 3 labels seen in column "
            "true_label\n"
            "  17 | 续航太差了,postive,0\n"
            "     |            ^^^^^^^\n"
            "  expected: negative, neutral, positive\n"
            "  help: write \"positive\"\n"
            "  name: label-unknown      (shijin explain label-unknown)\n");
}

TEST(Describe, prints_the_same_in_traditional_chinese) {
  EXPECT_EQ(describe(unknown_label(), Language::zh_hant),
            "reviews.csv:17:10: 錯誤：標籤「postive」不在欄位 true_label 出現過的 3 種標籤之中\n"
            "  17 | 续航太差了,postive,0\n"
            "     |            ^^^^^^^\n"
            "  應為：negative, neutral, positive\n"
            "  解法：請改寫為「positive」\n"
            "  名稱：label-unknown　（shijin explain label-unknown）\n");
}

TEST(Describe, uses_the_simplified_table_for_its_own_words) {
  Error error;
  error.found = "x";
  error.name = "a-b";
  error.severity = Severity::warning;
  EXPECT_EQ(describe(error, Language::zh_hans), "警告：x\n  名称：a-b　（shijin explain a-b）\n");
}

TEST(Describe, underlines_wide_characters_by_their_columns) {
  Error error;
  error.at = {"a.csv", 2, 3};
  error.found = "x";
  error.line = "好,壞的,1";
  error.line_begin = 4;
  error.line_end = 10;
  EXPECT_EQ(describe(error, Language::en),
            "a.csv:2:3: error: x\n"
            "  2 | 好,壞的,1\n"
            "    |    ^^^^\n");
}

TEST(Describe, shows_a_window_of_a_long_line_around_the_place) {
  Error error;
  error.at = {"a.csv", 3, 0};
  error.found = "x";
  error.line = std::string(100, 'a') + "BAD" + std::string(100, 'c');
  error.line_begin = 100;
  error.line_end = 103;
  EXPECT_EQ(describe(error, Language::en),
            "a.csv:3: error: x\n"
            "  3 | …" +
                std::string(38, 'a') + "BAD" + std::string(35, 'c') +
                "…\n"
                "    | " +
                std::string(39, ' ') + "^^^\n");
}

TEST(Describe, cuts_a_long_line_between_characters) {
  Error error;
  error.at = {"a.csv", 3, 0};
  error.found = "x";
  for (int i = 0; i < 100; ++i) error.line += "好";
  error.line_begin = 150;
  error.line_end = 153;
  const std::string shown = describe(error, Language::en);
  EXPECT_EQ(shown.find('\xEF'), std::string::npos) << shown;  // no replacement character
  EXPECT_NE(shown.find("^^\n"), std::string::npos) << shown;
}

TEST(Describe, stops_control_characters_of_the_data) {
  Error error;
  error.at = {"a.csv", 1, 0};
  error.found = "x";
  error.line = "a\x1b[2Jb";
  EXPECT_EQ(describe(error, Language::en), "a.csv:1: error: x\n  1 | a␛[2Jb\n");
}

}  // namespace
}  // namespace shijin
