// What the imbalance rule says, counted by hand.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

TEST(Imbalance, shows_the_majority_baseline_and_the_weight_that_evens_out) {
  // A share of 0.1 becomes 0.25, half of an equal one, at weight 3: 0.3 / (0.3 + 0.9).
  const auto findings = found_by(made_labels({"neg", "pos"}, {{60, 40}, {30, 870}}), "imbalance");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::medium);
  EXPECT_EQ(
      in_english(findings[0].headline),
      "900 of 1,000 rows are pos (90 %), so always saying \"pos\" scores accuracy 0.90 without "
      "any skill. The model's accuracy is 0.93 (0.91 – 0.94).");
  EXPECT_EQ(in_chinese(findings[0].headline),
            "1,000 筆中有 900 筆是 pos（90 %），所以永遠回答「pos」不需任何能力就有準確率 0.90。"
            "模型的準確率是 0.93（0.91 – 0.94）。");
  EXPECT_EQ(in_english(findings[0].remedy),
            "Judge by F1 of label neg and by balanced accuracy, not by accuracy. In training, add "
            "rows of label neg, or weigh each about 3 times, so that it has at least half of an "
            "equal share.");
}

TEST(Imbalance, is_urgent_when_accuracy_cannot_be_told_from_no_skill) {
  const auto findings = found_by(made_labels({"neg", "pos"}, {{0, 10}, {0, 90}}), "imbalance");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::high);
  EXPECT_EQ(in_english(findings[0].remedy),
            "Judge by F1 of label neg and by balanced accuracy, not by accuracy. In training, add "
            "rows of label neg, or weigh each about 3 times, so that it has at least half of an "
            "equal share. In the test set, gather at least 100 rows of it: there are 10.");
}

TEST(Imbalance, compares_with_an_equal_share_where_no_label_has_half_the_rows) {
  const auto findings =
      found_by(made_labels({"a", "b", "c"}, {{100, 0, 0}, {0, 100, 0}, {0, 0, 20}}), "imbalance");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::low);
  EXPECT_EQ(in_english(findings[0].headline),
            "Label c has 20 of 220 rows (9.1 %); among 3 labels an equal share is 33 %.");
  EXPECT_EQ(in_chinese(findings[0].headline),
            "標籤 c 只有 220 筆中的 20 筆（9.1 %）；3 個標籤均分應為 33 %。");
}

TEST(Imbalance, is_silent_from_half_of_an_equal_share_on) {
  EXPECT_TRUE(found_by(made_labels({"a", "b"}, {{25, 0}, {0, 75}}), "imbalance").empty());
  EXPECT_FALSE(found_by(made_labels({"a", "b"}, {{24, 0}, {0, 76}}), "imbalance").empty());
  EXPECT_TRUE(found_by(made_labels({"a", "b"}, {{90, 0}, {0, 0}}), "imbalance").empty());
}

}  // namespace
}  // namespace shijin
