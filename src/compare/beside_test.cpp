// Fronts and tables by hand.
#include "compare/beside.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

void add(Comparison& comparison, const std::string& key, Better better,
         const std::vector<double>& scores) {
  for (std::size_t run = 1; run < scores.size(); ++run) {
    ComparedScore line;
    line.run = run;
    line.key = key;
    line.better = better;
    line.base = Score::of(scores[0]);
    line.score = Score::of(scores[run]);
    comparison.scores.push_back(line);
  }
}

TEST(Beside, the_front_holds_what_no_other_run_beats) {
  Comparison comparison;
  comparison.runs.resize(3);
  add(comparison, "f1[avg=macro]", Better::higher, {0.70, 0.80, 0.75});
  add(comparison, "ppl", Better::lower, {12, 11, 10});
  add(comparison, "f1[label=0]", Better::higher, {0.9, 0.1, 0.1});  // of one label: does not count
  const auto pareto = pareto_of(comparison);
  ASSERT_TRUE(pareto.has_value());
  EXPECT_EQ(pareto->keys, (std::vector<std::string>{"f1[avg=macro]", "ppl"}));
  EXPECT_EQ(pareto->front, (std::vector<std::size_t>{1, 2}));  // run 1 beats the base on both
}

TEST(Beside, there_is_no_front_of_one_metric_or_of_two_runs) {
  Comparison comparison;
  comparison.runs.resize(3);
  add(comparison, "accuracy", Better::higher, {0.7, 0.8, 0.75});
  add(comparison, "length_ratio", Better::neither, {1, 2, 3});
  EXPECT_FALSE(pareto_of(comparison).has_value());
  comparison.runs.resize(2);
  add(comparison, "mcc", Better::higher, {0.7, 0.8});
  EXPECT_FALSE(pareto_of(comparison).has_value());
}

TEST(Beside, tables_of_labels_are_taken_from_each_other_by_label) {
  Evidence before;
  before.confusion.labels = {"a", "c"};
  before.confusion.counts = {{3, 1}, {2, 4}};
  Evidence after;
  after.confusion.labels = {"a", "b", "c"};
  after.confusion.counts = {{4, 0, 0, 0}, {0, 0, 0, 0}, {1, 2, 2, 1}};
  after.confusion.has_other = true;
  const auto moved = confusion_difference(before, after, 1);
  ASSERT_TRUE(moved.has_value());
  EXPECT_EQ(moved->labels, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_TRUE(moved->has_other);
  EXPECT_EQ(moved->counts,
            (std::vector<std::vector<double>>{{1, 0, -1, 0}, {0, 0, 0, 0}, {-1, 2, -2, 1}}));
  EXPECT_FALSE(confusion_difference(Evidence(), after, 1).has_value());
}

}  // namespace
}  // namespace shijin
