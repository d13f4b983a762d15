// What the rule on one text in many rows says, and when it is silent.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

Evidence same(std::int64_t rows, std::int64_t outputs, std::int64_t references,
              std::int64_t inputs = 1) {
  Evidence evidence;
  evidence.task = Task::generation;
  evidence.data.used = rows;
  evidence.texts.same = {outputs, references, inputs, {}};
  if (outputs > 1) {
    evidence.texts.same.examples = {made_example(2, "問", "好的，沒問題", "答"),
                                    made_example(5, "問", "好的，沒問題", "答")};
  }
  return evidence;
}

TEST(SameOutput, tells_that_all_outputs_are_one_text) {
  const auto findings = found_by(same(200, 200, 1), "same-output");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::high);
  EXPECT_EQ(in_english(findings[0].headline),
            "All 200 outputs are the same text: \"好的，沒問題\". No two references are the same.");
  EXPECT_EQ(in_chinese(findings[0].headline),
            "200 筆輸出全是同一段文字：「好的，沒問題」。參考答案沒有兩筆相同。");
  EXPECT_EQ(findings[0].samples.size(), 2U);
  EXPECT_TRUE(in_english(findings[0].remedy).starts_with("Look at rows 2, 5. "));
}

TEST(SameOutput, tells_the_share_and_how_often_a_reference_repeats) {
  const auto findings = found_by(same(200, 120, 4), "same-output");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(
      in_english(findings[0].headline),
      "120 of 200 outputs are the same text (60 %): \"好的，沒問題\". No reference occurs more "
      "than 4 times.");
  EXPECT_EQ(found_by(same(200, 24, 4), "same-output")[0].severity, Finding::Level::medium);
}

TEST(SameOutput, compares_with_the_inputs_where_there_is_no_reference) {
  const auto findings = found_by(same(200, 120, 0, 3), "same-output");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(in_english(findings[0].headline).ends_with("No input occurs more than 3 times."));
  EXPECT_TRUE(found_by(same(200, 120, 0, 100), "same-output").empty());
}

// Wilson's lower bound of 60 of 200 is 0.241 (by hand: centre (0.3 + 1.921 / 200) / (1 + 3.841 /
// 200) = 0.3038, half width 0.0630): above twice 24 of 200, not above twice 25 of 200.
TEST(SameOutput, is_silent_where_the_references_repeat_nearly_as_much) {
  EXPECT_EQ(found_by(same(200, 60, 24), "same-output").size(), 1U);
  EXPECT_TRUE(found_by(same(200, 60, 25), "same-output").empty());
}

TEST(SameOutput, is_silent_on_a_small_share_and_on_a_chance_pair) {
  EXPECT_TRUE(found_by(same(200, 19, 1), "same-output").empty());
  EXPECT_TRUE(found_by(same(4, 2, 1), "same-output").empty());
  EXPECT_TRUE(found_by(same(1, 1, 1), "same-output").empty());
  EXPECT_TRUE(found_by(Evidence(), "same-output").empty());
}

}  // namespace
}  // namespace shijin
