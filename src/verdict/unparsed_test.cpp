// What the rule on unparsed outputs says.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

TEST(Unparsed, gives_the_bounds_that_accuracy_lies_between) {
  // 93 right and 7 unparsed of 100: 0.93 if all 7 are wrong, 1.00 if all are right.
  Evidence evidence = made_labels({"a", "b"}, {{48, 0, 2}, {0, 45, 5}});
  evidence.unparsed = 7;
  evidence.confusion.has_other = true;
  evidence.unparsed_examples = {made_example(9, "x", "The answer is a.", "a")};
  const auto findings = found_by(evidence, "unparsed");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::high);
  EXPECT_EQ(in_english(findings[0].headline),
            "7 of 100 outputs name none of the labels (7 %): read rightly they would put accuracy "
            "anywhere from 0.93 to 1.00.");
  EXPECT_EQ(
      in_chinese(findings[0].headline),
      "100 筆輸出中有 7 筆不是任何一個標籤（7 %）：若能正確解讀，準確率可能在 0.93 到 1.00 之間。");
  EXPECT_EQ(
      in_english(findings[0].remedy),
      "Look at row 9, such as \"The answer is a.\". If the label stands inside a sentence, add "
      "--extract first-label; if it is another spelling, write it like the true labels. "
      "Otherwise ask for the label alone in the prompt, and train on outputs that end after "
      "it.");
}

TEST(Unparsed, says_that_what_was_looked_for_is_not_there) {
  Evidence evidence = made_labels({"a", "b"}, {{48, 0, 2}, {0, 45, 5}});
  evidence.unparsed = 7;
  evidence.extract = "json:label";
  const auto findings = found_by(evidence, "unparsed");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(in_english(findings[0].remedy),
            "--extract json:label finds none of the labels in them: mend it where the label is "
            "there. Otherwise ask for the label alone in the prompt, and train on outputs that end "
            "after it.");
  EXPECT_TRUE(in_chinese(findings[0].remedy)
                  .starts_with("--extract json:label 在這些輸出裡找不到任何標籤"));
  evidence.extract = "first-label";
  EXPECT_TRUE(in_english(found_by(evidence, "unparsed").at(0).remedy)
                  .starts_with("They hold none of the labels, nor their usual names"));
}

TEST(Unparsed, is_silent_when_every_output_is_a_label) {
  EXPECT_TRUE(found_by(article_rows(), "unparsed").empty());
}

}  // namespace
}  // namespace shijin
