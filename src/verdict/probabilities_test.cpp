// The sentences on costs, thresholds, calibration and abstention, from numbers worked out by hand.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

TEST(DearestError, says_which_confusion_makes_most_of_the_cost) {
  Evidence evidence = made_labels({"0", "1"}, {{60, 40}, {90, 810}});
  evidence.costs = {{"0>1", 5}, {"1>0", 1}};
  // (40·5 + 90·1) / 1000 = 0.29 a row; 200 of 290 come from missing a 0.
  ScoreLine cost =
      made_score("expected_cost", "Expected cost", 0.29, 1000, Interval{0.23, 0.36, 0.95, "delta"});
  evidence.metrics.push_back(cost);
  const auto found = found_by(evidence, "dearest-error");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(
      in_english(found[0].headline),
      "1,000 rows cost 290 (230 – 360); 69 % of that comes from saying \"1\" when it is \"0\" "
      "(40 of 100 such rows).");
  EXPECT_EQ(found[0].severity, Finding::Level::high);
}

TEST(DearestError, counts_labels_as_often_as_they_occur_in_use) {
  Evidence evidence = made_labels({"0", "1"}, {{60, 40}, {90, 810}});
  evidence.costs = {{"0>1", 5}, {"1>0", 1}};
  evidence.prevalence = {{"0", 0.01}, {"1", 0.99}};
  // 0.01·0.4·5 = 0.02 and 0.99·0.1·1 = 0.099: now the other confusion is the dearer one.
  evidence.metrics.push_back(made_score("expected_cost", "Expected cost", 0.119, 1000, {}));
  const auto found = found_by(evidence, "dearest-error");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(in_english(found[0].headline),
            "1,000 rows cost 119; 83 % of that comes from saying \"0\" when it is \"1\" (90 of 900 "
            "such rows).");
}

TEST(DearestError, gives_the_labels_that_are_not_named_what_is_left) {
  Evidence evidence = made_labels({"0", "1"}, {{60, 40}, {90, 810}});
  evidence.costs = {{"0>1", 5}, {"1>0", 1}};
  evidence.prevalence = {{"0", 0.01}};  // which leaves 0.99 for 1
  evidence.metrics.push_back(made_score("expected_cost", "Expected cost", 0.119, 1000, {}));
  const auto found = found_by(evidence, "dearest-error");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(in_english(found[0].headline),
            "1,000 rows cost 119; 83 % of that comes from saying \"0\" when it is \"1\" (90 of 900 "
            "such rows).");
}

TEST(ThresholdBetter, speaks_only_when_the_gain_is_sure) {
  Evidence evidence;
  evidence.probabilities.rows = 400;
  evidence.probabilities.threshold =
      ThresholdChoice{"0", "1", "f1", 0.31, 0.62, 0.74, Interval{0.05, 0.19, 0.95, "x"}};
  const auto found = found_by(evidence, "threshold-better");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(
      in_english(found[0].headline),
      "Saying \"0\" from a probability of 0.31 on would put its F1 at 0.74 instead of 0.62 (a "
      "gain of 0.05 – 0.19), without any training.");
  evidence.probabilities.threshold->gain = Interval{-0.01, 0.19, 0.95, "x"};
  EXPECT_TRUE(found_by(evidence, "threshold-better").empty());
}

TEST(ThresholdBetter, a_lower_cost_is_a_saving) {
  Evidence evidence;
  evidence.probabilities.rows = 400;
  evidence.probabilities.threshold =
      ThresholdChoice{"0", "1", "cost", 0.2, 0.29, 0.21, Interval{-0.12, -0.03, 0.95, "x"}};
  const auto found = found_by(evidence, "threshold-better");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(in_english(found[0].headline),
            "Saying \"0\" from a probability of 0.20 on would put the cost of 1,000 rows at 210 "
            "instead of 290 (a saving of 30 – 120), without any training.");
}

TEST(Miscalibrated, tells_too_sure_from_not_sure_enough) {
  Evidence evidence;
  ProbabilityFacts& facts = evidence.probabilities;
  facts.rows = 400;
  facts.confidence = 0.93;
  facts.accuracy = 0.8;
  facts.temperature = 2.1;
  facts.log_loss = 0.61;
  facts.log_loss_scaled = 0.48;
  auto found = found_by(evidence, "miscalibrated");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(
      in_english(found[0].headline),
      "The model is surer than it is right: mean confidence 0.93, accuracy 0.80. Dividing its "
      "logits by 2.10 lowers the log loss from 0.610 to 0.480.");
  facts.confidence = 0.7;
  found = found_by(evidence, "miscalibrated");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(in_english(found[0].headline).starts_with("The model is less sure than it is right"));
  facts.log_loss_scaled = 0.605;
  EXPECT_TRUE(found_by(evidence, "miscalibrated").empty());
}

TEST(Abstain, says_what_the_surest_answers_would_score) {
  Evidence evidence;
  ProbabilityFacts& facts = evidence.probabilities;
  facts.rows = 400;
  facts.accuracy = 0.8;
  facts.abstention = {{0.5, 0.9, 0.99}, {0.8, 0.7, 0.9}, {0.9, 0.6, 0.86}, {1, 0.5, 0.8}};
  const auto found = found_by(evidence, "abstain");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(in_english(found[0].headline),
            "Answering only from a confidence of 0.70 on (80 % of the rows) would put accuracy at "
            "0.90 instead of 0.80; people would see the other 20 %.");
}

TEST(PrecisionTraded, puts_recall_first_where_missing_is_dear) {
  const Evidence evidence = made_labels({"0", "1"}, {{30, 70}, {2, 898}});
  const auto found = found_by(evidence, "precision-traded");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(in_english(found[0].headline),
            "The model says \"0\" too seldom: 32 times where it is true 100 times; precision 0.94, "
            "recall 0.30.");
  EXPECT_EQ(in_english(found[0].remedy),
            "If missing \"0\" is dear, raise its weight, add such training rows, or lower its "
            "threshold: recall comes first there, and precision pays for it.");
}

// The article's own case: people give 4.5, the overlap is below 0.4.
TEST(PeopleAndMachine, low_overlap_and_good_ratings_mean_narrow_references) {
  Evidence evidence;
  evidence.task = Task::generation;
  evidence.metrics.push_back(made_score("nltk_bleu[order=2,tok=char]", "BLEU-2", 0.28, 2, {}));
  evidence.rated = {{"fluency", 2, 4.5, {}}, {"overall", 2, 4.5, {}}};
  const auto found = found_by(evidence, "people-and-machine");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(
      in_english(found[0].headline),
      "People give 4.50 of 5 (2 rows), but BLEU-2 is only 0.28, below 0.4: the texts are good, "
      "and the references too narrow.");
  EXPECT_TRUE(in_english(found[0].remedy).starts_with("Extend the references"));
}

TEST(PeopleAndMachine, high_overlap_and_bad_ratings_mean_bad_training_data) {
  Evidence evidence;
  evidence.task = Task::generation;
  evidence.metrics.push_back(made_score("nltk_bleu[order=2,tok=char]", "BLEU-2", 0.71, 2, {}));
  evidence.rated = {{"overall", 2, 2.25, {}}, {"relevance", 2, 2, {}}};
  const auto found = found_by(evidence, "people-and-machine");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(in_english(found[0].headline),
            "BLEU-2 is 0.71, at least 0.4, but people give only 2.25 of 5 (2 rows): the texts look "
            "like the references and read wrong.");
  EXPECT_TRUE(in_english(found[0].remedy).starts_with("Better training data"));
  evidence.rated[0].mean = 4.2;
  EXPECT_TRUE(found_by(evidence, "people-and-machine").empty());
}

}  // namespace
}  // namespace shijin
