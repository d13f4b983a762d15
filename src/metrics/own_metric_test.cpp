// Definitions are read in both forms, checked against each other, and bound to metrics that hold
// the same contract as built-in ones: any grouping of rows, stored rows, weights.
#include "metrics/own_metric.h"

#include <gtest/gtest.h>

#include <array>

#include "base/bytes.h"
#include "base/file.h"

namespace shijin {
namespace {

Result<OwnMetrics> made(std::initializer_list<std::string_view> definitions) {
  std::vector<OwnText> texts;
  for (const std::string_view definition : definitions) {
    texts.push_back(SJ_TRY(read_own_metric(definition)));
  }
  return OwnMetrics::make(texts);
}

std::string refusal(std::initializer_list<std::string_view> definitions) {
  const Result<OwnMetrics> own = made(definitions);
  if (own.ok()) return "no error";
  std::string all = describe(own.error(), Language::en);
  return all.substr(0, all.find("  name: "));
}

// Four rows of copy, with a column of words that must occur.
class Rows {
 public:
  Rows() {
    samples.size = output_.size();
    samples.row = row_;
    samples.input = input_;
    samples.output = output_;
    samples.reference = reference_;
    samples.reference_begin = begin_;
    samples.extra = extra_;
    samples.extra_columns = 1;
  }
  Samples samples;

 private:
  std::array<std::int64_t, 4> row_ = {1, 2, 3, 4};
  std::array<std::string_view, 4> input_ = {"q1", "q2", "q3", "q4"};
  std::array<std::string_view, 4> output_ = {"這款口紅顯白", "abc def", "", "{\"price\": 12}"};
  std::array<std::string_view, 4> reference_ = {"這款口紅顯白", "abc xyz", "x", "{}"};
  std::array<std::uint32_t, 5> begin_ = {0, 1, 2, 3, 4};
  std::array<std::string_view, 4> extra_ = {"口紅", "ABC DEF", "", "price"};
};

// The value of each row, "-" where there is none; the metric is the last of the definitions.
std::string row_values(std::initializer_list<std::string_view> definitions) {
  Result<OwnMetrics> own = made(definitions);
  if (!own.ok()) return describe(own.error(), Language::en);
  MetricContext context;
  context.own = &own.value();
  Rows rows;
  const KeyText key{std::string(own->all().back()->name), {}};
  Result<std::unique_ptr<Metric>> metric = bind_metric(key, context);
  if (!metric.ok()) return describe(metric.error(), Language::en);
  const Statistic& statistic = (*metric)->statistic();
  std::vector<std::byte> stats(rows.samples.size * statistic.stat_bytes());
  statistic.measure(rows.samples, stats);
  std::string out;
  for (const auto& score : (*metric)->score_each(stats)) {
    out += (out.empty() ? "" : " ") + (score ? std::to_string(*score).substr(0, 4) : "-");
  }
  return out;
}

TEST(OwnMetric, is_read_from_the_short_form_and_from_json_alike) {
  const auto shorter = read_own_metric("tone[better=lower,on=input,title=\"A, b\"]=regex: [!?]$");
  const auto longer = read_own_metric(
      R"({"name": "tone", "better": "lower", "on": "input", "title": "A, b", "regex": "[!?]$"})");
  ASSERT_TRUE(shorter.ok() && longer.ok());
  for (const auto* text : {&*shorter, &*longer}) {
    EXPECT_EQ(text->name, "tone");
    ASSERT_EQ(text->settings.size(), 4U);
    EXPECT_EQ(text->find("regex")->text, "[!?]$");
    EXPECT_EQ(text->find("title")->text, "A, b");
    EXPECT_EQ(text->find("better")->text, "lower");
  }
}

TEST(OwnMetric, checks_rows_by_each_condition) {
  EXPECT_EQ(row_values({"a=regex: ^[a-z ]+$"}), "0.00 1.00 0.00 0.00");
  EXPECT_EQ(row_values({"a=not_regex: [a-z]"}), "1.00 0.00 1.00 0.00");
  EXPECT_EQ(row_values({"a=contains: 口紅"}), "1.00 0.00 0.00 0.00");
  EXPECT_EQ(row_values({R"(a=contains: ["abc", "def"])"}), "0.00 1.00 0.00 0.00");
  EXPECT_EQ(row_values({R"(a=contains_any: ["abc", "口紅"])"}), "1.00 1.00 0.00 0.00");
  EXPECT_EQ(row_values({R"(a=not_contains: ["abc", "口紅"])"}), "0.00 0.00 1.00 1.00");
  EXPECT_EQ(row_values({"a[ignore_case=true]=contains: ABC"}), "0.00 1.00 0.00 0.00");
  EXPECT_EQ(row_values({"a[ignore_case=true]=regex: ABC"}), "0.00 1.00 0.00 0.00");
  EXPECT_EQ(row_values({"a=json:"}), "0.00 0.00 0.00 1.00");
  EXPECT_EQ(row_values({R"(a=json_schema: {"required": ["price"]})"}), "0.00 0.00 0.00 1.00");
  EXPECT_EQ(row_values({"a=length: 6..7"}), "1.00 1.00 0.00 0.00");
  EXPECT_EQ(row_values({"a=length: ..0"}), "0.00 0.00 1.00 0.00");
  EXPECT_EQ(row_values({"a[unit=words]=length: 2..6"}), "1.00 1.00 0.00 1.00");
  EXPECT_EQ(row_values({"a=equals: reference"}), "1.00 0.00 0.00 0.00");
  EXPECT_EQ(row_values({"a[on=input]=regex: [12]"}), "1.00 1.00 0.00 0.00");
}

TEST(OwnMetric, reads_any_column_and_joins_conditions) {
  EXPECT_EQ(row_values({"a[ignore_case=true]=equals: must"}), "0.00 1.00 1.00 0.00");
  EXPECT_EQ(row_values({R"({"name": "a", "length": "1..", "not_contains": "{", "regex": "."})"}),
            "1.00 1.00 0.00 0.00");
}

TEST(OwnMetric, gives_up_on_a_pattern_that_takes_too_long) {
  Result<OwnMetrics> own = made({"a=regex: ^(([a-z ])+.)+[A-Z]([a-z ])+$"});
  ASSERT_TRUE(own.ok());
  MetricContext context;
  context.own = &*own;
  const auto metric = bind_metric({"a", {}}, context);
  ASSERT_TRUE(metric.ok());
  const std::string slow(60, 'a');
  const std::array<std::int64_t, 2> numbers = {7, 8};
  const std::array<std::string_view, 2> outputs = {"x", slow};
  Samples samples;
  samples.size = 2;
  samples.row = numbers;
  samples.output = outputs;
  const Statistic& statistic = (*metric)->statistic();
  std::vector<std::byte> stats(2 * statistic.stat_bytes());
  statistic.measure(samples, stats);
  State sum = statistic.start();
  statistic.add(sum, stats, {});
  EXPECT_EQ((*metric)->finish(sum).undefined_because.in(Language::en),
            "the pattern takes too long on the text of row 8; write it without nested repetition "
            "such as (a+)+");
}

TEST(OwnMetric, computes_expressions_of_each_row) {
  // CER by hand: 0; 3 of 7 exchanged; 1 of 1 left out; 11 added to 2, which is 5.5.
  EXPECT_EQ(row_values({"a=expr: 1 - cer"}), "1.00 0.57 0.00 -4.5");
  EXPECT_EQ(row_values({"e=equals: reference", "a=expr: 2*e + 0.5*e*exact_match"}),
            "2.50 0.00 0.00 0.00");
  EXPECT_EQ(row_values({"a=expr: 1/cer"}), "- 2.33 1.00 0.18");
  EXPECT_EQ(row_values({"a[low=0]=expr: 1 - cer"}), "1.00 0.57 0.00 -");
}

TEST(OwnMetric, asks_a_program_for_each_row) {
  EXPECT_EQ(row_values({R"({"name": "a", "command": ["sh", "-c",
                        "while read line; do echo ${#line}; done"], "high": 9999})"})
                .size(),
            19U);
  EXPECT_EQ(row_values({"a=command: sed -e 's/.*\"row\":\\([0-9]*\\).*/\\1/'"}),
            "1.00 2.00 3.00 4.00");
  EXPECT_EQ(row_values({"a=command: awk '{print \"{\\\"sum\\\": \" NR \", \\\"count\\\": 4}\"}'"}),
            "0.25 0.50 0.75 1.00");
}

TEST(OwnMetric, hands_a_program_the_roles_and_the_columns_asked_for) {
  const std::string path = "own_metric_test_" + std::to_string(::getpid()) + ".txt";
  row_values({R"({"name": "a", "columns": ["must"], "command": ["sh", "-c", "tee )" + path +
              R"( | sed s/.*/1/"]})"});
  const Result<std::string> text = read_file(path);
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text->substr(0, text->find('\n')),
            R"({"row":1,"input":"q1","output":"這款口紅顯白","reference":"這款口紅顯白",)"
            R"("references":["這款口紅顯白"],"columns":{"must":"口紅"}})");
  static_cast<void>(std::remove(path.c_str()));
}

TEST(OwnMetric, has_range_and_direction_of_its_parts) {
  const Result<OwnMetrics> own = made(
      {"half=expr: 0.5*exact_match + 0.5*better_cer", "better_cer=expr: max(0, 1 - cer)",
       "worse=expr: 100*cer", "odd=expr: cer + exact_match", "mine[low=2,high=3]=expr: 2 + cer"});
  ASSERT_TRUE(own.ok()) << describe(own.error(), Language::en);
  const auto info = [&](std::string_view name) { return own->find(name)->info; };
  EXPECT_EQ(info("half").better, Better::higher);
  EXPECT_EQ(info("half").low, 0);
  EXPECT_EQ(info("half").high, 1);
  EXPECT_EQ(info("worse").better, Better::lower);
  EXPECT_EQ(info("odd").better, Better::neither);
  EXPECT_EQ(info("mine").low, 2);
  EXPECT_EQ(info("mine").high, 3);
}

TEST(OwnMetric, refuses_what_cannot_be_meant) {
  EXPECT_EQ(refusal({"bleu=expr: chrf"}),
            "error: there already is a metric \"bleu\"\n  help: write another name\n");
  EXPECT_EQ(refusal({"a=json:", "a=json:"}),
            "error: there already is a metric \"a\"\n  help: write another name\n");
  EXPECT_EQ(refusal({"my-metric=json:"}),
            "error: \"my-metric\" cannot be the name of a metric\n  expected: letters, digits and "
            "_, not beginning with a digit\n  help: write another name\n");
  EXPECT_EQ(refusal({"a=expr: b", "b=expr: c + 1", "c=expr: a"}),
            "error: the expressions name each other in a circle: a → b → c → a\n");
  EXPECT_EQ(refusal({"a=expr: 0.5*blue"}),
            "error: the expression of \"a\" names a metric \"blue\", which there is not\n"
            "  help: write bleu\n");
  EXPECT_EQ(refusal({"a=regx: x"}),
            "error: the metric \"a\" has the unknown setting \"regx\"\n"
            "  expected: one of: title, title_zh, summary, summary_zh, better, low, high, regex, "
            "not_regex, contains, contains_any, not_contains, json, json_schema, length, equals, "
            "on, ignore_case, unit\n  help: write regex\n");
  EXPECT_EQ(refusal({"a[on=input]=expr: cer"}),
            "error: the setting \"on\" of the metric \"a\" does not go with expr\n");
  EXPECT_EQ(refusal({"a[better=high]=expr: cer"}),
            "error: the setting \"better\" of the metric \"a\" cannot be used\n"
            "  expected: one of: higher, lower, neither\n  help: write higher\n");
  EXPECT_EQ(refusal({"a=length: 9..3"}),
            "error: the setting \"length\" of the metric \"a\" cannot be used\n"
            "  expected: two whole numbers: \"8..30\", \"8..\" or \"..30\"\n");
  EXPECT_EQ(refusal({"a=command: python3 x.py | head"}),
            "error: the command of \"a\" holds \"|\", which only a shell understands\n"
            "  help: write sh -c '…' around it, or put it in quotes if it is meant as it is\n");
  EXPECT_EQ(refusal({"{\"name\": \"a\"}"}),
            "error: the metric \"a\" does not say what it measures\n"
            "  expected: expr, command, or conditions: regex, not_regex, contains, contains_any, "
            "not_contains, json, json_schema, length, equals\n");
}

TEST(OwnMetric, keeps_the_contract_of_any_metric) {
  Result<OwnMetrics> own =
      made({"mix=expr: 0.5*rouge_l[tok=char] + 0.5*nltk_bleu[order=2,tok=char]",
            "odd=expr: bleu[tok=zh]/(1 + chrf)", "form=length: 1..10",
            "rate=command: awk '{print \"{\\\"sum\\\": \" NR \", \\\"count\\\": 4}\"}'"});
  ASSERT_TRUE(own.ok()) << describe(own.error(), Language::en);
  MetricContext context;
  context.own = &*own;
  for (const MetricDefinition* definition : own->all()) {
    SCOPED_TRACE(definition->name);
    const auto metric = bind_metric({std::string(definition->name), {}}, context);
    ASSERT_TRUE(metric.ok());
    const Statistic& statistic = (*metric)->statistic();
    const std::size_t bytes = statistic.stat_bytes();
    Rows rows;
    std::vector<std::byte> stats(4 * bytes);
    statistic.measure(rows.samples, stats);
    const auto value = [&](const State& state) { return (*metric)->finish(state).value; };
    State whole = statistic.start();
    statistic.add(whole, stats, {});
    ASSERT_TRUE(value(whole).has_value());
    // Two halves merged are the whole.
    State left = statistic.start();
    State right = statistic.start();
    statistic.add(left, std::span(stats).first(bytes), {});
    statistic.add(right, std::span(stats).subspan(bytes), {});
    statistic.merge(left, right);
    EXPECT_EQ(value(left), value(whole));
    // Weight 2 is the row twice.
    const std::array<double, 4> weights = {1, 2, 1, 1};
    State weighted = statistic.start();
    statistic.add(weighted, stats, weights);
    State twice = whole;
    statistic.add(twice, std::span(stats).subspan(bytes, bytes), {});
    EXPECT_DOUBLE_EQ(*value(weighted), *value(twice));
    // Stored rows and states read back.
    ByteWriter writer;
    statistic.save(whole, writer);
    statistic.save_rows(stats, writer);
    ByteReader reader(writer.bytes());
    EXPECT_EQ(value(statistic.load(reader)), value(whole));
    const std::vector<std::byte> back = statistic.load_rows(reader);
    EXPECT_FALSE(reader.failed());
    State again = statistic.start();
    statistic.add(again, back, {});
    EXPECT_EQ(value(again), value(whole));
    EXPECT_EQ(statistic.end_of_rows(whole).size(), 0U);
  }
}

}  // namespace
}  // namespace shijin
