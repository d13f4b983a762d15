// What a rater is sent of a pair, and which choices are taken from the page.
#include "serve/rate_json.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

namespace shijin {
namespace {

class RateJson : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              ("shijin_rate_json_" + std::string(test->name()) + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string file(const std::string& name) const { return (folder_ / name).string(); }

  RatingDesk duel() {
    CampaignRun first{"r6", "r6.csv", {{0, "", 0, "1", "prompt", "old", "known"}}};
    CampaignRun second{"r7", "r7.csv", {{0, "", 0, "1", "prompt", "new", "known"}}};
    Campaign campaign = make_campaign("duel", {first, second}).value();
    campaign.created = "2026-11-30T00:00:00Z";
    campaign.raters = {"ann"};
    make_pairs(campaign);
    CampaignBook book = CampaignBook::open(file("shijin.db")).value();
    EXPECT_TRUE(book.add(campaign).ok());
    return RatingDesk::open(file("shijin.db"), "duel").value();
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(RateJson, a_pair_is_two_texts_and_says_nothing_of_whose_they_are) {
  RatingDesk desk = duel();
  const std::string key = desk.campaign().items[0].key;
  const CampaignItem item = *desk.item(key).value();
  EXPECT_EQ(item_json(desk.campaign(), item, {}),
            "{\"item\":\"" + key + "\",\"input\":\"prompt\",\"output\":\"" + item.output +
                "\",\"other\":\"" + item.other +
                "\",\"reference\":\"known\",\"revision\":0,\"says\":null}");
  const std::string work =
      work_json(desk.campaign(), "ann", desk.work("ann").value(), Language::en);
  EXPECT_NE(work.find("\"mode\":\"pairwise\""), std::string::npos);
  EXPECT_EQ(work.find("r6"), std::string::npos);
  EXPECT_EQ(work.find("r7"), std::string::npos);
}

TEST_F(RateJson, takes_a_choice_of_left_right_tie_or_na_and_nothing_else) {
  const RatingDesk desk = duel();
  const std::string key = desk.campaign().items[0].key;
  const auto wrong = [&](const std::string& choice) {
    const auto events = read_events(R"({"events":[{"id":"12345678","item":")" + key +
                                        R"(","says":{"scores":{"choice":)" + choice + "}}}]}",
                                    desk, "ann");
    return std::string(events.value().at(0).wrong);
  };
  for (const char* choice : {"1", "0", "0.5", "\"NA\""}) EXPECT_EQ(wrong(choice), "") << choice;
  for (const char* choice : {"2", "5", "0.25", "-1", "\"A\"", "null", "true"}) {
    EXPECT_EQ(wrong(choice), "event-scores") << choice;
  }
}

TEST_F(RateJson, settles_a_pair_for_either_side_or_neither) {
  const RatingDesk desk = duel();
  const std::string key = desk.campaign().items[0].key;
  const auto settled = [&](const std::string& dimension, const std::string& score) {
    return read_settled(R"({"item":")" + key + R"(","dimension":")" + dimension +
                            R"(","reason":"taste","score":)" + score + "}",
                        desk.campaign());
  };
  for (const double score : {0.0, 0.5, 1.0}) {
    const std::optional<Settled> read = settled("choice", std::to_string(score));
    ASSERT_TRUE(read.has_value()) << score;
    EXPECT_EQ(read->score, score);
    EXPECT_EQ(read->key, key);
  }
  for (const char* score : {"2", "5", "0.25", "-1", "\"NA\"", "null"}) {
    EXPECT_FALSE(settled("choice", score).has_value()) << score;
  }
  EXPECT_FALSE(settled("fluency", "1").has_value());
}

}  // namespace
}  // namespace shijin
