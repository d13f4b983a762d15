// What the rule on labels that are never true says.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

TEST(LabelUnseen, tells_a_label_that_no_row_truly_has_and_the_nearest_known_one) {
  const auto findings = found_by(
      made_labels({"negative", "negativ", "positive"}, {{40, 5, 5}, {0, 0, 0}, {2, 0, 48}}),
      "label-unseen");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::high);
  EXPECT_EQ(in_english(findings[0].headline),
            "The model says \"negativ\" 5 times, but no row is truly \"negativ\".");
  EXPECT_EQ(in_chinese(findings[0].headline),
            "模型回答「negativ」5 次，但沒有任何一筆的真實標籤是「negativ」。");
  EXPECT_EQ(
      in_english(findings[0].remedy),
      "If it means \"negative\", write it so in the outputs and in the training data. If the "
      "model should never say it, take it out of the training data and name the allowed labels "
      "in the prompt. If it is a real label, add test rows that truly have it.");
}

TEST(LabelUnseen, takes_no_short_label_for_a_slip_of_another) {
  const auto findings = found_by(made_labels({"0", "1"}, {{0, 0}, {46, 54}}), "label-unseen");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(in_english(findings[0].remedy).starts_with("If the model should never say it, "));
}

TEST(LabelUnseen, leaves_look_alikes_to_their_own_rule) {
  const Evidence evidence = made_labels({"Pos", "neg", "pos"}, {{0, 0, 0}, {0, 40, 2}, {9, 1, 40}});
  EXPECT_TRUE(found_by(evidence, "label-unseen").empty());
  EXPECT_EQ(found_by(evidence, "look-alike-labels").size(), 1U);
}

TEST(LabelUnseen, is_silent_when_every_answer_is_a_true_label) {
  EXPECT_TRUE(found_by(article_rows(), "label-unseen").empty());
}

}  // namespace
}  // namespace shijin
