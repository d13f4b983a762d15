// Options of eval that contradict each other, and their translation for the library.
#include "cli/eval_plan.h"

#include <gtest/gtest.h>

namespace shijin::cli {
namespace {

Parsed line(std::vector<std::string> files,
            std::map<std::string, std::vector<std::string>, std::less<>> options) {
  Parsed parsed;
  parsed.files = std::move(files);
  parsed.options = std::move(options);
  return parsed;
}

std::string message(const Parsed& parsed) {
  const Result<EvalPlan> plan = plan_eval(parsed);
  return plan.ok() ? "no error" : describe(plan.error(), Language::en);
}

const std::string kContradict =
    "  name: options-contradict      (shijin explain options-contradict)\n";

TEST(EvalPlan, translates_what_was_typed) {
  const auto plan = plan_eval(line({"a.csv"}, {{"map", {"truth=gold", "probability:1=p1"}},
                                               {"labels", {"0,1"}},
                                               {"positive", {"0"}},
                                               {"cost", {"0>1=5"}},
                                               {"prevalence", {"0=0.1"}},
                                               {"gate", {"f1>=0.6", "mcc>0"}},
                                               {"seed", {"7"}},
                                               {"threads", {"2"}},
                                               {"skip-bad", {"true"}},
                                               {"task", {"classification"}},
                                               {"json", {"r.json"}},
                                               {"samples", {"s.jsonl"}}}));
  ASSERT_TRUE(plan.ok());
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(plan->read.map, (Pairs{{"truth", "gold"}, {"probability:1", "p1"}}));
  EXPECT_EQ(plan->read.bad_rows, BadRows::skip);
  EXPECT_EQ(plan->evaluate.bad_rows, BadRows::skip);
  EXPECT_EQ(plan->evaluate.labels, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(plan->evaluate.costs.at("0>1"), 5);
  EXPECT_EQ(plan->evaluate.prevalence.at("0"), 0.1);
  EXPECT_EQ(plan->evaluate.gates.size(), 2U);
  EXPECT_EQ(plan->evaluate.seed, 7U);
  EXPECT_EQ(plan->evaluate.threads, 2U);
  EXPECT_EQ(plan->evaluate.task, Task::classification);
  EXPECT_EQ(plan->evaluate.samples_file, "s.jsonl");
  EXPECT_EQ(plan->outputs, (Pairs{{"json", "r.json"}, {"samples", "s.jsonl"}}));
}

TEST(EvalPlan, two_results_cannot_share_standard_output) {
  EXPECT_EQ(message(line({"a.csv"}, {{"json", {"-"}}, {"markdown", {"-"}}})),
            "error: --json and --markdown both write to standard output\n"
            "  help: give one of them a file: --markdown=OUT\n" +
                kContradict);
}

TEST(EvalPlan, two_results_cannot_share_a_file) {
  EXPECT_EQ(message(line({"a.csv"}, {{"json", {"x"}}, {"samples", {"x"}}})),
            "error: --json and --samples both write to x\n"
            "  help: write to another name\n" +
                kContradict);
}

TEST(EvalPlan, a_result_never_overwrites_an_input) {
  EXPECT_EQ(message(line({"a.csv"}, {{"json", {"a.csv"}}})),
            "error: --json would overwrite the input a.csv\n"
            "  help: write to another name\n" +
                kContradict);
  EXPECT_EQ(message(line({"a.csv"}, {{"truth", {"t.csv"}}, {"samples", {"t.csv"}}})),
            "error: --samples would overwrite the input t.csv\n"
            "  help: write to another name\n" +
                kContradict);
}

TEST(EvalPlan, a_truth_file_goes_with_one_file) {
  EXPECT_EQ(message(line({"a.csv", "b.csv"}, {{"truth", {"t.csv"}}})),
            "error: --truth takes one FILE, but 2 are given\n"
            "  help: join the files first, or leave --truth out and keep the truth in each\n" +
                kContradict);
}

TEST(EvalPlan, standard_input_can_be_read_once) {
  EXPECT_EQ(message(line({"-"}, {{"truth", {"-"}}})),
            "error: standard input (-) is given 2 times\n"
            "  expected: once\n" +
                kContradict);
}

TEST(EvalPlan, the_positive_label_is_one_of_the_labels) {
  EXPECT_EQ(
      message(line({"a.csv"}, {{"labels", {"negative,positive"}}, {"positive", {"postive"}}})),
      "error: --positive \"postive\" is not among --labels\n"
      "  expected: one of: negative, positive\n"
      "  help: write --positive positive\n" +
          kContradict);
}

TEST(EvalPlan, costs_and_shares_speak_of_the_labels) {
  EXPECT_EQ(message(line({"a.csv"}, {{"labels", {"0,1"}}, {"cost", {"0>2=1"}}})),
            "error: --cost \"2\" is not among --labels\n"
            "  expected: one of: 0, 1\n" +
                kContradict);
  EXPECT_EQ(message(line({"a.csv"}, {{"labels", {"0,1"}}, {"prevalence", {"7=0.5"}}})),
            "error: --prevalence \"7\" is not among --labels\n"
            "  expected: one of: 0, 1\n" +
                kContradict);
}

TEST(EvalPlan, label_options_have_no_meaning_for_generation) {
  EXPECT_EQ(message(line({"a.csv"}, {{"task", {"generation"}}, {"positive", {"1"}}})),
            "error: --positive has no meaning with --task generation\n"
            "  help: leave one of them out\n" +
                kContradict);
}

TEST(EvalPlan, a_map_names_a_role_and_a_column) {
  EXPECT_EQ(message(line({"a.csv"}, {{"map", {"truth"}}})),
            "error: --map \"truth\" is not of the form role=column\n"
            "  help: such as --map truth=gold\n"
            "  name: map-malformed      (shijin explain map-malformed)\n");
}

TEST(EvalPlan, a_way_to_extract_is_one_of_three) {
  EXPECT_EQ(message(line({"a.csv"}, {{"extract", {"last"}}})),
            "error: --extract \"last\" cannot be read\n"
            "  expected: first-label, regex:PATTERN or json:KEY\n"
            "  name: option-value-invalid      (shijin explain option-value-invalid)\n");
}

TEST(EvalPlan, a_metric_key_is_checked_before_a_byte_is_read) {
  EXPECT_EQ(plan_eval(line({"a.csv"}, {{"metrics", {"f1[label=0"}}})).error().name,
            "metric-key-malformed");
}

}  // namespace
}  // namespace shijin::cli
