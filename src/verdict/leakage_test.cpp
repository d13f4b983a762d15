// The sentence of leakage, from counts and scores worked out by hand.
#include "verdict/leakage.h"

#include <gtest/gtest.h>

#include "verdict/gate.h"
#include "verdict/made_internal.h"

namespace shijin {
namespace {

constexpr Text kAccuracy{"Accuracy", "準確率"};

ScoreLine accuracy(double right, double rows) {
  const Bounds bounds = wilson_interval(right, rows, 0.95);
  return made_score("accuracy", Message(kAccuracy), right / rows, static_cast<std::int64_t>(rows),
                    Interval{bounds.lo, bounds.hi, 0.95, "wilson"});
}

// 24 of 200 rows leak, all of them right; of the 176 others 141 are.
Evidence made_leakage() {
  Evidence evidence;
  LeakageFacts facts;
  facts.test_rows = 200;
  facts.train_rows = 5'000;
  facts.exact = 4;
  facts.near = 19;
  facts.held = 1;
  facts.rows = {
      {12, 3'406, 0.81, "價格便宜但質量不行", "價格便宜但是質量不行", "train.csv", "0", "0"}};
  facts.scores = {{accuracy(165, 200), accuracy(141, 176), accuracy(24, 24), {}}};
  evidence.metrics = {facts.scores[0].all};
  evidence.leakage = facts;
  return evidence;
}

TEST(Leakage, says_how_many_rows_and_what_the_score_is_without_them) {
  const auto found = leakage_findings(made_leakage());
  ASSERT_EQ(found.size(), 1U);
  // 165/200 = .825, 141/176 = .801136, Wilson .736127 – .853379.
  EXPECT_EQ(in_english(found[0].headline),
            "24 of 200 test rows (12 %) stand in the training set: 4 whole, 19 nearly, 1 in "
            "pieces. Accuracy is 0.825 with them, 0.801 (0.736 – 0.853) without them (n = 176).");
  EXPECT_EQ(
      in_chinese(found[0].headline),
      "200 筆測試資料中有 24 筆（12 %）出現在訓練集：4 筆相同，19 筆幾乎相同，1 "
      "筆為片段。含這些樣本時，準確率為 0.825，在 176 筆乾淨樣本上為 0.801（0.736 – 0.853）。");
  EXPECT_EQ(in_english(found[0].remedy),
            "Take them out of the training set and train again, or out of the test set; test row "
            "12 is row 3406 of train.csv.");
  EXPECT_EQ(found[0].severity, Finding::Level::high);
  EXPECT_EQ(found_by(made_leakage(), "leakage").size(), 1U);
}

TEST(Leakage, is_ranked_by_how_far_it_puts_the_score_off) {
  Evidence evidence = made_leakage();
  EXPECT_NEAR(leakage_findings(evidence)[0].gain, 165.0 / 200 - 141.0 / 176, 1e-12);
  evidence.leakage->scores.clear();  // unknown: whatever is answered on these rows says nothing
  EXPECT_NEAR(leakage_findings(evidence)[0].gain, 24.0 / 200, 1e-12);
}

TEST(Leakage, says_which_bar_the_clean_rows_decide_otherwise) {
  Evidence evidence = made_leakage();
  GateLine gate;
  gate.gate = "accuracy>=0.75";
  gate.key = "accuracy";
  gate.comparison = ">=";
  gate.bar = 0.75;
  // Of all rows the interval is .7665 – .8714, wholly above; of the clean ones .736 is below.
  decide_gate(evidence, gate);
  ASSERT_EQ(gate.decision, Decision::pass);
  evidence.verdict.gates = {gate};
  const auto found = leakage_findings(evidence);
  EXPECT_NEAR(found[0].gain, 24.0 / 200, 1e-12);  // the verdict itself rests on these rows
  EXPECT_TRUE(in_english(found[0].headline).ends_with("Without them accuracy>=0.75 is undecided."));
  EXPECT_TRUE(in_chinese(found[0].headline).ends_with("去掉它們之後，accuracy>=0.75 無法判定。"));
}

TEST(Leakage, counts_alone_where_there_are_no_answers) {
  Evidence evidence = made_leakage();
  evidence.leakage->scores.clear();
  evidence.leakage->exact = 1;
  evidence.leakage->near = evidence.leakage->held = 0;
  evidence.leakage->relabelled = 1;
  const auto found = leakage_findings(evidence);
  EXPECT_EQ(in_english(found[0].headline),
            "1 of 200 test rows (0.5 %) stands in the training set: 1 whole, 0 nearly, 0 in "
            "pieces.");
  EXPECT_TRUE(in_english(found[0].remedy).ends_with("1 carries another label there."));
  EXPECT_EQ(found[0].severity, Finding::Level::medium);
}

TEST(Leakage, is_silent_without_a_training_set_or_without_leaks) {
  EXPECT_TRUE(leakage_findings({}).empty());
  Evidence evidence;
  evidence.leakage = LeakageFacts();
  EXPECT_TRUE(leakage_findings(evidence).empty());
}

}  // namespace
}  // namespace shijin
