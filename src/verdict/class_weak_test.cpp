// What the weak-class rule says, counted by hand.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

double number_of(const Finding& finding, std::string_view name) {
  for (const auto& [known, value] : finding.numbers) {
    if (known == name) return value;
  }
  return -1;
}

TEST(ClassWeak, tells_the_main_confusion_with_a_row_and_what_to_add) {
  // 1 of 2 is 0.5; Wilson gives 0.0945 – 0.9055. Of 4 rows 1 is wrong: 0.5 / 0.25 is twice.
  const auto findings = found_by(article_rows(), "class-weak");
  ASSERT_EQ(findings.size(), 1U);
  const Finding& one = findings[0];
  EXPECT_EQ(one.severity, Finding::Level::high);
  EXPECT_EQ(in_english(one.headline),
            "Half of the rows of label 0 pass as 1 (1 of 2; 0.09 – 0.91).");
  EXPECT_EQ(in_chinese(one.headline),
            "標籤 0 的樣本有一半被當成 1（2 筆中的 1 筆；0.09 – 0.91）。");
  EXPECT_EQ(
      in_english(one.remedy),
      "Add training rows that are truly 0 and read like row 3: \"價格便宜但質量不行\". Raise the "
      "weight of label 0 to about 2 times. With these right, accuracy would be 1.00 instead of "
      "0.75.");
  EXPECT_EQ(
      in_chinese(one.remedy),
      "訓練資料要多加真實標籤為 0、類似第 3 筆的樣本：「價格便宜但質量不行」。把標籤 0 的訓練權重"
      "提高到約 2 倍。這些若都答對，準確率會從 0.75 提高到 1.00。");
  ASSERT_EQ(one.samples.size(), 1U);
  EXPECT_EQ(one.samples[0].id, "3");
  EXPECT_EQ(one.because, (std::vector<std::string>{"recall[label=0]", "f1[label=0]"}));
}

TEST(ClassWeak, names_the_commonest_of_several_confusions) {
  const auto findings =
      found_by(made_labels({"a", "b", "c"}, {{20, 13, 7}, {3, 95, 2}, {1, 0, 99}}), "class-weak");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(in_english(findings[0].headline),
            "Half of the rows of label a go wrong (20 of 40; 0.35 – 0.65), most often as b (13).");
  EXPECT_EQ(in_chinese(findings[0].headline),
            "標籤 a 的樣本有一半答錯（40 筆中的 20 筆；0.35 – 0.65），最常被當成 b（13 筆）。");
}

TEST(ClassWeak, takes_the_interval_of_the_recall_where_there_is_one) {
  Evidence evidence = made_labels({"0", "1"}, {{10, 10}, {2, 38}});
  evidence.data.clusters = 12;
  evidence.metrics.push_back(
      made_score("recall[label=0]", "Recall", 0.5, 60, Interval{0.1, 0.8, 0.95, "cluster-wilson"}));
  const std::vector<Finding> found = found_by(evidence, "class-weak");
  ASSERT_FALSE(found.empty());
  EXPECT_DOUBLE_EQ(number_of(found[0], "missed_lo"), 0.2);
  EXPECT_DOUBLE_EQ(number_of(found[0], "missed_hi"), 0.9);
}

TEST(ClassWeak, counts_no_more_rows_than_there_are_clusters) {
  Evidence evidence = made_labels({"0", "1"}, {{10, 10}, {2, 38}});
  evidence.data.clusters = 12;
  const Bounds bounds = wilson_interval(6, 12, 0.95);
  const std::vector<Finding> found = found_by(evidence, "class-weak");
  ASSERT_FALSE(found.empty());
  EXPECT_DOUBLE_EQ(number_of(found[0], "missed_lo"), bounds.lo);
  EXPECT_DOUBLE_EQ(number_of(found[0], "missed_hi"), bounds.hi);
}

TEST(ClassWeak, says_all_when_all_go_wrong) {
  const auto findings = found_by(made_labels({"neg", "pos"}, {{0, 10}, {0, 90}}), "class-weak");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(in_english(findings[0].headline),
            "All 10 rows of label neg pass as pos (0.72 – 1.00).");
  EXPECT_EQ(in_chinese(findings[0].headline),
            "標籤 neg 的 10 筆樣本全部被當成 pos（0.72 – 1.00）。");
}

TEST(ClassWeak, gives_odd_shares_in_percent) {
  const auto findings = found_by(made_labels({"neg", "pos"}, {{60, 40}, {30, 870}}), "class-weak");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(in_english(findings[0].headline),
            "40 % of the rows of label neg pass as pos (40 of 100; 0.31 – 0.50).");
  EXPECT_EQ(in_chinese(findings[0].headline),
            "標籤 neg 的樣本有 40 % 被當成 pos（100 筆中的 40 筆；0.31 – 0.50）。");
}

TEST(ClassWeak, is_silent_when_every_label_does_well) {
  EXPECT_TRUE(found_by(made_labels({"a", "b"}, {{95, 5}, {4, 96}}), "class-weak").empty());
  EXPECT_TRUE(found_by(made_labels({"a", "b"}, {{9, 0}, {0, 9}}), "class-weak").empty());
}

TEST(ClassWeak, puts_the_label_with_most_to_gain_first_and_stops_at_three) {
  std::vector<std::vector<double>> counts(8, std::vector<double>(8));
  for (std::size_t i = 0; i < 8; ++i) counts[i][i] = 50;
  for (std::size_t i = 0; i < 5; ++i) {
    counts[i][i] = 20;
    counts[i][7] = static_cast<double>(20 + i);
  }
  const auto findings =
      found_by(made_labels({"a", "b", "c", "d", "e", "f", "g", "h"}, counts), "class-weak");
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].because[0], "recall[label=e]");
  EXPECT_EQ(findings[2].because[0], "recall[label=c]");
}

}  // namespace
}  // namespace shijin
