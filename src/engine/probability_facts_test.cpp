// Thresholds where the model will work: as often as --prevalence says a label is there.
#include "engine/probability_facts.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

struct Level {
  double p;  // of label "0"
  int zeros;
  int ones;
};

// 1,000 rows of each label; the label "0" is at three levels of its probability.
constexpr Level kLevels[] = {{0.9, 600, 100}, {0.6, 300, 300}, {0.3, 100, 600}};

std::vector<SliceRow> rows_of_levels() {
  std::vector<SliceRow> rows;
  const auto add = [&](std::int32_t truth, double p) {
    SliceRow row;
    row.row = static_cast<std::int64_t>(rows.size()) + 1;
    row.truth = truth;
    row.probabilities = {p, 1 - p};
    rows.push_back(std::move(row));
  };
  for (const Level& level : kLevels) {
    for (int i = 0; i < level.zeros; ++i) add(0, level.p);
    for (int i = 0; i < level.ones; ++i) add(1, level.p);
  }
  return rows;
}

ThresholdChoice chosen(const ProbabilityPlan& plan) {
  const ProbabilityFacts facts = probability_facts(rows_of_levels(), plan);
  EXPECT_TRUE(facts.threshold.has_value());
  return facts.threshold.value_or(ThresholdChoice{});
}

ProbabilityPlan plan_of(std::map<std::string, double> costs,
                        std::map<std::string, double> prevalence) {
  return {{"0", "1"}, "0", std::move(costs), std::move(prevalence), 1};
}

// At the shares of the test set, and a missed "0" at 5, a false alarm at 1:
//   level 0.9   say "0": 100 alarms = 100     say "1": 600 × 5 = 3,000
//   level 0.6   say "0": 300                  say "1": 300 × 5 = 1,500
//   level 0.3   say "0": 600                  say "1": 100 × 5 = 500
// so "0" is said from between 0.3 and 0.6 on.
TEST(ThresholdAtPrevalence, is_that_of_the_test_set_where_no_share_is_given) {
  const ThresholdChoice choice = chosen(plan_of({{"0>1", 5}, {"1>0", 1}}, {}));
  EXPECT_EQ(choice.measure, "cost");
  EXPECT_DOUBLE_EQ(choice.threshold, 0.45);
}

// Where 5 of 100 are "0", each row of it stands for 0.05 / 0.5 = 0.1, each of "1", of which no
// share is given and 0.95 is left, for 0.95 / 0.5 = 1.9:
//   level 0.9   say "0": 100 × 1.9 = 190      say "1": 600 × 5 × 0.1 = 300
//   level 0.6   say "0": 300 × 1.9 = 570      say "1": 300 × 5 × 0.1 = 150
//   level 0.3   say "0": 600 × 1.9 = 1,140    say "1": 100 × 5 × 0.1 = 50
// so "0" is said from between 0.6 and 0.9 on. At 0.5, as now, a row costs (190 + 570 + 50) / 2,000
// = 0.405; from 0.75 on (190 + 150 + 50) / 2,000 = 0.195. Half of the rows judge: they stray a
// little.
TEST(ThresholdAtPrevalence, follows_the_share_of_one_label_and_leaves_the_rest_to_the_other) {
  const ThresholdChoice choice = chosen(plan_of({{"0>1", 5}, {"1>0", 1}}, {{"0", 0.05}}));
  EXPECT_DOUBLE_EQ(choice.threshold, 0.75);
  EXPECT_NEAR(choice.now, 0.405, 0.03);
  EXPECT_NEAR(choice.best, 0.195, 0.03);
  ASSERT_TRUE(choice.gain.has_value());
  EXPECT_LT(choice.gain->lo, -0.21);
  EXPECT_GT(choice.gain->hi, -0.21 - 0.05);
  EXPECT_LT(choice.gain->hi, 0);
}

TEST(ThresholdAtPrevalence, is_the_same_whether_the_rest_is_spelt_out_or_left) {
  const std::map<std::string, double> costs{{"0>1", 5}, {"1>0", 1}};
  const ThresholdChoice left = chosen(plan_of(costs, {{"0", 0.05}}));
  const ThresholdChoice other = chosen(plan_of(costs, {{"1", 0.95}}));
  const ThresholdChoice both = chosen(plan_of(costs, {{"0", 0.05}, {"1", 0.95}}));
  for (const ThresholdChoice* one : {&other, &both}) {
    EXPECT_DOUBLE_EQ(one->threshold, left.threshold);
    EXPECT_NEAR(one->now, left.now, 1e-12);
    EXPECT_NEAR(one->best, left.best, 1e-12);
  }
}

// Without costs F1 of "0" decides. As tested: from 0.75 on 2 × 600 / (1,000 + 700) = 0.71, from
// 0.45 on 2 × 900 / (1,000 + 1,300) = 0.78, always 2 × 1,000 / 3,000 = 0.67. Where 5 of 100 are
// "0": 120 / (100 + 60 + 190) = 0.34, 180 / (100 + 90 + 760) = 0.19, 200 / (100 + 100 + 1,900) =
// 0.10.
TEST(ThresholdAtPrevalence, moves_the_threshold_of_f1_as_well) {
  EXPECT_DOUBLE_EQ(chosen(plan_of({}, {})).threshold, 0.45);
  const ThresholdChoice rare = chosen(plan_of({}, {{"0", 0.05}}));
  EXPECT_EQ(rare.measure, "f1");
  EXPECT_DOUBLE_EQ(rare.threshold, 0.75);
  EXPECT_NEAR(rare.now, 0.19, 0.02);
  EXPECT_NEAR(rare.best, 0.34, 0.04);
}

}  // namespace
}  // namespace shijin
