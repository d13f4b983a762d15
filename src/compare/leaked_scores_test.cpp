// The scores of a part are those of a file that holds that part alone, interval and all.
#include "compare/leaked_scores.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "stats/proportions.h"
#include "table/testing.h"

namespace shijin {
namespace {

struct Measured {
  KeptRun kept;
  Evidence evidence;
};

Measured run(const std::string& path, const EvaluateOptions& options) {
  Measured out;
  Notes notes;
  auto table = Table::open(std::span(&path, 1), {}, notes);
  EXPECT_TRUE(table.ok());
  EvaluateHooks hooks;
  hooks.keep = &out.kept;
  auto evidence = evaluate(*table, options, hooks);
  EXPECT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  out.evidence = std::move(evidence).value();
  return out;
}

// Each third row leaks, and those are right more often.
std::vector<std::string> label_rows() {
  Random random(1, 1);
  std::vector<std::string> rows;
  for (int i = 0; i < 300; ++i) {
    const std::string truth = random.uniform() < 0.4 ? "0" : "1";
    const bool right = i % 3 == 0 || random.uniform() < 0.7;
    const std::string said = right ? truth : (truth == "1" ? "0" : "1");
    rows.push_back("r" + std::to_string(i) + "," + truth + "," + said + "\n");
  }
  return rows;
}

std::vector<std::string> text_rows() {
  const std::vector<std::string> words = {"the", "cat", "sat", "on", "a", "mat", "and", "slept"};
  Random random(2, 2);
  std::vector<std::string> rows;
  for (int i = 0; i < 120; ++i) {
    std::string reference, output;
    for (int k = 0; k < 9; ++k) {
      const std::string& word = words[random.below(words.size())];
      reference += word + " ";
      output += (i % 3 == 0 || random.uniform() < 0.8 ? word : "dog") + " ";
    }
    rows.push_back("r" + std::to_string(i) + "," + reference + "," + output + "\n");
  }
  return rows;
}

void expect_parts(const std::string& head, const std::vector<std::string>& rows,
                  const EvaluateOptions& options) {
  std::string all = head, clean = head, leaked = head;
  std::vector<std::int64_t> leaks;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    all += rows[i];
    (i % 3 == 0 ? leaked : clean) += rows[i];
    if (i % 3 == 0) leaks.push_back(static_cast<std::int64_t>(i) + 1);
  }
  const testing::Folder folder;
  Measured whole = run(folder.write("all.csv", all), options);
  const Measured one = run(folder.write("clean.csv", clean), options);
  const Measured other = run(folder.write("leaked.csv", leaked), options);
  const auto scores = leaked_scores(whole.kept, options, whole.evidence, leaks);
  ASSERT_FALSE(scores.empty());
  for (const LeakedScore& score : scores) {
    const std::pair<const ScoreLine*, const ScoreLine*> pairs[] = {
        {&score.clean, one.evidence.find(score.all.key)},
        {&score.leaked, other.evidence.find(score.all.key)}};
    for (const auto& [part, alone] : pairs) {
      ASSERT_NE(alone, nullptr) << score.all.key;
      EXPECT_EQ(part->n, alone->n) << score.all.key;
      ASSERT_EQ(part->score.value, alone->score.value) << score.all.key;
      ASSERT_EQ(part->interval.has_value(), alone->interval.has_value()) << score.all.key;
      if (!part->interval) continue;
      EXPECT_EQ(part->interval->lo, alone->interval->lo) << score.all.key;
      EXPECT_EQ(part->interval->hi, alone->interval->hi) << score.all.key;
    }
    EXPECT_EQ(score.all.score.value, whole.evidence.find(score.all.key)->score.value);
  }
  // The run can be used on.
  for (const auto& metric : whole.kept.metrics) EXPECT_NE(metric, nullptr);
}

TEST(LeakedScores, of_labels_are_those_of_each_part_alone) {
  expect_parts("id,true_label,pred_label\n", label_rows(), {});
}

TEST(LeakedScores, of_texts_are_those_of_each_part_alone) {
  EvaluateOptions options;
  options.metrics = "bleu,chrf,rouge_l[tok=latin],exact_match";
  expect_parts("id,reference,output\n", text_rows(), options);
}

TEST(LeakedScores, differ_by_newcombes_interval_where_they_are_shares) {
  const testing::Folder folder;
  std::string text = "true_label,pred_label\n";
  std::vector<std::int64_t> leaks;
  for (int i = 0; i < 60; ++i) text += i < 20 ? "1,1\n" : i < 44 ? "0,0\n" : "0,1\n";
  for (int i = 1; i <= 20; ++i) leaks.push_back(i);
  Measured whole = run(folder.write("all.csv", text), {});
  const auto scores = leaked_scores(whole.kept, {}, whole.evidence, leaks);
  const auto found = std::find_if(scores.begin(), scores.end(), [](const LeakedScore& score) {
    return score.all.key == "accuracy";
  });
  ASSERT_NE(found, scores.end());
  ASSERT_TRUE(found->difference);
  // 20 of 20 right against 24 of 40.
  const Bounds expected = newcombe_interval(20, 20, 24, 40, 0.95);
  EXPECT_NEAR(found->difference->lo, expected.lo, 1e-12);
  EXPECT_NEAR(found->difference->hi, expected.hi, 1e-12);
}

TEST(LeakedScores, are_none_where_all_rows_leak_or_none_does) {
  const testing::Folder folder;
  Measured whole = run(folder.write("all.csv", "true_label,pred_label\n1,1\n0,1\n"), {});
  EXPECT_TRUE(leaked_scores(whole.kept, {}, whole.evidence, {}).empty());
  const std::vector<std::int64_t> both = {1, 2};
  EXPECT_TRUE(leaked_scores(whole.kept, {}, whole.evidence, both).empty());
}

}  // namespace
}  // namespace shijin
