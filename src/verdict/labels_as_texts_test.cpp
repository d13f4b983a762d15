// When the rule on labels in disguise speaks, and what it says.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

Evidence with_references(std::vector<std::string> references) {
  Evidence evidence;
  evidence.task = Task::generation;
  evidence.data.used = 200;
  evidence.texts.label_like = std::move(references);
  return evidence;
}

TEST(LabelsAsTexts, names_the_labels_and_the_way_to_evaluate_them) {
  const auto findings = found_by(with_references({"正面", "負面"}), "labels-as-texts");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(in_english(findings[0].headline),
            "The references are 2 short texts that come again and again (正面, 負面): these look "
            "like labels.");
  EXPECT_TRUE(in_english(findings[0].remedy)
                  .starts_with("Evaluate them as labels: add --task "
                               "classification."));
  EXPECT_EQ(in_chinese(findings[0].headline),
            "參考答案只有 2 種短文字反覆出現（正面, 負面），看起來其實是標籤。");
}

TEST(LabelsAsTexts, is_silent_about_real_texts_and_about_classifications) {
  EXPECT_TRUE(found_by(with_references({}), "labels-as-texts").empty());
  Evidence labels = with_references({"0", "1"});
  labels.task = Task::classification;
  EXPECT_TRUE(found_by(labels, "labels-as-texts").empty());
}

}  // namespace
}  // namespace shijin
