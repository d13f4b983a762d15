// Baselines against scores counted by hand.
#include "evidence/baseline.h"

#include <gtest/gtest.h>

#include "evidence/label_key.h"

namespace shijin {
namespace {

double value_of(const std::vector<Baseline>& all, std::string_view name, std::string_view key) {
  for (const Baseline& one : all) {
    if (one.name == name && one.key == key) return one.value;
  }
  return -1;
}

TEST(Baseline, counts_what_no_skill_scores) {
  // 90 "1" and 10 "0". Always "1": accuracy 0.9, F1 of "1" = 2·0.9/1.9, of "0" = 0.
  const std::vector<LabelLine> labels = {{.label = "0", .truth = 10}, {.label = "1", .truth = 90}};
  const std::vector<Baseline> all = compute_baselines(labels);
  EXPECT_DOUBLE_EQ(value_of(all, "majority", "accuracy"), 0.9);
  EXPECT_DOUBLE_EQ(value_of(all, "majority", "balanced_accuracy"), 0.5);
  EXPECT_DOUBLE_EQ(value_of(all, "majority", "f1[avg=macro]"), 1.8 / 1.9 / 2);
  EXPECT_DOUBLE_EQ(value_of(all, "always", "f1[label=0]"), 0.2 / 1.1);
  EXPECT_DOUBLE_EQ(value_of(all, "always", "f1[label=1]"), 1.8 / 1.9);
  EXPECT_DOUBLE_EQ(value_of(all, "random", "f1[label=0]"), 0.1);
  EXPECT_DOUBLE_EQ(value_of(all, "random", "accuracy"), 0.82);
}

TEST(Baseline, always_saying_a_label_of_half_the_rows_has_an_f1_of_two_thirds) {
  const std::vector<LabelLine> labels = {{.label = "0", .truth = 2}, {.label = "1", .truth = 2}};
  const std::vector<Baseline> all = compute_baselines(labels);
  const Baseline* best = best_baseline(all, "f1[label=0]");
  ASSERT_NE(best, nullptr);
  EXPECT_EQ(best->name, "always");
  EXPECT_EQ(best->label, "0");
  EXPECT_DOUBLE_EQ(best->value, 2.0 / 3.0);
}

TEST(Baseline, the_majority_among_equals_is_the_first_label) {
  const std::vector<LabelLine> labels = {{.label = "b", .truth = 2}, {.label = "a", .truth = 2}};
  EXPECT_EQ(compute_baselines(labels).front().label, "a");
}

TEST(Baseline, a_label_that_is_never_true_has_none) {
  const std::vector<LabelLine> labels = {{.label = "a", .truth = 4},
                                         {.label = "b", .predicted = 1, .in_truth_set = false}};
  const std::vector<Baseline> all = compute_baselines(labels);
  EXPECT_EQ(best_baseline(all, "f1[label=b]"), nullptr);
  EXPECT_DOUBLE_EQ(value_of(all, "majority", "balanced_accuracy"), 1.0);
  EXPECT_TRUE(compute_baselines({}).empty());
}

TEST(LabelKey, quotes_what_would_break_the_key) {
  EXPECT_EQ(label_key("f1", "0"), "f1[label=0]");
  EXPECT_EQ(label_key("recall", "好評"), "recall[label=好評]");
  EXPECT_EQ(label_key("f1", "not bad"), "f1[label=\"not bad\"]");
  EXPECT_EQ(label_key("f1", "a\"]"), "f1[label=\"a\\\"]\"]");
}

}  // namespace
}  // namespace shijin
