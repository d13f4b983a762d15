// Which labels look alike, and what merging them would gain.
#include <gtest/gtest.h>

#include "verdict/look_alike.h"
#include "verdict/made_internal.h"

namespace shijin {
namespace {

TEST(LookAlike, sees_through_case_blanks_width_and_the_writing_of_numbers) {
  EXPECT_TRUE(look_alike("Pos", "pos"));
  EXPECT_TRUE(look_alike("pos", " pos"));
  EXPECT_TRUE(look_alike("0", "0.0"));
  EXPECT_TRUE(look_alike("0", "-0"));
  EXPECT_TRUE(look_alike("１", "1"));
  EXPECT_TRUE(look_alike("正　面", "正面"));
  EXPECT_FALSE(look_alike("pos", "pos"));
  EXPECT_FALSE(look_alike("0", "1"));
  EXPECT_FALSE(look_alike("pos", "positive"));
  EXPECT_FALSE(look_alike("nan", "inf"));
}

TEST(LookAlike, tells_what_merging_them_would_gain) {
  // 12 of 82 rows lie between "0" and "0.0": accuracy 62/82 would be 74/82.
  const auto findings = found_by(
      made_labels({"0", "0.0", "1"}, {{20, 10, 0}, {2, 30, 0}, {8, 0, 12}}), "look-alike-labels");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::high);
  EXPECT_EQ(in_english(findings[0].headline),
            "\"0.0\" and \"0\" look alike but count as two labels (32 rows and 30 rows).");
  EXPECT_EQ(in_chinese(findings[0].headline),
            "「0.0」與「0」看起來一樣，卻算成兩個標籤（32 筆與 30 筆）。");
  EXPECT_EQ(
      in_english(findings[0].remedy),
      "Write \"0.0\" wherever \"0\" stands, in the test set and in the training data, if they "
      "mean the same. As one label, accuracy would be 0.90 instead of 0.76.");
}

TEST(LookAlike, is_silent_on_labels_that_differ) {
  EXPECT_TRUE(found_by(article_rows(), "look-alike-labels").empty());
}

}  // namespace
}  // namespace shijin
