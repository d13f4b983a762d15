// The verdict's decision and words on hand-made evidence.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"
#include "verdict/rule.h"

namespace shijin {
namespace {

GateLine gate(const char* key, const char* comparison, double bar) {
  GateLine line;
  line.key = key;
  line.comparison = comparison;
  line.bar = bar;
  line.gate = line.key + comparison + shortest(bar);
  return line;
}

Evidence decided(Evidence evidence, std::vector<GateLine> gates = {}) {
  evidence.verdict.gates = std::move(gates);
  decide(evidence);
  return evidence;
}

Evidence bleu_rows(std::int64_t n) {
  Evidence evidence;
  evidence.task = Task::generation;
  evidence.data.used = n;
  evidence.metrics.push_back(made_score("bleu[tok=zh]", "BLEU (zh)", 35.42, n,
                                        Interval{30.1, 40.9, 0.95, "poisson-bootstrap"}));
  evidence.metrics[0].decimals = 2;
  evidence.metrics[0].high = 100;
  return evidence;
}

TEST(Decide, four_rows_cannot_tell_f1_of_the_core_label_from_a_constant_answer) {
  // F1 2/3 from 1 of 2: Wilson of 1/2 is 0.095 – 0.905, mapped 0.173 – 0.950. Always "0" gives
  // 2/3 as well; telling 2/3 from 0.567 takes 83.4 rows in the union, 83.4 of label 0, 82 more.
  const Verdict verdict = decided(article_rows()).verdict;
  EXPECT_EQ(verdict.decision, Decision::none);
  EXPECT_FALSE(verdict.enough);
  EXPECT_EQ(verdict.core_label, "0");
  EXPECT_EQ(verdict.primary_key, "f1[label=0]");
  EXPECT_EQ(in_english(verdict.headline),
            "F1 of label 0 is 0.67, but with 2 such rows it may be anything from 0.17 to 0.95.");
  EXPECT_EQ(in_english(verdict.reason),
            "These 4 rows cannot tell it from always saying \"0\", which gives 0.67. About 82 more "
            "rows of label 0 would show a difference of 0.10.");
  EXPECT_EQ(in_chinese(verdict.headline),
            "標籤 0 的 F1 為 0.67，但這類樣本只有 2 筆，真值可能在 0.17 到 0.95 之間。");
  EXPECT_EQ(in_chinese(verdict.reason),
            "這 4 筆樣本無法分辨它與「永遠回答 0」的差別，後者就有 0.67。再加約 82 筆標籤 0 "
            "的樣本，才看得出 0.10 的差距。");
}

TEST(Decide, an_undecided_gate_says_how_many_rows_would_decide) {
  const Verdict verdict = decided(article_rows(), {gate("f1[label=0]", ">=", 0.6)}).verdict;
  EXPECT_EQ(verdict.decision, Decision::undecided);
  EXPECT_FALSE(verdict.enough);
  EXPECT_EQ(in_english(verdict.headline),
            "F1 of label 0 is 0.67, but with 2 such rows it may be anything from 0.17 to 0.95.");
  // 184.4 rows in the union instead of 2: 92.2 times the four rows is 369, and 182.4 more of "0".
  EXPECT_EQ(in_english(verdict.reason), "About 190 more rows of label 0 would tell it from 0.60.");
  EXPECT_EQ(in_chinese(verdict.reason), "再加約 190 筆標籤 0 的樣本，就能與 0.60 分出高下。");
  EXPECT_EQ(verdict.gates[0].needed_n, 369);
  EXPECT_EQ(in_english(verdict.gates[0].reason),
            "The interval, 0.17 – 0.95, lies on both sides of 0.60. At these rates, about 370 rows "
            "in all would decide.");
}

TEST(Decide, passes_when_the_whole_interval_does_and_names_what_was_skipped) {
  GateLine ppl = gate("ppl", "<=", 50);
  ppl.from_profile = true;
  const Verdict verdict = decided(article_rows(), {gate("accuracy", ">=", 0.2), ppl}).verdict;
  EXPECT_EQ(verdict.decision, Decision::pass);
  EXPECT_TRUE(verdict.enough);
  EXPECT_EQ(in_english(verdict.headline),
            "Accuracy is 0.75 (0.30 – 0.95); the bar is at least 0.20, and the whole interval "
            "clears it.");
  EXPECT_EQ(in_english(verdict.reason), "Not measured, so skipped: ppl<=50.");
  EXPECT_EQ(in_chinese(verdict.reason), "未測量而略過：ppl<=50。");
  EXPECT_TRUE(verdict.gates[1].skipped);
  EXPECT_EQ(in_english(verdict.gates[1].reason),
            "ppl was not measured, so this bar of the profile is skipped.");
}

TEST(Decide, one_fail_beats_any_undecided) {
  const Verdict verdict =
      decided(article_rows(), {gate("f1[label=0]", ">", 0.5), gate("accuracy", ">=", 0.99)})
          .verdict;
  EXPECT_EQ(verdict.decision, Decision::fail);
  EXPECT_EQ(in_english(verdict.headline),
            "Accuracy is 0.75 (0.30 – 0.95); the bar is at least 0.99, and the whole interval "
            "misses it.");
  EXPECT_EQ(in_english(verdict.reason), "Of 2 gates, 0 pass, 1 fail and 1 stay undecided.");
}

TEST(Decide, a_gate_of_the_user_on_something_not_measured_is_undecided) {
  const Verdict verdict = decided(article_rows(), {gate("human", ">=", 4)}).verdict;
  EXPECT_EQ(verdict.decision, Decision::undecided);
  EXPECT_EQ(in_english(verdict.headline), "The gate human>=4 cannot be decided.");
  EXPECT_EQ(in_english(verdict.reason), "human was not measured.");
}

TEST(Decide, an_undefined_score_and_a_missing_interval_are_undecided) {
  Evidence evidence = bleu_rows(1);
  evidence.metrics[0].interval.reset();
  evidence.metrics[0].no_interval_because = "one row alone says nothing about the spread";
  const Verdict bare = decided(evidence, {gate("bleu[tok=zh]", ">=", 30)}).verdict;
  EXPECT_EQ(bare.decision, Decision::undecided);
  EXPECT_EQ(in_english(bare.headline),
            "BLEU (zh) is 35.4; the bar is at least 30.0, and nothing tells how sure that is.");
  EXPECT_EQ(in_english(bare.reason),
            "There is no interval to decide by: one row alone says nothing about the spread.");
  evidence.metrics[0].score = Score::undefined("no row has a reference");
  const Verdict none = decided(evidence, {gate("bleu[tok=zh]", ">=", 30)}).verdict;
  EXPECT_EQ(none.decision, Decision::undecided);
  EXPECT_EQ(in_english(none.reason), "bleu[tok=zh] has no value: no row has a reference.");
}

TEST(Decide, a_few_rows_of_one_score_tell_nothing_about_the_spread) {
  Evidence evidence = bleu_rows(2);
  evidence.metrics[0].interval = Interval{35.42, 35.42, 0.95, "t"};
  const Verdict verdict = decided(evidence, {gate("bleu[tok=zh]", ">=", 30)}).verdict;
  EXPECT_EQ(verdict.decision, Decision::undecided);
  EXPECT_EQ(in_english(verdict.reason),
            "With 2 rows, all of one score, nothing tells how much scores differ.");
  EXPECT_EQ(in_english(decided(evidence).verdict.reason),
            "With 2 rows, all of one score, nothing tells how much scores differ.");
  evidence.metrics[0].n = 30;
  EXPECT_EQ(decided(evidence, {gate("bleu[tok=zh]", ">=", 30)}).verdict.decision, Decision::pass);
}

TEST(Decide, an_interval_that_misses_its_own_score_decides_nothing) {
  Evidence evidence = bleu_rows(600);
  evidence.metrics[0].score = Score::of(42);
  const Verdict verdict = decided(evidence, {gate("bleu[tok=zh]", ">=", 30)}).verdict;
  EXPECT_EQ(verdict.decision, Decision::undecided);
  EXPECT_EQ(
      in_english(verdict.reason),
      "The interval, 30.1 – 40.9, does not hold the score itself: resampling is biased here, so "
      "it decides nothing.");
}

TEST(Decide, a_mean_needs_as_many_rows_as_its_spread_says) {
  // Standard deviation 0.24 and a gap of 0.04: t·0.24/√n falls below 0.04 at n = 141 (t = 1.977).
  Evidence evidence = bleu_rows(2);
  ScoreLine& line = evidence.metrics[0];
  line.score = Score::of(0.36);
  line.high = 1;
  line.interval = Interval{0, 1, 0.95, "t"};
  const std::vector<GateLine> bar = {gate("bleu[tok=zh]", ">=", 0.4)};
  EXPECT_FALSE(decided(evidence, bar).verdict.gates[0].needed_n.has_value());
  line.spread = 0.24;
  EXPECT_EQ(decided(evidence, bar).verdict.gates[0].needed_n, 141);
  line.spread = 0;
  line.n = 10;  // half-width 2.262 · 0.24 / √10 = 0.1717 above, cut at 0 below
  line.score = Score::of(0.1);
  line.interval = Interval{0, 0.1 + 0.17168, 0.95, "t"};
  EXPECT_EQ(decided(evidence, {gate("bleu[tok=zh]", ">=", 0.14)}).verdict.gates[0].needed_n, 141);
}

TEST(Decide, chinese_words_follow_a_latin_title_after_a_blank_and_a_chinese_one_at_once) {
  constexpr Text kChinese{"Score (x)", "分數（x）"};
  Evidence evidence = bleu_rows(600);
  evidence.metrics[0].title = Message(kChinese);
  EXPECT_EQ(in_chinese(decided(evidence).verdict.headline),
            "分數（x）為 35.4（30.1 – 40.9），樣本共 600 筆。");
  evidence.metrics[0].title = "BLEU";
  EXPECT_EQ(in_chinese(decided(evidence).verdict.headline),
            "BLEU 為 35.4（30.1 – 40.9），樣本共 600 筆。");
}

TEST(Decide, gates_that_want_less_are_read_the_other_way_round) {
  Evidence evidence = bleu_rows(600);  // interval 30.1 – 40.9
  const auto decision = [&](const char* comparison, double bar) {
    return decided(evidence, {gate("bleu[tok=zh]", comparison, bar)}).verdict.decision;
  };
  EXPECT_EQ(decision("<=", 40.9), Decision::pass);
  EXPECT_EQ(decision("<", 40.9), Decision::undecided);
  EXPECT_EQ(decision("<", 30.1), Decision::fail);
  EXPECT_EQ(decision("<=", 30.1), Decision::undecided);
  EXPECT_EQ(decision(">=", 30.1), Decision::pass);
  EXPECT_EQ(decision(">", 30.1), Decision::undecided);
  EXPECT_EQ(decision(">", 40.9), Decision::fail);
  EXPECT_EQ(decision(">=", 40.9), Decision::undecided);
}

TEST(Decide, only_skipped_gates_leave_no_decision) {
  GateLine human = gate("human", ">=", 4);
  human.from_profile = true;
  EXPECT_EQ(decided(article_rows(), {human}).verdict.decision, Decision::none);
}

TEST(Decide, balanced_labels_are_judged_by_accuracy_and_macro_f1) {
  const Verdict verdict = decided(made_labels({"neg", "pos"}, {{450, 50}, {30, 470}})).verdict;
  EXPECT_TRUE(verdict.enough);
  EXPECT_EQ(in_english(verdict.headline),
            "Accuracy is 0.92 (0.90 – 0.94) and macro F1 is 0.92 over 1,000 rows.");
  EXPECT_EQ(in_english(verdict.reason),
            "Always saying \"neg\" gives accuracy 0.50. The weakest label is neg: F1 0.92 (0.90 – "
            "0.93).");
  EXPECT_EQ(in_chinese(verdict.headline),
            "準確率為 0.92（0.90 – 0.94），巨觀平均 F1 為 0.92，樣本共 1,000 筆。");
}

TEST(Decide, imbalanced_labels_are_judged_by_f1_of_the_rare_one) {
  const Verdict verdict = decided(made_labels({"neg", "pos"}, {{60, 40}, {30, 870}})).verdict;
  EXPECT_EQ(verdict.core_label, "neg");
  EXPECT_EQ(in_english(verdict.headline),
            "F1 of label neg is 0.63 (0.55 – 0.71); always saying \"neg\" gives 0.18.");
  EXPECT_EQ(in_english(verdict.reason),
            "Label neg is rare (100 of 1,000 rows), so accuracy 0.93 says little: always saying "
            "\"pos\" scores 0.90.");
  EXPECT_EQ(in_chinese(verdict.headline),
            "標籤 neg 的 F1 為 0.63（0.55 – 0.71）；永遠回答「neg」只有 0.18。");
}

TEST(Decide, the_positive_label_is_the_core_one_when_named) {
  Evidence evidence = made_labels({"neg", "pos"}, {{450, 50}, {30, 470}});
  evidence.positive = "pos";
  const Verdict verdict = decided(evidence).verdict;
  EXPECT_EQ(verdict.core_label, "pos");
  EXPECT_EQ(in_english(verdict.headline),
            "F1 of label pos is 0.92 (0.90 – 0.94); always saying \"pos\" gives 0.67.");
}

TEST(Decide, a_model_worse_than_a_constant_answer_hears_it) {
  const Verdict verdict = decided(made_labels({"a", "b"}, {{200, 300}, {300, 200}})).verdict;
  EXPECT_EQ(in_english(verdict.reason),
            "That is no better than always saying \"a\", which gives 0.50. The weakest label is a: "
            "F1 0.40 (0.36 – 0.44).");
}

TEST(Decide, one_label_alone_cannot_show_how_others_fare) {
  const Verdict verdict = decided(made_labels({"neg", "pos"}, {{0, 0}, {3, 87}})).verdict;
  EXPECT_EQ(in_english(verdict.reason),
            "Every row is truly \"pos\": these rows cannot show how any other label fares.");
}

TEST(Decide, costs_that_differ_speak_first) {
  Evidence evidence = made_labels({"0", "1"}, {{40, 10}, {5, 45}});
  evidence.costs = {{"0>1", 5}, {"1>0", 1}};
  ScoreLine cost = made_score("normalised_cost", "Normalised cost", 0.55, 100,
                              Interval{0.31, 0.86, 0.95, "dirichlet"});
  evidence.metrics.push_back(cost);
  EXPECT_EQ(in_english(decided(evidence).verdict.headline),
            "Errors cost 0.55 times what the cheapest fixed answer costs (0.31 – 0.86).");
  evidence.metrics.back().interval->hi = 1.2;
  const Verdict unsure = decided(evidence).verdict;
  EXPECT_FALSE(unsure.enough);
  EXPECT_EQ(in_english(unsure.headline),
            "Errors cost 0.55 times what the cheapest fixed answer costs, but with 100 rows it may "
            "be anything from 0.31 to 1.20.");
  evidence.costs = {{"0>1", 1}, {"1>0", 1}};
  EXPECT_EQ(decided(evidence).verdict.primary_key, "accuracy");
}

TEST(Decide, recall_counts_first_where_missing_is_dear) {
  Evidence evidence = made_labels({"0", "1"}, {{40, 10}, {5, 45}});
  evidence.costs = {{"0>1", 5}, {"1>0", 1}};
  evidence.metrics.push_back(made_score("normalised_cost", "Normalised cost", 0.55, 100,
                                        Interval{0.31, 0.86, 0.95, "dirichlet"}));
  evidence.metrics.push_back(
      made_score("recall[label=0]", "Recall", 0.8, 50, Interval{0.67, 0.89, 0.95, "wilson"}));
  const Verdict verdict = decided(evidence).verdict;
  EXPECT_EQ(verdict.core_label, "0");
  EXPECT_EQ(in_english(verdict.reason),
            "Missing \"0\" costs 5, a false alarm 1, so its recall counts first: 0.80 (0.67 – "
            "0.89).");
}

TEST(Decide, generation_shows_its_first_score_and_how_to_set_a_bar) {
  const Verdict verdict = decided(bleu_rows(600)).verdict;
  EXPECT_EQ(verdict.decision, Decision::none);
  EXPECT_TRUE(verdict.enough);
  EXPECT_EQ(in_english(verdict.headline), "BLEU (zh) is 35.4 (30.1 – 40.9) over 600 rows.");
  EXPECT_EQ(in_english(verdict.reason),
            "There is no bar to pass: add --gate 'bleu[tok=zh]>=…' with the number you need.");
}

TEST(Decide, two_texts_are_too_few) {
  const Verdict verdict = decided(bleu_rows(2)).verdict;
  EXPECT_FALSE(verdict.enough);
  EXPECT_EQ(in_english(verdict.headline),
            "BLEU (zh) is 35.4, but with 2 rows it may be anything from 30.1 to 40.9.");
  EXPECT_EQ(in_chinese(verdict.headline),
            "BLEU (zh) 為 35.4，但樣本只有 2 筆，真值可能在 30.1 到 40.9 之間。");
}

TEST(Decide, nothing_scored_says_why) {
  Evidence evidence = bleu_rows(0);
  evidence.metrics[0].score = Score::undefined("there are no rows");
  evidence.metrics[0].interval.reset();
  const Verdict verdict = decided(evidence).verdict;
  EXPECT_FALSE(verdict.enough);
  EXPECT_EQ(in_english(verdict.headline), "None of these rows could be scored.");
  EXPECT_EQ(in_english(verdict.reason), "BLEU (zh): there are no rows.");
}

TEST(Decide, numbers_beside_a_bar_show_enough_digits_to_differ_from_it) {
  Evidence evidence = bleu_rows(600);
  evidence.metrics[0].score = Score::of(39.98);
  evidence.metrics[0].interval = Interval{39.96, 39.99, 0.95, "t"};
  EXPECT_EQ(in_english(decided(evidence, {gate("bleu[tok=zh]", ">=", 40)}).verdict.headline),
            "BLEU (zh) is 39.98 (39.96 – 39.99); the bar is at least 40.0, and the whole interval "
            "misses it.");
}

}  // namespace
}  // namespace shijin
