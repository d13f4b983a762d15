// Which interval each kind of metric gets, and that rows of one cluster count as one.
#include "stats/interval.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/file.h"
#include "base/random.h"
#include "engine/evaluate.h"
#include "stats/clustered.h"

namespace shijin {
namespace {

Result<Evidence> run(const std::string& content, EvaluateOptions options = {},
                     std::vector<std::pair<std::string, std::string>> map = {}) {
  const std::string path =
      (std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + "-interval.csv"))
          .string();
  EXPECT_TRUE(write_file(path, content).ok());
  Notes notes;
  ReadOptions read;
  read.map = std::move(map);
  auto table = Table::open(std::span(&path, 1), read, notes);
  EXPECT_TRUE(table.ok());
  auto evidence = evaluate(*table, options, {});
  std::filesystem::remove(path);
  return evidence;
}

std::string method(const Evidence& evidence, std::string_view key) {
  const ScoreLine* line = evidence.find(key);
  return line != nullptr && line->interval ? std::string(line->interval->method) : "none";
}

// `rows` of so many labels, wrong one time in five; `cluster` rows in a row share a topic.
std::string labelled(int rows, std::uint64_t labels, int cluster) {
  std::string text = "id,topic,true_label,pred_label\n";
  Random random(3, labels);
  for (int i = 0; i < rows; ++i) {
    const auto truth = random.below(labels);
    const auto said = random.below(5) == 0 ? random.below(labels) : truth;
    text += "r" + std::to_string(i) + ",t" + std::to_string(i / cluster) + ",l" +
            std::to_string(truth) + ",l" + std::to_string(said) + "\n";
  }
  return text;
}

TEST(Intervals, are_in_closed_form_for_rates_and_f1_of_a_label) {
  const auto evidence = run(labelled(80, 2, 1));
  ASSERT_TRUE(evidence.ok());
  EXPECT_EQ(method(*evidence, "accuracy"), "wilson");
  EXPECT_EQ(method(*evidence, "recall[label=l0]"), "wilson");
  EXPECT_EQ(method(*evidence, "f1[label=l0]"), "wilson-jaccard");
}

TEST(Intervals, of_other_functions_of_counts_are_drawn_for_two_labels_and_by_delta_for_more) {
  const auto two = run(labelled(80, 2, 1));
  const auto many = run(labelled(200, 12, 1));
  ASSERT_TRUE(two.ok() && many.ok());
  for (const char* key : {"f1[avg=macro]", "mcc", "balanced_accuracy"}) {
    EXPECT_EQ(method(*two, key), "dirichlet") << key;
    EXPECT_EQ(method(*many, key), "delta") << key;
    const ScoreLine* line = many->find(key);
    EXPECT_LT(line->interval->lo, *line->score.value);
    EXPECT_GT(line->interval->hi, *line->score.value);
    EXPECT_LT(line->interval->hi - line->interval->lo, 0.25) << key;
  }
}

// A score at the end of its range is beyond every draw of the counts.
TEST(Intervals, hold_their_own_score_where_every_row_is_right_or_every_row_is_wrong) {
  for (const char* said : {"01", "10"}) {
    std::string text = "true_label,pred_label\n";
    for (int i = 0; i < 40; ++i) {
      const auto at = static_cast<std::size_t>(i % 4 == 0);
      text += std::string(1, "01"[at]) + "," + std::string(1, said[at]) + "\n";
    }
    const auto evidence = run(text);
    ASSERT_TRUE(evidence.ok());
    for (const char* key : {"f1[avg=macro]", "f1[avg=weighted]", "mcc", "balanced_accuracy"}) {
      const ScoreLine* line = evidence->find(key);
      ASSERT_TRUE(line != nullptr && line->score.value && line->interval) << key;
      EXPECT_LE(line->interval->lo, *line->score.value) << key;
      EXPECT_GE(line->interval->hi, *line->score.value) << key;
      EXPECT_LT(line->interval->lo, line->interval->hi) << key;
    }
  }
}

// 27 of 30 rows are right: the averages are those of the one label, over two labels half of it.
TEST(Intervals, of_averages_over_a_single_label_are_those_of_the_label) {
  std::string text = "true_label,pred_label\n";
  for (int i = 0; i < 30; ++i) text += i < 27 ? "a,a\n" : "a,?\n";
  EvaluateOptions options;
  options.labels = {"a"};
  const auto one = run(text, options);
  options.labels = {"a", "b"};
  const auto two = run(text, options);
  ASSERT_TRUE(one.ok() && two.ok());
  const Interval of_label = *one->find("f1[label=a]")->interval;
  EXPECT_EQ(one->find("f1[avg=macro]")->interval->lo, of_label.lo);
  EXPECT_EQ(one->find("f1[avg=weighted]")->interval->hi, of_label.hi);
  EXPECT_EQ(two->find("f1[avg=macro]")->interval->lo, of_label.lo / 2);
  EXPECT_EQ(two->find("f1[avg=macro]")->interval->hi, of_label.hi / 2);
  const Bounds recall = wilson_interval(27, 30, 0.95);
  EXPECT_EQ(one->find("balanced_accuracy")->interval->lo, recall.lo);
  EXPECT_EQ(one->find("balanced_accuracy")->interval->hi, recall.hi);
}

TEST(Intervals, of_a_correlation_with_what_never_changes_are_none) {
  const auto evidence = run("true_label,pred_label\na,a\na,a\na,b\n");
  ASSERT_TRUE(evidence.ok());
  const ScoreLine* line = evidence->find("mcc");
  EXPECT_EQ(*line->score.value, 0);
  EXPECT_FALSE(line->interval);
  EXPECT_EQ(line->no_interval_because.in(Language::en),
            "one side never changes, so nothing can go with it");
}

std::string texts(int rows) {
  std::string text = "output,reference\n";
  Random random(4, static_cast<std::uint64_t>(rows));
  for (int i = 0; i < rows; ++i) {
    for (const char* end : {",", "\n"}) {
      for (int w = 0; w < 12; ++w) {
        text += (w == 0 ? "w" : " w") + std::to_string(random.below(6));
      }
      text += end;
    }
  }
  return text;
}

TEST(Intervals, of_corpus_metrics_are_accelerated_up_to_a_thousand_rows) {
  EvaluateOptions options;
  options.metrics = "bleu[tok=13a],rouge_l[tok=latin]";
  const auto few = run(texts(1000), options);
  const auto more = run(texts(1001), options);
  ASSERT_TRUE(few.ok() && more.ok());
  EXPECT_EQ(method(*few, "bleu"), "poisson-bootstrap-bca");
  EXPECT_EQ(method(*more, "bleu"), "poisson-bootstrap");
  EXPECT_EQ(method(*few, "rouge_l[tok=latin]"), "t");
  // One row more hardly moves either end.
  const Interval a = *few->find("bleu")->interval;
  const Interval b = *more->find("bleu")->interval;
  EXPECT_NEAR(a.lo, b.lo, 0.5);
  EXPECT_NEAR(a.hi, b.hi, 0.5);
}

TEST(Intervals, of_one_row_have_none_and_say_why) {
  EvaluateOptions options;
  options.metrics = "rouge_l[tok=latin],bleu[tok=13a]";
  const auto evidence = run(texts(1), options);
  ASSERT_TRUE(evidence.ok());
  for (const ScoreLine& line : evidence->metrics) {
    EXPECT_EQ(method(*evidence, line.key) == "none", !line.no_interval_because.empty()) << line.key;
  }
  EXPECT_FALSE(evidence->find("rouge_l[tok=latin]")->interval.has_value());
}

TEST(Clusters, of_one_row_each_change_a_rate_little_and_of_many_widen_it) {
  const std::string text = labelled(240, 2, 12);
  const auto alone = run(text);
  const auto together = run(text, {}, {{"cluster", "topic"}});
  ASSERT_TRUE(alone.ok() && together.ok());
  EXPECT_EQ(alone->data.clusters, 0);
  EXPECT_EQ(together->data.clusters, 20);
  EXPECT_EQ(method(*together, "accuracy"), "cluster-wilson");
  EXPECT_EQ(method(*together, "f1[label=l0]"), "cluster-wilson-jaccard");
  EXPECT_EQ(method(*together, "mcc"), "cluster-jackknife");
  const auto each = run(labelled(240, 2, 1), {}, {{"cluster", "topic"}});
  ASSERT_TRUE(each.ok());
  const Interval plain = *alone->find("accuracy")->interval;
  const Interval same = *each->find("accuracy")->interval;
  EXPECT_NEAR(plain.lo, same.lo, 0.003);
  EXPECT_NEAR(plain.hi, same.hi, 0.003);
}

TEST(Clusters, copies_of_rows_tell_no_more_than_one_of_each) {
  // 40 rows, each four times: as clusters, the interval is about that of the 40.
  std::string once = "id,topic,true_label,pred_label\n";
  std::string four = once;
  for (int i = 0; i < 40; ++i) {
    const std::string rest = ",t" + std::to_string(i) + ",l" + std::to_string(i % 2) + ",l" +
                             (i % 5 == 0 ? "0" : std::to_string(i % 2)) + "\n";
    once += "r" + std::to_string(i) + rest;
    for (int k = 0; k < 4; ++k) four += "r" + std::to_string(i) + "_" + std::to_string(k) + rest;
  }
  const auto small = run(once);
  const auto large = run(four, {}, {{"cluster", "topic"}});
  ASSERT_TRUE(small.ok() && large.ok());
  for (const char* key : {"accuracy", "f1[label=l0]", "recall[label=l1]"}) {
    const Interval a = *small->find(key)->interval;
    const Interval b = *large->find(key)->interval;
    EXPECT_NEAR(a.lo, b.lo, 0.02) << key;
    EXPECT_NEAR(a.hi, b.hi, 0.02) << key;
  }
}

TEST(Clusters, give_a_mean_the_error_of_ordinary_least_squares) {
  // Character error rates of 30 texts in 6 clusters, against stats/clustered.h (statsmodels' CR1).
  std::string text = "topic,output,reference\n";
  std::vector<double> values;
  std::vector<std::uint64_t> clusters;
  Random random(5, 0);
  for (int i = 0; i < 30; ++i) {
    const auto wrong = random.below(5) + static_cast<std::uint64_t>(i % 6);
    std::string said(20, 'a');
    for (std::uint64_t k = 0; k < wrong; ++k) said[k] = 'b';
    text += "t" + std::to_string(i % 6) + "," + said + "," + std::string(20, 'a') + "\n";
    values.push_back(wrong == 0 ? 1.0 : 0.0);
    clusters.push_back(static_cast<std::uint64_t>(i % 6));
  }
  EvaluateOptions options;
  options.metrics = "rouge_l[tok=char]";
  const auto evidence = run(text, options, {{"cluster", "topic"}});
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  // ROUGE-L of equal lengths is the share of characters kept: 1 − wrong / 20.
  Random again(5, 0);
  for (int i = 0; i < 30; ++i) {
    const auto wrong = again.below(5) + static_cast<std::uint64_t>(i % 6);
    values[static_cast<std::size_t>(i)] = 1 - static_cast<double>(wrong) / 20;
  }
  const Bounds bounds = clustered_interval(clustered_mean(values, clusters).value(), 0.95);
  const ScoreLine* line = evidence->find("rouge_l[tok=char]");
  ASSERT_NE(line, nullptr);
  ASSERT_TRUE(line->interval.has_value());
  EXPECT_EQ(line->interval->method, "cluster-t");
  EXPECT_NEAR(line->interval->lo, bounds.lo, 1e-9);
  EXPECT_NEAR(line->interval->hi, bounds.hi, 1e-9);
}

TEST(Clusters, are_resampled_whole_and_warned_about_when_few) {
  EvaluateOptions options;
  options.metrics = "bleu[tok=13a]";
  std::string text = "cluster,output,reference\n";
  for (int i = 0; i < 12; ++i) {
    text += "c" + std::to_string(i % 3) + ",a b c d e f g,a b c d e " +
            std::string(i % 3 == 0 ? "x y" : "f g") + "\n";
  }
  const auto evidence = run(text, options);
  ASSERT_TRUE(evidence.ok());
  EXPECT_EQ(evidence->data.clusters, 3);
  EXPECT_EQ(method(*evidence, "bleu").substr(0, 17), "poisson-bootstrap");
  ASSERT_EQ(evidence->notes.all().size(), 1U);
  EXPECT_EQ(evidence->notes.all()[0].name, "clusters-few");
}

TEST(Clusters, one_alone_gives_no_interval) {
  const auto evidence = run("cluster,true_label,pred_label\nx,1,1\nx,0,1\nx,0,0\n");
  ASSERT_TRUE(evidence.ok());
  EXPECT_EQ(method(*evidence, "accuracy"), "none");
  EXPECT_EQ(evidence->find("accuracy")->no_interval_because.in(Language::en),
            "all rows are in one cluster: nothing tells how much clusters differ");
}

TEST(Clusters, give_equal_intervals_on_any_number_of_threads) {
  const std::string text = labelled(600, 5, 7);
  std::vector<std::pair<double, double>> first;
  for (std::size_t threads : {1U, 2U, 8U}) {
    EvaluateOptions options;
    options.threads = threads;
    const auto evidence = run(text, options, {{"cluster", "topic"}});
    ASSERT_TRUE(evidence.ok());
    std::vector<std::pair<double, double>> bounds;
    for (const ScoreLine& line : evidence->metrics) {
      if (line.interval) bounds.emplace_back(line.interval->lo, line.interval->hi);
    }
    if (threads == 1) first = bounds;
    EXPECT_EQ(bounds, first) << threads;
  }
}

}  // namespace
}  // namespace shijin
