// What the too-few-rows rule says.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

TEST(TooFewRows, tells_how_little_four_rows_say) {
  const auto findings = found_by(article_rows(), "too-few-rows");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::medium);
  EXPECT_EQ(in_english(findings[0].headline),
            "Accuracy may be anything from 0.30 to 0.95, with only 4 rows behind it.");
  EXPECT_EQ(
      in_english(findings[0].remedy),
      "Test on about 100 rows of each label: a rate is then known to within 0.10. Until then, "
      "do not choose between two versions by these numbers.");
  EXPECT_EQ(in_chinese(findings[0].remedy),
            "每個標籤請測約 100 筆：比率的誤差就在 0.10 以內。在那之前，不要用這些數字挑選版本。");
}

TEST(TooFewRows, names_the_labels_that_are_too_rare_to_judge) {
  const auto findings =
      found_by(made_labels({"a", "b", "c"}, {{100, 0, 0}, {0, 8, 1}, {0, 0, 100}}), "too-few-rows");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::low);
  EXPECT_EQ(in_english(findings[0].headline), "Fewer than 10 rows for 1 of 3 labels: b (9 rows).");
  EXPECT_EQ(in_chinese(findings[0].headline), "3 個標籤中有 1 個少於 10 筆：b（9 筆）。");
}

TEST(TooFewRows, is_silent_with_enough_rows) {
  EXPECT_TRUE(found_by(made_labels({"a", "b"}, {{90, 10}, {5, 95}}), "too-few-rows").empty());
}

TEST(TooFewRows, speaks_of_texts_as_well) {
  Evidence evidence;
  evidence.task = Task::generation;
  evidence.data.used = 2;
  evidence.metrics.push_back(
      made_score("chrf", "chrF", 0.35, 2, Interval{0.30, 0.40, 0.95, "poisson-bootstrap"}));
  const auto findings = found_by(evidence, "too-few-rows");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(in_english(findings[0].headline),
            "chrF may be anything from 0.30 to 0.40, with only 2 rows behind it.");
}

}  // namespace
}  // namespace shijin
