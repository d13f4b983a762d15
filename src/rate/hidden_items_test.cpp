// Repeats and gold: who gets them, what they say, and that no mean knows of them.
#include "rate/hidden_items.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "rate/campaign_made_internal.h"
#include "rate/campaign_result.h"

namespace shijin {
namespace {

class HiddenItems : public CampaignFolder {};

void give(RatingTable& table, std::int64_t item, const std::string& rater,
          const std::string& dimension, double score) {
  RatingEntry entry{item, rater, dimension, score, ""};
  table[{item, rater, dimension}] = entry;
}

TEST_F(HiddenItems, repeats_are_a_share_or_a_number) {
  EXPECT_EQ(parse_repeats("5%", 120).value(), 6);
  EXPECT_EQ(parse_repeats("5%", 3).value(), 1);
  EXPECT_EQ(parse_repeats("12", 120).value(), 12);
  for (const char* bad : {"", "0", "0%", "-1", "121", "1.5", "200%", "some"}) {
    EXPECT_EQ(parse_repeats(bad, 120).error().name, "rate-repeats-invalid") << bad;
  }
}

TEST_F(HiddenItems, repeats_have_keys_of_their_own_and_the_same_texts) {
  Campaign campaign = made_campaign(30);
  add_repeats(campaign, 5);
  ASSERT_EQ(campaign.items.size(), 35U);
  EXPECT_EQ(campaign.samples(), 30U);
  std::set<std::string> keys;
  std::set<std::int64_t> repeated;
  for (const CampaignItem& item : campaign.items) keys.insert(item.key);
  EXPECT_EQ(keys.size(), 35U);
  for (std::size_t i = 30; i < 35; ++i) {
    const CampaignItem& item = campaign.items[i];
    EXPECT_EQ(item.part, ItemPart::repeat);
    EXPECT_EQ(item.number, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(item.output, campaign.items[static_cast<std::size_t>(item.repeats - 1)].output);
    repeated.insert(item.repeats);
  }
  EXPECT_EQ(repeated.size(), 5U);
}

TEST_F(HiddenItems, gold_is_read_with_its_known_scores_and_kept) {
  std::ofstream(file("gold.csv"))
      << "id,prompt,output,relevance,流暢度,other\ng1,ask,good,5,5,9\ng2,ask,bad,1,,9\n";
  Campaign campaign = made_campaign(6);
  campaign.secret = "0123456789abcdef0123456789abcdef";
  Notes notes;
  add_gold(file("gold.csv"), {}, campaign, notes).value();
  ASSERT_EQ(campaign.items.size(), 8U);
  EXPECT_EQ(campaign.items[7].part, ItemPart::gold);
  EXPECT_EQ(campaign.items[7].output, "bad");
  ASSERT_EQ(campaign.gold.size(), 3U);
  EXPECT_EQ(campaign.gold[1].dimension, "fluency");
  CampaignBook book = CampaignBook::open(file("shijin.db")).value();
  book.add(campaign).value();
  const Campaign back = book.load("pilot").value();
  ASSERT_EQ(back.gold.size(), 3U);
  EXPECT_EQ(back.items[6].part, ItemPart::gold);
  EXPECT_EQ(back.samples(), 6U);
}

TEST_F(HiddenItems, gold_without_scores_is_refused) {
  Campaign campaign = made_campaign(6);
  Notes notes;
  std::ofstream(file("none.csv")) << "id,output\ng1,good\n";
  EXPECT_EQ(add_gold(file("none.csv"), {}, campaign, notes).error().found.in(Language::en),
            "no column holds a known score");
  std::ofstream(file("odd.csv")) << "id,output,fluency\ng1,good,4.5\n";
  EXPECT_EQ(add_gold(file("odd.csv"), {}, campaign, notes).error().found.in(Language::en),
            "\"4.5\" in column fluency is no score");
}

TEST_F(HiddenItems, raters_are_held_against_themselves_and_against_what_is_known) {
  Campaign campaign = made_campaign(10, {"ann", "bo"});
  add_repeats(campaign, 2);
  CampaignItem known;
  known.part = ItemPart::gold;
  known.number = 13;
  known.key = "goldgold";
  campaign.items.push_back(known);
  campaign.gold = {{13, "relevance", 5}, {13, "fluency", 2}};
  RatingTable table;
  for (const std::int64_t repeat : {std::int64_t{11}, std::int64_t{12}}) {
    const std::int64_t first = campaign.items[static_cast<std::size_t>(repeat - 1)].repeats;
    for (const char* dimension : {"relevance", "fluency"}) {
      give(table, first, "ann", dimension, 4);
      give(table, repeat, "ann", dimension, 4);
      give(table, first, "bo", dimension, 4);
    }
    give(table, repeat, "bo", "relevance", 3);
    give(table, repeat, "bo", "fluency", 1);
  }
  give(table, 13, "ann", "relevance", 5);
  give(table, 13, "ann", "fluency", 3);
  const auto quality = rater_quality(campaign, table);
  ASSERT_EQ(quality.size(), 2U);
  EXPECT_EQ(quality[0].repeated, 4);
  EXPECT_EQ(quality[0].repeated_same, 4);
  EXPECT_EQ(quality[0].gold, 2);
  EXPECT_EQ(quality[0].gold_same, 1);
  EXPECT_EQ(quality[0].gold_near, 2);
  EXPECT_EQ(quality[0].gold_bias, 0.5);
  EXPECT_TRUE(quality_questions(quality[0]).empty());
  EXPECT_EQ(quality[1].repeated_same, 0);
  EXPECT_EQ(quality[1].repeated_near, 2);
  const auto questions = quality_questions(quality[1]);
  ASSERT_EQ(questions.size(), 1U);
  EXPECT_EQ(questions[0].in(Language::en),
            "Ask bo: of 4 scores given twice without knowing, 0 came out the same and 2 within one "
            "point. Are the words for each score clear, and was there time?");
}

TEST_F(HiddenItems, a_rater_who_misses_what_is_known_is_asked) {
  const RaterQuality off{"bo", 0, 0, 0, 8, 2, 5, -1.25};
  const auto questions = quality_questions(off);
  ASSERT_EQ(questions.size(), 1U);
  EXPECT_EQ(questions[0].in(Language::en),
            "Ask bo: of 8 scores that are known, 2 were hit and 3 missed by at most one point; on "
            "average -1.2. Look at those texts together.");
  EXPECT_TRUE(quality_questions({"bo", 0, 0, 0, 3, 0, 0, 3}).empty());
}

TEST_F(HiddenItems, no_mean_and_no_export_knows_of_them) {
  Campaign campaign = made_campaign(4, {"ann"});
  add_repeats(campaign, 2);
  RatingTable table;
  for (const CampaignItem& item : campaign.items) {
    give(table, item.number, "ann", "fluency", item.part == ItemPart::core ? 5 : 1);
  }
  const auto rows = rated_rows(campaign, table);
  EXPECT_EQ(rows.size(), 6U);
  const auto runs = run_ratings(campaign, rows);
  EXPECT_EQ(runs[0].set.items().size(), 4U);
  EXPECT_EQ(*runs[0].unvetoed, 5);
  const std::string lines = ratings_jsonl(campaign, rows);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 4);
}

}  // namespace
}  // namespace shijin
