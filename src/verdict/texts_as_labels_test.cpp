// When the rule on texts in disguise speaks, and what it says.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

Evidence with_labels(std::int64_t different, std::int64_t rows) {
  Evidence evidence;
  evidence.task = Task::classification;
  evidence.data.used = rows;
  for (std::int64_t i = 0; i < different; ++i) {
    LabelLine line;
    line.label = "text " + std::to_string(i);
    line.truth = static_cast<double>(i == 0 ? rows - different + 1 : 1);
    evidence.labels.push_back(line);
  }
  LabelLine invented;  // by the model, in no row the truth
  invented.label = "other";
  invented.predicted = 1;
  evidence.labels.push_back(invented);
  return evidence;
}

TEST(TextsAsLabels, names_the_way_to_evaluate_them) {
  const auto findings = found_by(with_labels(9, 10), "texts-as-labels");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(
      in_english(findings[0].headline),
      "Nearly every row has a true label of its own (9 different ones in 10 rows): these look "
      "like texts.");
  EXPECT_EQ(in_chinese(findings[0].headline),
            "幾乎每一筆的真實標籤都不同（10 筆中有 9 種），看起來其實是文字。");
}

TEST(TextsAsLabels, is_silent_about_labels_that_come_again_and_about_three_rows) {
  EXPECT_TRUE(found_by(with_labels(8, 10), "texts-as-labels").empty());
  EXPECT_TRUE(found_by(with_labels(3, 3), "texts-as-labels").empty());
  Evidence texts = with_labels(10, 10);
  texts.task = Task::generation;
  EXPECT_TRUE(found_by(texts, "texts-as-labels").empty());
}

}  // namespace
}  // namespace shijin
