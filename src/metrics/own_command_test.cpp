// Programs that answer late, wrong, twice or never: what is said, and that each row is asked once.
#include "metrics/own_command.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "base/file.h"
#include "metrics/own_metric.h"

namespace shijin {
namespace {

// Shards of rows that differ only in their numbers.
class Shards {
 public:
  explicit Shards(std::size_t rows) : numbers_(rows), outputs_(rows, "x"), begin_(rows + 1) {
    for (std::size_t i = 0; i < rows; ++i) {
      numbers_[i] = static_cast<std::int64_t>(i) + 1;
      begin_[i + 1] = static_cast<std::uint32_t>(i) + 1;
    }
  }
  Samples of(std::size_t first, std::size_t rows) const {
    Samples samples;
    samples.size = rows;
    samples.row = std::span(numbers_).subspan(first, rows);
    samples.output = std::span(outputs_).subspan(first, rows);
    samples.reference = std::span(outputs_).subspan(first, rows);
    samples.reference_begin = std::span(begin_).first(rows + 1);
    return samples;
  }

 private:
  std::vector<std::int64_t> numbers_;
  std::vector<std::string_view> outputs_;
  std::vector<std::uint32_t> begin_;
};

struct Outcome {
  Score score;
  std::vector<std::string> notes;  // the first line of each
};

std::string first_line(const Error& error) {
  const std::string all = describe(error, Language::en);
  return all.substr(0, all.find('\n'));
}

// Measure shards in the order given; the last metric counts.
Outcome measured(std::initializer_list<std::string_view> definitions,
                 std::initializer_list<std::pair<std::size_t, std::size_t>> shards) {
  std::vector<OwnText> texts;
  for (const std::string_view definition : definitions) {
    texts.push_back(read_own_metric(definition).value());
  }
  const Result<OwnMetrics> own = OwnMetrics::make(texts);
  if (!own.ok()) return {{}, {first_line(own.error())}};
  LabelSet labels;
  MetricContext context;
  context.labels = &labels;
  context.own = &*own;
  std::vector<std::unique_ptr<Metric>> metrics;
  for (const MetricDefinition* definition : own->all()) {
    auto metric = bind_metric({std::string(definition->name), {}}, context);
    if (!metric.ok()) return {{}, {first_line(metric.error())}};
    metrics.push_back(std::move(metric).value());
  }
  const Shards rows(100);
  std::vector<State> sums;
  for (const auto& metric : metrics) sums.push_back(metric->statistic().start());
  for (const auto& [first, size] : shards) {
    Samples samples = rows.of(first, size);
    for (std::size_t m = 0; m < metrics.size(); ++m) {
      const Statistic& statistic = metrics[m]->statistic();
      std::vector<std::byte> stats(size * statistic.stat_bytes());
      statistic.measure(samples, stats);
      statistic.add(sums[m], stats, {});
    }
  }
  Outcome outcome;
  for (const Error& note : metrics.back()->statistic().end_of_rows(sums.back())) {
    outcome.notes.push_back(first_line(note));
  }
  outcome.score = metrics.back()->finish(sums.back());
  return outcome;
}

Outcome measured(std::string_view definition) { return measured({definition}, {{0, 4}}); }

// The value, or why there is none.
std::string said(const Outcome& outcome) {
  return outcome.score.value ? std::to_string(*outcome.score.value)
                             : outcome.score.undefined_because.in(Language::en);
}

constexpr std::string_view kRow = "a=command: sed -u -e 's/.*\"row\":\\([0-9]*\\).*/\\1/'";
constexpr std::string_view kHeldBack = "a=command: sed -e 's/.*\"row\":\\([0-9]*\\).*/\\1/'";

TEST(OwnCommand, answers_shard_after_shard) {
  EXPECT_EQ(said(measured({kRow}, {{0, 4}, {4, 4}, {8, 2}})), "5.500000");
}

TEST(OwnCommand, may_hold_its_answers_back_to_the_end_of_its_input) {
  EXPECT_EQ(said(measured({kHeldBack}, {{0, 4}, {4, 4}, {8, 2}})), "5.500000");
}

TEST(OwnCommand, needs_no_line_end_behind_its_last_answer) {
  EXPECT_EQ(said(measured("a=command: sh -c 'cat >/dev/null; printf \"1\\n2\\n3\\n4\"'")),
            "2.500000");
}

TEST(OwnCommand, is_asked_once_for_metrics_that_share_it) {
  const std::string path = "own_command_test_" + std::to_string(::getpid()) + ".txt";
  const std::string program =
      R"({"name": "a", "command": ["sh", "-c", "tee -a )" + path + R"( | sed -u s/.*/2/"]})";
  EXPECT_EQ(said(measured({program, "b=expr: a*a + 1", "c=expr: b - a"}, {{0, 4}, {4, 4}})),
            "3.000000");
  const Result<std::string> asked = read_file(path);
  ASSERT_TRUE(asked.ok());
  EXPECT_EQ(std::count(asked->begin(), asked->end(), '\n'), 8);
  static_cast<void>(std::remove(path.c_str()));
}

TEST(OwnCommand, names_the_first_row_of_the_file_that_failed) {
  const std::string_view program =
      "a=command: sh -c 'while read -r row; do case $row in *:[37],*) echo oops;; "
      "*) echo 1;; esac; done'";
  const std::string expected =
      "the program of \"a\" answered row 3 with \"oops\", which is neither a number nor a JSON "
      "object";
  EXPECT_EQ(said(measured({program}, {{0, 4}, {4, 4}})), expected);
  EXPECT_EQ(said(measured({program}, {{4, 4}, {0, 4}})), expected);
}

TEST(OwnCommand, is_given_null_for_a_reference_that_is_not_there) {
  const Result<OwnText> text =
      read_own_metric(R"(a=command: sed -u -e 's/.*"reference":null,"references":\[\]}/1/')");
  ASSERT_TRUE(text.ok());
  const Result<OwnMetrics> own = OwnMetrics::make(std::span(&*text, 1));
  ASSERT_TRUE(own.ok());
  MetricContext context;
  context.own = &*own;
  const auto metric = bind_metric({"a", {}}, context);
  ASSERT_TRUE(metric.ok());
  const std::array<std::int64_t, 1> numbers = {1};
  const std::array<std::string_view, 1> outputs = {"x"};
  const std::array<std::uint32_t, 2> begin = {0, 0};
  Samples samples;
  samples.size = 1;
  samples.row = numbers;
  samples.output = outputs;
  samples.reference_begin = begin;
  const Statistic& statistic = (*metric)->statistic();
  std::vector<std::byte> stats(statistic.stat_bytes());
  statistic.measure(samples, stats);
  State sum = statistic.start();
  statistic.add(sum, stats, {});
  EXPECT_EQ((*metric)->finish(sum).value, 1);
}

TEST(OwnCommand, that_goes_wrong_has_no_value_and_says_why) {
  EXPECT_EQ(said(measured("a=command: false")),
            "the program of \"a\" ended with exit code 1 before it answered row 1");
  EXPECT_EQ(said(measured("a=command: true")),
            "the program of \"a\" ended without an answer for row 1");
  EXPECT_EQ(said(measured("a=command: sh -c 'echo 1; kill -SEGV $$'")),
            "the program of \"a\" was ended by signal 11 before it answered row 2");
  EXPECT_EQ(said(measured("a[low=0,high=1]=command: sh -c 'while read r; do echo 7; done'")),
            "the program of \"a\" answered row 1 with the number 7, outside the metric's range of "
            "0 to 1");
  EXPECT_EQ(said(measured("a=command: sh -c 'while read r; do echo nan; done'")),
            "the program of \"a\" answered row 1 with \"nan\", which is no finite number");
  EXPECT_EQ(said(measured(R"(a=command: sed -u -e 's/.*/{"value":1,"row":1}/')")),
            "the program of \"a\" answered row 2 with an answer that says it is about row 1");
  EXPECT_EQ(said(measured("a=command: sh -c 'head -c 3000000 /dev/zero; sleep 9'")),
            "the program of \"a\" answered row 1 with more than a megabyte without the end of a "
            "line");
}

TEST(OwnCommand, that_says_too_much_has_no_value) {
  const std::string many = "the program of \"a\" printed more lines than it was given rows";
  EXPECT_EQ(said(measured("a=command: yes 1")), many);
  EXPECT_EQ(measured("a=command: sh -c 'while read r; do echo 1; done; echo 2'").notes,
            (std::vector<std::string>{"a: warning: " + many}));
  EXPECT_EQ(measured("a=command: sh -c 'while read r; do echo 1; done; exit 4'").notes,
            (std::vector<std::string>{
                "a: warning: the program of \"a\" answered every row but ended with exit code 4"}));
}

TEST(OwnCommand, is_stopped_when_its_time_is_over) {
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(said(measured("a[seconds_per_row=0.4]=command: sleep 60")),
            "the program of \"a\" gave no answer for row 1 within 0.4 s");
  EXPECT_EQ(said(measured("a[seconds=2]=command: sh -c 'while read r; do sleep 0.7; echo 1; "
                          "done'")),
            "the program of \"a\" is not done after 2 s; row 3 is the next");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
}

TEST(OwnCommand, leaves_rows_out_and_says_so) {
  const Outcome some = measured(
      R"(a=command: sed -u -e 's/.*"row":[12],.*/{"value":null,"because":"no price"}/' -e 's/^.*"output".*/3/')");
  EXPECT_EQ(said(some), "3.000000");
  EXPECT_EQ(
      some.notes,
      (std::vector<std::string>{"a: note: 2 of 4 rows have no value by \"a\" and count nowhere"}));
  EXPECT_EQ(said(measured(R"(a=command: sed -u -e 's/.*/{"value":null,"because":"no price"}/')")),
            "no row has a value; of row 1 the program says: no price");
}

TEST(OwnCommand, is_split_into_words_as_a_shell_would) {
  const auto words = split_words("a", R"(perl -ne 'print "x\n"' "a \"b\" \n" c\ d "")");
  ASSERT_TRUE(words.ok());
  EXPECT_EQ(*words,
            (std::vector<std::string>{"perl", "-ne", "print \"x\\n\"", "a \"b\" \\n", "c d", ""}));
  EXPECT_FALSE(split_words("a", "cat | head").ok());
  EXPECT_FALSE(split_words("a", "cat 'x").ok());
  EXPECT_TRUE(split_words("a", "cat '|'").ok());
}

}  // namespace
}  // namespace shijin
