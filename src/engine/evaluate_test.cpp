// The main job on small files: the article's two examples, thread counts, weights, and what is
// refused.
#include "engine/evaluate.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "base/file.h"
#include "base/random.h"
#include "source_dir.h"

namespace shijin {
namespace {

// A file that lives as long as the test.
class TemporaryFile {
 public:
  TemporaryFile(const std::string& name, const std::string& content)
      : path_((std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + "-" + name))
                  .string()) {
    EXPECT_TRUE(write_file(path_, content).ok());
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Result<Evidence> run(const std::string& path, const EvaluateOptions& options = {}) {
  Notes notes;
  ReadOptions read;
  read.bad_rows = options.bad_rows;
  Table table = SJ_TRY(Table::open(std::span(&path, 1), read, notes));
  return evaluate(table, options, {});
}

double value(const Evidence& evidence, std::string_view key) {
  const ScoreLine* line = evidence.find(key);
  EXPECT_NE(line, nullptr) << key;
  return line != nullptr && line->score.value ? *line->score.value : -1;
}

const std::string kExamples = source_dir() + "/examples/";

TEST(Evaluate, gives_the_articles_numbers_for_its_sentiment_example) {
  const auto evidence = run(kExamples + "sentiment_test.csv");
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_EQ(evidence->task, Task::classification);
  EXPECT_DOUBLE_EQ(value(*evidence, "accuracy"), 0.75);
  EXPECT_DOUBLE_EQ(value(*evidence, "precision[label=0]"), 1.0);
  EXPECT_DOUBLE_EQ(value(*evidence, "recall[label=0]"), 0.5);
  EXPECT_DOUBLE_EQ(value(*evidence, "f1[label=0]"), 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(value(*evidence, "f1[label=1]"), 0.8);
  ASSERT_TRUE(evidence->find("accuracy")->interval.has_value());
  EXPECT_EQ(evidence->find("accuracy")->interval->method, "wilson");
  EXPECT_EQ(evidence->confusion.labels, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(evidence->confusion.counts, (std::vector<std::vector<double>>{{1, 1}, {0, 2}}));
  ASSERT_EQ(evidence->confusion.examples[0][1].size(), 1U);
  EXPECT_EQ(evidence->confusion.examples[0][1][0].id, "3");
}

TEST(Evaluate, gives_character_bleu_for_the_articles_copywriting_example) {
  EvaluateOptions options;
  options.profile = "article";
  const auto evidence = run(kExamples + "copywriting_test.csv", options);
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_EQ(evidence->task, Task::generation);
  // NLTK 3.10.4, sentence_bleu with weights (0.5, 0.5) on characters, averaged.
  EXPECT_NEAR(value(*evidence, "nltk_bleu[order=2,tok=char]"), 0.35969, 5e-6);
  ASSERT_EQ(evidence->verdict.gates.size(), 3U);
  EXPECT_EQ(evidence->verdict.gates[0].key, "nltk_bleu[order=2,tok=char]");
  EXPECT_TRUE(evidence->verdict.gates[1].from_profile);
}

// 20,000 rows of four labels, wrong one time in five, with an id column that repeats nothing.
std::string many_rows() {
  std::string text = "id,text,true_label,pred_label\n";
  Random random(7, 0);
  for (int i = 0; i < 20'000; ++i) {
    const auto truth = random.below(4);
    const auto said = random.below(5) == 0 ? random.below(4) : truth;
    text += "r" + std::to_string(i) + ",sample " + std::to_string(i) + ",c" +
            std::to_string(truth) + ",c" + std::to_string(said) + "\n";
  }
  return text;
}

TEST(Evaluate, gives_equal_evidence_on_any_number_of_threads) {
  const TemporaryFile file("threads.csv", many_rows());
  EvaluateOptions options;
  options.threads = 1;
  const auto one = run(file.path(), options);
  ASSERT_TRUE(one.ok());
  for (std::size_t threads : {2U, 3U, 8U}) {
    options.threads = threads;
    const auto many = run(file.path(), options);
    ASSERT_TRUE(many.ok());
    ASSERT_EQ(one->metrics.size(), many->metrics.size());
    for (std::size_t i = 0; i < one->metrics.size(); ++i) {
      EXPECT_EQ(one->metrics[i].key, many->metrics[i].key);
      EXPECT_EQ(one->metrics[i].score.value, many->metrics[i].score.value);
      ASSERT_EQ(one->metrics[i].interval.has_value(), many->metrics[i].interval.has_value());
      if (!one->metrics[i].interval) continue;
      EXPECT_EQ(one->metrics[i].interval->lo, many->metrics[i].interval->lo);
      EXPECT_EQ(one->metrics[i].interval->hi, many->metrics[i].interval->hi);
    }
    EXPECT_EQ(one->confusion.counts, many->confusion.counts);
    EXPECT_EQ(one->confusion.examples[1][2][0].id, many->confusion.examples[1][2][0].id);
  }
}

TEST(Evaluate, writes_one_json_line_a_row_in_order) {
  const TemporaryFile file("samples-in.csv", many_rows());
  const TemporaryFile out("samples-out.jsonl", "");
  EvaluateOptions options;
  options.threads = 4;
  options.samples_file = out.path();
  ASSERT_TRUE(run(file.path(), options).ok());
  const auto text = read_file(out.path());
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(std::count(text->begin(), text->end(), '\n'), 20'000);
  EXPECT_EQ(text->substr(0, text->find(',')), "{\"id\":\"r0\"");
  const auto last = text->rfind('\n', text->size() - 2) + 1;
  EXPECT_EQ(text->substr(last, text->find(',', last) - last), "{\"id\":\"r19999\"");
}

TEST(Evaluate, refuses_a_metric_that_the_columns_cannot_feed) {
  EvaluateOptions options;
  options.metrics = "bleu";
  const auto evidence = run(kExamples + "sentiment_test.csv", options);
  ASSERT_FALSE(evidence.ok());
  EXPECT_EQ(describe(evidence.error(), Language::en),
            "error: bleu needs a reference and an output\n"
            "  help: name the columns: --map reference=COLUMN --map output=COLUMN, or add --task "
            "generation\n"
            "  name: metric-needs-column      (shijin explain metric-needs-column)\n");
}

TEST(Evaluate, stops_when_asked_to) {
  const TemporaryFile file("stop.csv", many_rows());
  Notes notes;
  const std::string path = file.path();
  auto table = Table::open(std::span(&path, 1), {}, notes);
  ASSERT_TRUE(table.ok());
  const std::atomic<bool> stop = true;
  EvaluateHooks hooks;
  hooks.stop = &stop;
  const auto evidence = evaluate(*table, {}, hooks);
  ASSERT_FALSE(evidence.ok());
  EXPECT_EQ(evidence.error().name, "stopped");
}

TEST(Evaluate, refuses_probabilities_that_are_none) {
  const TemporaryFile file("probability.csv",
                           "true_label,pred_label,prob_0,prob_1\n0,0,0.9,0.1\n1,0,nan,0.5\n"
                           "1,1,-0.1,1.1\n0,0,0.5,0.9\n");
  const auto evidence = run(file.path());
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_EQ(evidence->notes.errors(), 3U);
  EXPECT_TRUE(evidence->metrics.empty());
}

TEST(Evaluate, leaves_bad_rows_out_when_told_to) {
  const TemporaryFile file("skip.csv",
                           "true_label,pred_label,prob_0,prob_1\n0,0,0.9,0.1\n1,0,nan,0.5\n"
                           "1,1,0.2,0.8\n");
  EvaluateOptions options;
  options.bad_rows = BadRows::skip;
  const auto evidence = run(file.path(), options);
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_EQ(evidence->data.rows, 3);
  EXPECT_EQ(evidence->data.used, 2);
  EXPECT_EQ(evidence->data.skipped, 1);
  EXPECT_EQ(evidence->data.skipped_rows, (std::vector<std::int64_t>{2}));
  EXPECT_DOUBLE_EQ(value(*evidence, "accuracy"), 1.0);
}

TEST(Evaluate, finds_labels_in_free_answers_and_counts_the_rest_as_unparsed) {
  const TemporaryFile file("extract.csv",
                           "true_label,pred_label\n"
                           "positive,\"<think>maybe negative</think>It is positive.\"\n"
                           "negative,I would say: Negative!\npositive,no idea\n");
  EvaluateOptions options;
  options.labels = {"positive", "negative"};
  options.extract = "first-label";
  const auto evidence = run(file.path(), options);
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_DOUBLE_EQ(value(*evidence, "accuracy"), 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(value(*evidence, "unparsed_rate"), 1.0 / 3.0);
  EXPECT_EQ(evidence->unparsed, 1);
  EXPECT_EQ(evidence->data.thinking_stripped, 1);
  ASSERT_EQ(evidence->unparsed_examples.size(), 1U);
  EXPECT_EQ(evidence->unparsed_examples[0].output, "no idea");
}

TEST(Evaluate, resolves_an_automatic_tokeniser_before_the_key_is_made) {
  EvaluateOptions options;
  options.metrics = "bleu[tok=auto],rouge_l[tok=auto]";
  const auto chinese = run(kExamples + "copywriting_test.csv", options);
  ASSERT_TRUE(chinese.ok()) << describe(chinese.error(), Language::en);
  EXPECT_EQ(chinese->metrics[0].key, "bleu[tok=zh]");
  EXPECT_EQ(chinese->metrics[1].key, "rouge_l[tok=char]");
  const TemporaryFile file("english.csv", "reference,output\nthe cat sat on the mat,a cat sat\n");
  const auto english = run(file.path(), options);
  ASSERT_TRUE(english.ok()) << describe(english.error(), Language::en);
  EXPECT_EQ(english->metrics[0].key, "bleu");
  EXPECT_EQ(english->metrics[1].key, "rouge_l[tok=latin]");
}

const std::string kWithEmptyOutput =
    "id,prompt,predict,label\n"
    "a,x,,今天天氣很好啊我們出去走走\n"
    "b,x,今天天氣不錯我們出去走走吧,今天天氣很好啊我們出去走走\n"
    "c,x,明天也會下雨所以要帶傘吧,明天也會下雨所以要帶傘\n";

TEST(Evaluate, leaves_empty_texts_out_of_the_panel_and_says_how_many) {
  const TemporaryFile file("empty.csv", kWithEmptyOutput);
  EvaluateOptions options;
  options.task = Task::generation;
  const auto panel = run(file.path(), options);
  ASSERT_TRUE(panel.ok()) << describe(panel.error(), Language::en);
  options.metrics = "chrf";
  const auto named = run(file.path(), options);
  ASSERT_TRUE(named.ok()) << describe(named.error(), Language::en);
  EXPECT_EQ(panel->find("chrf")->n, 2);
  EXPECT_EQ(named->find("chrf")->n, 3);
  EXPECT_GT(value(*panel, "chrf"), value(*named, "chrf"));
  EXPECT_DOUBLE_EQ(value(*panel, "empty_rate"), 1.0 / 3);
  EXPECT_EQ(panel->texts.lacking_text, 1);
  // The two rows alone give the same number.
  const std::size_t first = kWithEmptyOutput.find("a,x");
  std::string two = kWithEmptyOutput;
  two.erase(first, two.find('\n', first) + 1 - first);
  const TemporaryFile without("two.csv", two);
  options.metrics.clear();
  const auto alone = run(without.path(), options);
  ASSERT_TRUE(alone.ok());
  EXPECT_DOUBLE_EQ(value(*panel, "chrf"), value(*alone, "chrf"));
  EXPECT_DOUBLE_EQ(value(*panel, "bleu[tok=zh]"), value(*alone, "bleu[tok=zh]"));
  EXPECT_EQ(alone->find("empty_rate"), nullptr);
}

TEST(Evaluate, counts_empty_texts_in_a_key_that_a_gate_names) {
  const TemporaryFile file("gate.csv", kWithEmptyOutput);
  EvaluateOptions options;
  options.task = Task::generation;
  options.gates = {{"chrf>=10", false}};
  const auto evidence = run(file.path(), options);
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_EQ(evidence->find("chrf")->n, 3);
  EXPECT_EQ(evidence->find("bleu[tok=zh]")->n, 2);
}

TEST(Evaluate, leaves_a_tokeniser_that_collapses_out_of_the_panel) {
  const TemporaryFile file(
      "russian.csv",
      "id,prompt,predict,label\n"
      "a,x,сегодня очень хорошая погода,сегодня очень хорошая погода на улице\n"
      "b,x,завтра снова пойдёт сильный дождь,завтра опять будет сильный дождь\n");
  EvaluateOptions options;
  options.task = Task::generation;
  const auto evidence = run(file.path(), options);
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_EQ(evidence->find("rouge_l[tok=latin]"), nullptr);
  ASSERT_EQ(evidence->left_out.size(), 1U);
  EXPECT_EQ(evidence->left_out[0].first, "rouge_l[tok=latin]");
  EXPECT_EQ(evidence->left_out[0].second.in(Language::en),
            "its tokeniser latin finds 0.0 tokens in a reference here, where there are 5.5 "
            "characters or words");
  EXPECT_NE(evidence->find("bleu"), nullptr);
}

TEST(Evaluate, counts_characters_where_words_have_no_blanks_between) {
  const TemporaryFile file("thai.csv",
                           "id,prompt,predict,label\n"
                           "a,x,วันนี้อากาศดีมาก,วันนี้อากาศดีมากจริงๆ\n"
                           "b,x,พรุ่งนี้ฝนจะตกหนัก,พรุ่งนี้ฝนจะตก\n");
  EvaluateOptions options;
  options.task = Task::generation;
  const auto evidence = run(file.path(), options);
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_NE(evidence->find("bleu[tok=char]"), nullptr);
  EXPECT_NE(evidence->find("cer"), nullptr);
}

TEST(Evaluate, recognises_labels_among_texts) {
  std::string content = "id,prompt,predict,label\n";
  for (int i = 0; i < 30; ++i) {
    content += std::to_string(i) + ",x,good,very " + (i % 3 == 0 ? "bad" : "good") + "\n";
  }
  const TemporaryFile file("disguise.csv", content);
  EvaluateOptions options;
  options.task = Task::generation;
  const auto evidence = run(file.path(), options);
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_EQ(evidence->texts.label_like, (std::vector<std::string>{"very bad", "very good"}));
}

TEST(Evaluate, counts_the_output_that_occurs_most_often_over_all_shards) {
  std::string content = "prompt,predict,label\n";
  for (int i = 0; i < 9'000; ++i) {
    const std::string own = std::to_string(i);
    content += "question " + own + "," + (i % 5 < 3 ? " Sure. " : "answer number " + own) +
               ",reference number " + std::to_string(i / 2) + "\n";
  }
  const TemporaryFile file("same.csv", content);
  for (const std::size_t threads : {1U, 3U}) {
    EvaluateOptions options;
    options.task = Task::generation;
    options.threads = threads;
    const auto evidence = run(file.path(), options);
    ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
    const SameText& same = evidence->texts.same;
    EXPECT_EQ(same.outputs, 5'400);
    EXPECT_EQ(same.references, 2);
    EXPECT_EQ(same.inputs, 1);
    ASSERT_EQ(same.examples.size(), 3U);
    EXPECT_EQ(same.examples[0].row, 1);
    EXPECT_EQ(same.examples[2].row, 3);
  }
}

// Outputs of 1, 2, … 40 characters, four rows of each; the score is the share of "a".
TEST(Evaluate, tells_how_scores_go_with_length_in_ten_groups) {
  std::string content = "prompt,predict,label\n";
  for (int i = 0; i < 160; ++i) {
    content += "x," + std::string(static_cast<std::size_t>(i / 4 + 1), 'a') + ",aaaaaaaaaa\n";
  }
  const TemporaryFile file("lengths.csv", content);
  EvaluateOptions options;
  options.task = Task::generation;
  options.metrics = {"cer"};
  const auto evidence = run(file.path(), options);
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_EQ(evidence->lengths.key, "cer");
  const auto& groups = evidence->lengths.groups;
  ASSERT_EQ(groups.size(), 10U);
  EXPECT_EQ(groups[0].rows, 16);
  EXPECT_EQ(groups[0].shortest, 1);
  EXPECT_EQ(groups[0].longest, 4);
  EXPECT_EQ(groups[0].length, 3);  // the ninth of 1 1 1 1 2 2 2 2 3 …
  EXPECT_DOUBLE_EQ(groups[0].mean, (0.9 + 0.8 + 0.7 + 0.6) / 4);
  EXPECT_DOUBLE_EQ(groups[9].score, 2.9);  // 39 of which 10 are wanted: the ninth of 37 … 40
}

// Nine rows that people rate, each with one letter more too many than the one before; people like
// the last ones best.
TEST(Evaluate, holds_metrics_against_the_ratings_beside_the_outputs) {
  std::string content = "id,prompt,predict,label,rating_fluency,rating_style\n";
  for (int i = 1; i <= 9; ++i) {
    const std::string own = std::to_string(i);
    const std::string wrong(static_cast<std::size_t>(i), 'b');
    content += "s" + own + ",x,aaaaaaaaaa" + wrong + ",aaaaaaaaaa," +
               (i <= 2   ? "1,2"
                : i >= 8 ? "5,4"
                         : "3,3") +
               "\n";
  }
  const TemporaryFile file("rated.csv", content);
  EvaluateOptions options;
  options.task = Task::generation;
  options.metrics = {"cer"};
  const auto evidence = run(file.path(), options);
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  ASSERT_EQ(evidence->people.size(), 1U);
  const PeopleLine& line = evidence->people[0];
  EXPECT_EQ(line.key, "cer");
  EXPECT_EQ(line.n, 9);
  // Ranks by people: 1.5 1.5, five of 5, 8.5 8.5; the metric ranks the rows 9 … 1. By Pearson of
  // the ranks: −49 / sqrt(60 · 49).
  ASSERT_TRUE(line.spearman.has_value());
  EXPECT_NEAR(*line.spearman, -49 / std::sqrt(60.0 * 49), 1e-12);
  EXPECT_DOUBLE_EQ(line.low, 0.4);  // the best rows have at most 4 letters too many
  EXPECT_DOUBLE_EQ(line.high, 0.6);
  EXPECT_EQ(line.only_machine, (std::vector<std::string>{"s1", "s2"}));
  EXPECT_EQ(line.only_people, (std::vector<std::string>{"s8", "s9"}));
}

TEST(Evaluate, leaves_a_gate_on_what_was_not_measured_undecided) {
  EvaluateOptions options;
  options.gates = {{"human>=4", false}};
  const auto evidence = run(kExamples + "copywriting_test.csv", options);
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  ASSERT_EQ(evidence->verdict.gates.size(), 1U);
  EXPECT_EQ(evidence->find("human"), nullptr);
}

TEST(Evaluate, gives_the_panel_no_key_for_what_is_only_ever_predicted) {
  const TemporaryFile file("unseen.csv",
                           "true_label,pred_label\n0,0\n1,1\n0,maybe\n1,1\n0,0\n1,0\n");
  const auto evidence = run(file.path());
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_EQ(evidence->find("f1[label=maybe]"), nullptr);
  // F1 is 2/3 and 0.8; the third label counts as 0, as in scikit-learn.
  EXPECT_DOUBLE_EQ(value(*evidence, "f1[avg=macro]"), (2.0 / 3.0 + 0.8) / 3);
  EXPECT_EQ(
      evidence->find("f1[avg=macro]")->flag.in(Language::en),
      "labels that are only ever predicted, 1 here, count as 0 in this average; over the true "
      "labels alone (2) it is 0.733. Name the labels with --labels to have other answers counted "
      "as unparsed.");
  EvaluateOptions options;
  options.profile = "sklearn";
  const auto report = run(file.path(), options);
  ASSERT_TRUE(report.ok());
  EXPECT_NE(report->find("precision[label=maybe]"), nullptr);
}

TEST(Evaluate, tells_rows_without_a_true_label_from_rows_that_cannot_be_read) {
  const TemporaryFile file("untrue.csv", "true_label,pred_label\n0,0\n,1\n1,1\n1,0\n");
  const auto evidence = run(file.path());
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_EQ(evidence->data.rows, 4);
  EXPECT_EQ(evidence->data.used, 3);
  EXPECT_EQ(evidence->data.skipped, 0);
  EXPECT_TRUE(evidence->data.skipped_rows.empty());
  ASSERT_EQ(evidence->notes.all().size(), 1U);
  EXPECT_EQ(evidence->notes.all()[0].found.in(Language::en),
            "rows without a true label are left out: 1");
}

TEST(Evaluate, survives_an_answer_of_its_own_for_every_row) {
  std::string text = "true_label,pred_label\n";
  for (int i = 0; i < 5'000; ++i) {
    text += std::string(i % 2 == 0 ? "a" : "b") + ",answer " + std::to_string(i) + "\n";
  }
  const TemporaryFile file("answers.csv", text);
  EvaluateOptions options;
  options.task = Task::classification;
  const auto evidence = run(file.path(), options);
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_EQ(value(*evidence, "accuracy"), 0);
  EXPECT_EQ(evidence->labels.size(), 5'002U);
  EXPECT_EQ(evidence->confusion.labels, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(evidence->confusion.counts,
            (std::vector<std::vector<double>>{{0, 0, 2500}, {0, 0, 2500}}));
}

TEST(Evaluate, has_no_table_and_no_key_a_label_where_labels_are_thousands) {
  std::string text = "true_label,pred_label\n";
  for (int i = 0; i < 6'000; ++i) {
    const std::string label = "c" + std::to_string(i % 3'000);
    text += label + "," + label + "\n";
  }
  const TemporaryFile file("thousands.csv", text);
  const auto evidence = run(file.path());
  ASSERT_TRUE(evidence.ok()) << describe(evidence.error(), Language::en);
  EXPECT_EQ(value(*evidence, "accuracy"), 1);
  EXPECT_TRUE(evidence->confusion.labels.empty());
  EXPECT_EQ(evidence->find("f1[label=c7]"), nullptr);
  ASSERT_FALSE(evidence->left_out.empty());
  EXPECT_EQ(evidence->left_out[0].second.in(Language::en),
            "there are 3000 labels; name those that matter, such as f1[label=…]");
}

}  // namespace
}  // namespace shijin
