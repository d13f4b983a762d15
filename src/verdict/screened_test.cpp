// What the rules on screened outputs say.
#include "verdict/screened.h"

#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

Evidence screened(const std::string& rule, std::int64_t rows,
                  std::map<std::string, std::int64_t> kinds = {}) {
  Evidence evidence;
  evidence.task = Task::generation;
  evidence.data.used = 200;
  Screened& one = evidence.texts.screened[rule];
  one.rows = rows;
  one.kinds = std::move(kinds);
  one.examples = {made_example(4, "問", "抱歉", "答"), made_example(9, "問", "抱歉", "答")};
  return evidence;
}

TEST(Screened, tells_how_many_refuse_and_where_to_look) {
  const auto findings = found_by(screened("refusals", 12), "refusals");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::high);
  EXPECT_EQ(in_english(findings[0].headline),
            "12 of 200 outputs refuse to answer (6 %), though their references answer.");
  EXPECT_EQ(in_chinese(findings[0].headline),
            "200 筆輸出中有 12 筆拒絕回答（6 %），但參考答案有作答。");
  EXPECT_EQ(findings[0].because, std::vector<std::string>{"refusal_rate"});
  EXPECT_EQ(findings[0].samples.size(), 2U);
}

TEST(Screened, speaks_of_one_row_as_one) {
  const auto findings = found_by(screened("loops", 1), "loops");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Finding::Level::low);
  EXPECT_EQ(in_english(findings[0].headline),
            "1 of 200 outputs ends in a loop (0.5 %): it says the same over and over.");
}

TEST(Screened, every_rule_speaks_only_when_its_screen_stopped_something) {
  for (const std::string rule : {"refusals", "cut-short", "loops", "wrong-language", "garbled-text",
                                 "copied-input", "compliance-terms"}) {
    EXPECT_EQ(found_by(screened(rule, 3), rule).size(), 1U) << rule;
    EXPECT_EQ(found_by(screened(rule, 0), rule).size(), 0U) << rule;
    EXPECT_EQ(found_by(Evidence(), rule).size(), 0U) << rule;
  }
}

TEST(Screened, names_the_languages_most_frequent_first) {
  const auto findings =
      found_by(screened("wrong-language", 5, {{"zh-Hant>Latin", 1}, {"zh-Hant>zh-Hans", 4}}),
               "wrong-language");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(in_english(findings[0].remedy)
                  .starts_with("Written: zh-Hans instead of zh-Hant: 4; Latin instead of "
                               "zh-Hant: 1. "))
      << in_english(findings[0].remedy);
}

TEST(Screened, shows_each_term_its_place_and_leaves_the_decision_to_a_person) {
  Evidence evidence = screened("compliance-terms", 2, {{"最佳", 2}});
  Example& example = evidence.texts.screened["compliance-terms"].examples[0];
  example.output = "最＊佳選擇";
  example.marks = {{0, 9, Message("tier 1"), "最佳", 1},
                   {9, 12, Message("tier 2"), "選", 2},
                   {9, 15, Message("tier 1"), "選擇", 1, Message("an everyday phrase")}};
  const auto quiet = found_by(evidence, "compliance-terms");
  ASSERT_EQ(quiet.size(), 1U);
  EXPECT_EQ(quiet[0].severity, Finding::Level::info);
  EXPECT_EQ(in_english(quiet[0].headline),
            "2 of 200 outputs hold advertising terms to check (1 %); a person decides.");
  EXPECT_TRUE(in_english(quiet[0].remedy).starts_with("Found: row 4 “最＊佳” (tier 1). "))
      << in_english(quiet[0].remedy);
  evidence.metrics.push_back(made_score("compliance_rate", "x", 0.01, 200, std::nullopt));
  EXPECT_EQ(found_by(evidence, "compliance-terms")[0].severity, Finding::Level::medium);
}

}  // namespace
}  // namespace shijin
