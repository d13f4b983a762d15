// What the rule on empty and short texts says.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

Evidence texts(TextFacts facts) {
  Evidence evidence;
  evidence.task = Task::generation;
  evidence.data.used = 200;
  evidence.texts = std::move(facts);
  return evidence;
}

TEST(EmptyOrShort, tells_empty_outputs_with_their_rows_and_likely_causes) {
  TextFacts facts;
  facts.output_empty = 3;
  facts.output_missing = 1;
  facts.output_empty_examples = {made_example(4, "", "", "r"), made_example(9, "", "", "r")};
  const auto findings = found_by(texts(facts), "empty-or-short");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::medium);
  EXPECT_EQ(in_english(findings[0].headline),
            "3 of 200 outputs are empty (1.5 %). Each counts as a wrong answer.");
  EXPECT_EQ(
      in_english(findings[0].remedy),
      "With no output at all: 1; the predictions file may be cut short. Look at rows 4, 9: "
      "generation stops at once when the end token was trained as the first one, when the chat "
      "template lacks the assistant's turn, or when the limit of new tokens is too low.");
  EXPECT_EQ(in_chinese(findings[0].headline),
            "200 筆輸出中有 3 筆是空的（1.5 %）。每一筆都算答錯。");
  EXPECT_EQ(findings[0].samples.size(), 2U);
}

TEST(EmptyOrShort, says_when_the_panel_leaves_empty_texts_out) {
  TextFacts facts;
  facts.output_empty = 1;
  facts.lacking_text = 2;
  Evidence evidence = texts(facts);
  evidence.metrics.emplace_back().n = 198;
  EXPECT_EQ(in_english(found_by(evidence, "empty-or-short")[0].headline),
            "1 of 200 outputs is empty (0.5 %). The scores above leave such rows out and cover the "
            "other 198; a score named with --metrics or --gate counts them.");
}

TEST(EmptyOrShort, tells_empty_references_from_short_ones) {
  TextFacts facts;
  facts.reference_empty = 20;
  facts.reference_short = 5;
  facts.reference_short_examples = {made_example(2, "", "x", ""), made_example(7, "", "x", "好")};
  const auto findings = found_by(texts(facts), "empty-or-short");
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].severity, Finding::Level::high);
  EXPECT_EQ(in_english(findings[0].headline),
            "References that are empty: 20. Whatever the model says, nothing can match there.");
  EXPECT_EQ(in_english(findings[0].remedy),
            "Fill in these references or leave the rows out; begin with row 2.");
  EXPECT_EQ(in_english(findings[1].headline),
            "References with fewer than 4 characters or words: 5. No sequence of four can match in "
            "them.");
  EXPECT_EQ(in_chinese(findings[1].remedy),
            "短答案請改看 exact_match 或 rouge_1，或把參考答案寫完整；可先看第 7 筆。");
}

TEST(EmptyOrShort, tells_outputs_much_shorter_than_their_references) {
  TextFacts facts;
  facts.output_short = 30;
  facts.reference_units_mean = 25;
  const auto findings = found_by(texts(facts), "empty-or-short");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(in_english(findings[0].headline),
            "30 of 200 outputs have fewer than 4 characters or words, while references have 25 on "
            "average.");
}

TEST(EmptyOrShort, is_silent_when_all_is_well) {
  EXPECT_TRUE(found_by(texts({}), "empty-or-short").empty());
}

}  // namespace
}  // namespace shijin
