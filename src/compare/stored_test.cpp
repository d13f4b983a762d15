// A run that went through the store scores as it did, compares as its file does, and is refused
// where it may not be compared.
#include "compare/stored.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "base/file.h"
#include "compare/looks.h"
#include "engine/version.h"

namespace shijin {
namespace {

// A file of texts in which some rows lack one, with ids, inputs and weights.
std::string texts(int seed) {
  std::string out;
  for (int i = 0; i < 60; ++i) {
    const std::string number = std::to_string((i * 7 + seed) % 11);
    const std::string output = i % 13 == 5 ? "" : "the cat number " + number + " sat on the mat";
    out += "{\"id\":\"r" + std::to_string(i) + "\",\"input\":\"q" + std::to_string(i) +
           "\",\"output\":\"" + output + "\",\"reference\":\"the cat number 3 sat on a mat\"}\n";
  }
  return out;
}

std::string labels(int seed) {
  std::string out = "id,text,true_label,pred_label,weight\n";
  for (int i = 0; i < 60; ++i) {
    const std::string truth = i % 3 == 0 ? "負面" : "正面";
    const std::string said = (i * 5 + seed) % 7 < 2 ? "不知道" : truth;
    out += std::to_string(i) + ",t" + std::to_string(i) + "," + truth + "," + said + "," +
           (i % 4 == 0 ? "0.5" : "1") + "\n";
  }
  return out;
}

MeasuredRun measure(const std::string& content, const std::string& ending,
                    const EvaluateOptions& options, std::shared_ptr<LabelSet> shared = {}) {
  const auto path =
      (std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + "-stored" + ending))
          .string();
  EXPECT_TRUE(write_file(path, content).ok());
  MeasuredRun run;
  run.name = "r1";
  run.kept.labels = std::move(shared);
  EvaluateHooks hooks;
  hooks.keep = &run.kept;
  Notes notes;
  auto table = Table::open(std::span(&path, 1), ReadOptions{}, notes);
  EXPECT_TRUE(table.ok());
  auto evidence = evaluate(*table, options, hooks);
  std::filesystem::remove(path);
  EXPECT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  run.evidence = std::move(*evidence);
  run.evidence.run.name = run.name;
  return run;
}

// The run as it comes back from the bytes of the store.
StoredRun through_bytes(const MeasuredRun& run, const RunAsked& asked = {}) {
  const StoredRun stored = to_store(run.evidence, run.kept, asked, run.trainer);
  const auto read = read_stored(write_stored(stored, 2), "stats.bin");
  EXPECT_TRUE(read.ok());
  return *read;
}

void expect_same_scores(const Evidence& was, const Evidence& is) {
  ASSERT_EQ(is.metrics.size(), was.metrics.size());
  for (std::size_t i = 0; i < was.metrics.size(); ++i) {
    const ScoreLine& a = was.metrics[i];
    const ScoreLine& b = is.metrics[i];
    EXPECT_EQ(b.key, a.key);
    EXPECT_EQ(b.signature, a.signature);
    EXPECT_EQ(b.n, a.n) << a.key;
    EXPECT_EQ(b.score.value, a.score.value) << a.key;
    ASSERT_EQ(b.interval.has_value(), a.interval.has_value()) << a.key;
    if (!a.interval) continue;
    EXPECT_EQ(b.interval->lo, a.interval->lo) << a.key;
    EXPECT_EQ(b.interval->hi, a.interval->hi) << a.key;
    EXPECT_EQ(b.interval->method, a.interval->method) << a.key;
  }
}

TEST(Stored, texts_score_to_the_bit_as_they_did) {
  EvaluateOptions options;
  options.seed = 7;
  const MeasuredRun run = measure(texts(1), ".jsonl", options);
  ASSERT_GE(run.evidence.metrics.size(), 4U);
  const auto again = from_store(through_bytes(run), {});
  ASSERT_TRUE(again.ok()) << describe(again.error(), Language::en);
  expect_same_scores(run.evidence, again->evidence);
}

TEST(Stored, metrics_of_a_whole_set_come_back_by_their_sum) {
  EvaluateOptions options;
  options.metrics = "distinct[n=2],self_bleu,bleu[tok=13a]";
  const MeasuredRun run = measure(texts(1), ".jsonl", options);
  const auto again = from_store(through_bytes(run), {});
  ASSERT_TRUE(again.ok()) << describe(again.error(), Language::en);
  expect_same_scores(run.evidence, again->evidence);
}

TEST(Stored, weighted_labels_score_to_the_bit_as_they_did_with_their_table) {
  const MeasuredRun run = measure(labels(1), ".csv", {});
  const auto again = from_store(through_bytes(run), {});
  ASSERT_TRUE(again.ok()) << describe(again.error(), Language::en);
  expect_same_scores(run.evidence, again->evidence);
  EXPECT_EQ(again->evidence.confusion.labels, run.evidence.confusion.labels);
  EXPECT_EQ(again->evidence.confusion.counts, run.evidence.confusion.counts);
  EXPECT_EQ(again->evidence.unparsed, run.evidence.unparsed);
}

TEST(Stored, ratings_score_to_the_bit_as_they_did) {
  std::string rated = "id,rater,cluster,fluency,style\n";
  for (int i = 0; i < 40; ++i) {
    const std::string score = i % 9 == 4 ? "" : std::to_string(1 + i % 5);
    rated += std::to_string(i / 2) + "," + (i % 2 == 0 ? "ann" : "bo") + ",c" +
             std::to_string(i % 38 / 2 % 12) + "," + score + ",3." + std::to_string(i % 4) + "\n";
  }
  const MeasuredRun run = measure(rated, ".csv", {});
  ASSERT_EQ(run.evidence.metrics.size(), 3U);
  const auto again = from_store(through_bytes(run), {});
  ASSERT_TRUE(again.ok()) << describe(again.error(), Language::en);
  expect_same_scores(run.evidence, again->evidence);
  // A mean that was not shown was kept as well; what nobody scored was not.
  EvaluateOptions only;
  only.metrics = "human[dim=style]";
  FromStore how;
  how.keys = {"human[dim=fluency]"};
  const auto other = from_store(through_bytes(measure(rated, ".csv", only)), how);
  ASSERT_TRUE(other.ok()) << describe(other.error(), Language::en);
  EXPECT_EQ(other->evidence.find("human[dim=fluency]")->score.value,
            run.evidence.find("human[dim=fluency]")->score.value);
  how.keys = {"human[dim=tone]"};
  EXPECT_EQ(from_store(through_bytes(run), how).error().name, "metric-not-stored");
}

TEST(Stored, other_metrics_finish_from_the_same_statistic) {
  const MeasuredRun run = measure(labels(1), ".csv", {});
  EvaluateOptions options;
  options.metrics = "kappa,specificity[label=負面]";
  const MeasuredRun asked = measure(labels(1), ".csv", options);
  FromStore how;
  how.keys = {options.metrics};
  const auto again = from_store(through_bytes(run), how);
  ASSERT_TRUE(again.ok()) << describe(again.error(), Language::en);
  expect_same_scores(asked.evidence, again->evidence);
  how.keys = {"bleu[tok=13a]"};
  EXPECT_EQ(from_store(through_bytes(run), how).error().name, "metric-not-stored");
}

TEST(Stored, runs_compare_as_their_files_do) {
  const MeasuredRun base = measure(labels(1), ".csv", base_options({}));
  const MeasuredRun other = measure(labels(3), ".csv", other_options({}, base), base.kept.labels);
  std::vector<MeasuredRun> files;
  files.push_back(measure(labels(1), ".csv", base_options({})));
  files.push_back(measure(labels(3), ".csv", other_options({}, files[0]), files[0].kept.labels));
  std::vector<MeasuredRun> stored;
  FromStore how;
  how.rows = RowsCounted::all;
  stored.push_back(std::move(*from_store(through_bytes(base), how)));
  how.labels = stored[0].kept.labels;
  stored.push_back(std::move(*from_store(through_bytes(other), how)));
  const auto a = compare(files, {});
  const auto b = compare(stored, {});
  ASSERT_TRUE(a.ok() && b.ok());
  ASSERT_EQ(a->scores.size(), b->scores.size());
  for (std::size_t i = 0; i < a->scores.size(); ++i) {
    EXPECT_EQ(b->scores[i].difference, a->scores[i].difference);
    EXPECT_EQ(b->scores[i].p, a->scores[i].p);
    ASSERT_EQ(b->scores[i].interval.has_value(), a->scores[i].interval.has_value());
    if (!a->scores[i].interval) continue;
    EXPECT_EQ(b->scores[i].interval->lo, a->scores[i].interval->lo);
  }
  EXPECT_EQ(b->flips.size(), a->flips.size());
}

TEST(Stored, the_test_set_is_told_by_its_rows_in_any_order_and_the_version_by_its_answers) {
  const std::string rows = labels(1);
  const std::size_t first = rows.find('\n') + 1;
  const std::size_t second = rows.find('\n', first) + 1;
  const std::string moved =
      rows.substr(0, first) + rows.substr(second) + rows.substr(first, second - first);
  const RunRecord a = through_bytes(measure(rows, ".csv", {})).record;
  const RunRecord b = through_bytes(measure(moved, ".csv", {})).record;
  const RunRecord c = through_bytes(measure(labels(3), ".csv", {})).record;
  const RunRecord d = through_bytes(measure(texts(1), ".jsonl", {})).record;
  EXPECT_EQ(a.test_set, b.test_set);
  EXPECT_EQ(a.answers, b.answers);
  EXPECT_EQ(a.test_set, c.test_set);
  EXPECT_NE(a.answers, c.answers);
  EXPECT_NE(a.test_set, d.test_set);
}

TEST(Stored, too_many_rows_leave_the_scores_alone) {
  MeasuredRun run;
  run.kept.most_rows = 10;
  EvaluateHooks hooks;
  hooks.keep = &run.kept;
  const auto path =
      (std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + "-many.csv"))
          .string();
  ASSERT_TRUE(write_file(path, labels(1)).ok());
  Notes notes;
  auto table = Table::open(std::span(&path, 1), ReadOptions{}, notes);
  run.evidence = std::move(*evaluate(*table, {}, hooks));
  std::filesystem::remove(path);
  EXPECT_TRUE(run.kept.too_many);
  const StoredRun stored = through_bytes(run);
  EXPECT_FALSE(stored.has_rows);
  EXPECT_EQ(stored.metrics.size(), run.evidence.metrics.size());
  EXPECT_EQ(from_store(stored, {}).error().name, "metric-not-stored");
}

std::string refusal(const MeasuredRun& base, const MeasuredRun& other) {
  std::vector<MeasuredRun> runs;
  FromStore how;
  how.rows = RowsCounted::all;
  runs.push_back(std::move(*from_store(through_bytes(base), how)));
  how.labels = runs[0].kept.labels;
  runs.push_back(std::move(*from_store(through_bytes(other), how)));
  runs[0].name = "a";
  runs[1].name = "b";
  runs[0].settings = base.settings;
  runs[1].settings = other.settings;
  runs[1].evidence.metrics[0].signature += other.name == "r1" ? "" : "x";
  const auto compared = compare(runs, {});
  return compared.ok() ? "" : describe(compared.error(), Language::en);
}

TEST(Stored, runs_of_other_options_signatures_or_decoding_are_refused_by_name) {
  const MeasuredRun base = measure(labels(1), ".csv", {});
  MeasuredRun other = measure(labels(3), ".csv", {});
  EXPECT_EQ(refusal(base, other), "");
  other.settings = {{"extract", "first-label"}};
  EXPECT_EQ(refusal(base, other),
            "error: b was evaluated with --extract first-label, a with none\n"
            "  help: evaluate both with the same options, then compare\n"
            "  name: runs-not-comparable      (shijin explain runs-not-comparable)\n");
  other.settings = {};
  other.name = "changed";
  const std::string first = base.evidence.metrics[0].key;
  const std::string signature = base.evidence.metrics[0].signature;
  EXPECT_EQ(refusal(base, other),
            "error: " + first + " of b has another signature than that of a: " + signature +
                "x, not " + signature +
                "\n"
                "  help: evaluate both with one program and the same words, then compare\n"
                "  name: runs-not-comparable      (shijin explain runs-not-comparable)\n");
  other.name = "r1";
  MeasuredRun cool = measure(labels(1), ".csv", {});
  cool.trainer = TrainerFacts{{{"do_sample", "true"}, {"temperature", "0.1"}}, {}, {}};
  other.trainer = TrainerFacts{{{"do_sample", "true"}, {"temperature", "0.95"}}, {}, {}};
  EXPECT_EQ(refusal(cool, other),
            "error: b was decoded with temperature 0.95, a with 0.1\n"
            "  help: let both versions answer with the same settings; where the settings are what "
            "you compare, add --any-decoding\n"
            "  name: runs-not-comparable      (shijin explain runs-not-comparable)\n");
  cool.trainer->settings[0].second = other.trainer->settings[0].second = "false";
  EXPECT_EQ(refusal(cool, other), "");  // without sampling the temperature changes nothing
}

// Blom: the largest of ten standard normal values is Φ⁻¹((10 − 0.375) / 10.25) = Φ⁻¹(0.93902) ≈
// 1.5466 on average (the exact value is 1.5388); the spread of one version is that of a difference
// by √2.
TEST(Looks, the_luck_of_the_best_is_the_largest_of_normal_values) {
  EXPECT_NEAR(luck_of_best(10, std::sqrt(2.0)), 1.5466, 5e-4);
  EXPECT_EQ(luck_of_best(1, 1.0), 0);
}

TEST(Looks, warn_from_ten_versions_on) {
  Comparison comparison;
  comparison.primary = "accuracy";
  ComparedScore& score = comparison.scores.emplace_back();
  score.key = "accuracy";
  score.minimum_detectable = (1.959963984540054 + 0.8416212335729143) * 0.02;
  give_looks({9, 4}, comparison);
  EXPECT_TRUE(comparison.looks->warning.empty());
  give_looks({10, 5}, comparison);
  EXPECT_EQ(
      comparison.looks->warning.in(Language::en),
      "This test set has now judged 10 versions. Were all of them equally good, the best "
      "would still look about 0.022 better than it is, by luck alone: keep fresh rows for the "
      "last word.");
}

}  // namespace
}  // namespace shijin
