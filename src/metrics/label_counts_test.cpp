// The label statistic: sums by label, exactness in any order, and the posterior draw.
#include "metrics/label_counts.h"

#include <gtest/gtest.h>

#include <cmath>

namespace shijin {
namespace {

struct Row {
  const char* truth;  // nullptr: missing
  const char* predicted;
  double weight = 1;
};

LabelCounts::State count(LabelSet& labels, const std::vector<Row>& rows) {
  std::vector<LabelCounts::Stat> stats;
  std::vector<double> weights;
  const auto id = [&](const char* label) { return label ? labels.id(label) : kNoLabel; };
  for (const Row& row : rows) {
    stats.push_back({id(row.truth), id(row.predicted)});
    weights.push_back(row.weight);
  }
  LabelCounts::State state;
  LabelCounts{&labels}.add_all(state, stats, weights);
  return state;
}

TEST(LabelCounts, sums_by_label_in_code_point_order) {
  LabelSet labels;
  const auto state =
      count(labels, {{"pos", "pos"}, {"Pos", "pos"}, {"neg", "pos"}, {"neg", "neg"}});
  const LabelSums sums = label_sums(state, labels);
  EXPECT_EQ(sums.names, (std::vector<std::string_view>{"Pos", "neg", "pos"}));
  EXPECT_EQ(sums.total, 4);
  EXPECT_EQ(sums.hits, 2);
  const LabelTally& pos = sums.labels[2];
  EXPECT_EQ(pos.hits, 1);
  EXPECT_EQ(pos.truth, 1);
  EXPECT_EQ(pos.predicted, 3);
  EXPECT_EQ(pos.false_positives, 2);
  EXPECT_EQ(pos.false_negatives, 0);
  EXPECT_EQ(pos.negatives, 3);
  EXPECT_EQ(sums.find("neg"), 1);
  EXPECT_EQ(sums.find("none"), -1);
}

TEST(LabelCounts, counts_an_output_outside_a_closed_set_as_an_error_of_its_true_label) {
  const std::string given[] = {"b", "a", "c"};
  LabelSet labels(given);
  const auto state = count(labels, {{"a", "a"}, {"a", "what?"}, {"b", nullptr}, {nullptr, "a"}});
  const LabelSums sums = label_sums(state, labels);
  EXPECT_EQ(sums.names, (std::vector<std::string_view>{"a", "b", "c"}));
  std::vector<std::vector<double>> counts(3, std::vector<double>(3));
  std::vector<double> unparsed(3);
  for (const auto& [truth, predicted, rows] : sums.cells) {
    if (truth == LabelSums::kOther) continue;
    (predicted == LabelSums::kOther ? unparsed[truth] : counts[truth][predicted]) += rows;
  }
  EXPECT_EQ(counts, (std::vector<std::vector<double>>{{1, 0, 0}, {0, 0, 0}, {0, 0, 0}}));
  EXPECT_EQ(unparsed, (std::vector<double>{1, 1, 0}));
  const double truths[] = {2, 1, 0};
  const double predictions[] = {1, 0, 0};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(sums.labels[i].truth, truths[i]);
    EXPECT_EQ(sums.labels[i].predicted, predictions[i]);
  }
  EXPECT_EQ(sums.total, 3);
}

TEST(LabelCounts, gives_the_same_bits_in_any_order_and_split) {
  LabelSet labels;
  std::vector<Row> rows;
  for (int i = 0; i < 200; ++i) {
    rows.push_back({i % 3 == 0 ? "a" : "b", i % 5 == 0 ? "a" : "b", 0.1 + i * 1e-7});
  }
  const LabelCounts statistic{&labels};
  const LabelSums whole = label_sums(count(labels, rows), labels);
  std::vector<Row> front(rows.rbegin(), rows.rbegin() + 77);
  std::vector<Row> back(rows.rbegin() + 77, rows.rend());
  LabelCounts::State merged = count(labels, back);
  statistic.merge(merged, count(labels, front));
  const LabelSums other = label_sums(merged, labels);
  EXPECT_EQ(whole.total, other.total);
  for (std::size_t i = 0; i < 2; ++i) EXPECT_EQ(whole.labels[i].hits, other.labels[i].hits);
}

TEST(LabelCounts, holds_thousands_of_labels_without_a_square_table) {
  LabelSet labels;
  LabelCounts::State state;
  std::vector<LabelCounts::Stat> stats;
  for (int i = 0; i < 50'000; ++i) {
    const LabelId id = labels.id(std::to_string(i));
    stats.push_back({id, id});
  }
  LabelCounts{&labels}.add_all(state, stats, {});
  const LabelSums sums = label_sums(state, labels);
  EXPECT_EQ(sums.names.size(), 50'000U);
  EXPECT_EQ(sums.hits, 50'000);
  EXPECT_EQ(sums.cells.size(), 50'000U);
}

TEST(LabelCounts, draws_cells_whose_mean_is_the_posterior_mean) {
  LabelSet labels;
  const auto state = count(labels, {{"0", "0"}, {"0", "1"}, {"1", "1"}, {"1", "1"}});
  const LabelCounts statistic{&labels};
  double right = 0;
  constexpr int kDraws = 20'000;
  for (int i = 0; i < kDraws; ++i) {
    Random random(7, static_cast<std::uint64_t>(i));
    const LabelSums sums = label_sums(statistic.resample(state, random), labels);
    EXPECT_NEAR(sums.total, 4, 1e-9);
    right += sums.hits / sums.total / kDraws;
  }
  // Dirichlet(1+½, 1+½, 0+½, 2+½): the diagonal has (1.5 + 2.5) of 6; its standard error is 0.0013.
  EXPECT_NEAR(right, 4.0 / 6, 0.006);
}

TEST(LabelCounts, draws_around_the_score_itself_with_many_labels) {
  LabelSet labels;
  LabelCounts::State state;
  std::vector<LabelCounts::Stat> stats;
  for (int i = 0; i < 800; ++i) {  // 21 labels, 9 of 10 right
    const LabelId truth = labels.id(std::to_string(i % 21));
    const LabelId wrong = labels.id(std::to_string((i + 1) % 21));
    stats.push_back({truth, i % 10 == 0 ? wrong : truth});
  }
  const LabelCounts statistic{&labels};
  statistic.add_all(state, stats, {});
  double mean = 0;
  for (std::uint64_t i = 0; i < 1'000; ++i) {
    Random random(3, i);
    const LabelSums sums = label_sums(statistic.resample(state, random), labels);
    mean += sums.hits / sums.total / 1'000;
  }
  // The posterior mean: 720 hits and 21 · 2/441 of the prior, of 802 rows.
  EXPECT_NEAR(mean, (720 + 42.0 / 441) / 802, 0.002);
}

TEST(LabelCounts, draws_the_same_whoever_came_first) {
  LabelSet first;
  first.id("x");
  first.id("y");
  LabelSet second;
  second.id("y");
  second.id("x");
  const std::vector<Row> rows = {{"x", "x"}, {"x", "y"}, {"y", "y"}, {"y", nullptr}, {"z", "x"}};
  const auto a = count(first, rows);
  const auto b = count(second, rows);
  Random random_a(1, 2);
  Random random_b(1, 2);
  const LabelSums left = label_sums(LabelCounts{&first}.resample(a, random_a), first);
  const LabelSums right = label_sums(LabelCounts{&second}.resample(b, random_b), second);
  ASSERT_EQ(left.cells.size(), right.cells.size());
  for (std::size_t i = 0; i < left.cells.size(); ++i) {
    EXPECT_EQ(left.cells[i].count, right.cells[i].count);
  }
}

}  // namespace
}  // namespace shijin
