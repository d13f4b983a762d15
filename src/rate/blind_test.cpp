// Keys that tell nothing, and orders that repeat.
#include "rate/blind.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/secret.h"
#include "rate/campaign_made_internal.h"

namespace shijin {
namespace {

TEST(Blind, the_keyed_hash_is_the_one_of_its_paper) {
  // Appendix A: the key 00 01 … 0f, the text 00 01 … 0e. Our secrets are two numbers, high digits
  // first, where the paper's are bytes, low ones first.
  std::string text;
  for (char c = 0; c < 15; ++c) text += c;
  EXPECT_EQ(keyed_hash("07060504030201000f0e0d0c0b0a0908", text), 0xa129ca6149be45e5ULL);
}

TEST(Blind, a_key_depends_on_the_secret_the_run_and_the_sample_and_begins_with_a_letter) {
  const std::string secret = "07060504030201000f0e0d0c0b0a0908";
  std::set<std::string> keys;
  for (int i = 0; i < 500; ++i) keys.insert(item_key(secret, "r6", std::to_string(i)));
  EXPECT_EQ(keys.size(), 500U);
  for (const std::string& key : keys) {
    EXPECT_EQ(key.size(), 8U);
    EXPECT_GE(key.front(), 'a');
  }
  EXPECT_EQ(item_key(secret, "r6", "1"), item_key(secret, "r6", "1"));
  EXPECT_NE(item_key(secret, "r6", "1"), item_key(secret, "r7", "1"));
  EXPECT_NE(item_key(secret, "r6", "1"), item_key(make_secret(), "r6", "1"));
}

TEST(Blind, secrets_differ) { EXPECT_NE(make_secret(), make_secret()); }

TEST(Blind, each_rater_has_an_order_of_their_own_and_always_the_same) {
  const auto ann = rater_order(40, 1, 7, "ann");
  EXPECT_EQ(ann, rater_order(40, 1, 7, "ann"));
  EXPECT_NE(ann, rater_order(40, 1, 7, "bo"));
  EXPECT_NE(ann, rater_order(40, 1, 8, "ann"));
  auto sorted = ann;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < 40; ++i) EXPECT_EQ(sorted[i], i);
}

TEST(Blind, the_texts_of_one_sample_stand_a_whole_round_apart) {
  const auto order = rater_order(20, 3, 0, "ann");
  std::set<std::size_t> items(order.begin(), order.end());
  ASSERT_EQ(items.size(), 60U);
  for (std::size_t i = 20; i < order.size(); ++i) EXPECT_EQ(order[i] / 3, order[i - 20] / 3);
}

TEST(Blind, texts_are_shared_out_evenly_where_each_has_some_of_the_raters) {
  const std::vector<std::string> raters = {"ann", "bo", "chen", "dai", "eve"};
  Campaign campaign = made_campaign(100, raters);
  campaign.facts["overlap"] = "2";
  EXPECT_EQ(campaign.overlap(), 2U);
  std::vector<int> of_item(100);
  std::map<std::pair<std::size_t, std::size_t>, int> met;
  std::vector<std::vector<bool>> asked;
  for (const std::string& rater : raters) {
    asked.push_back(asked_of(campaign, rater));
    // 100 texts by two of five: 40 each.
    EXPECT_EQ(std::count(asked.back().begin(), asked.back().end(), true), 40) << rater;
    EXPECT_EQ(item_order(campaign, rater).size(), 40U);
  }
  for (std::size_t i = 0; i < 100; ++i) {
    for (std::size_t a = 0; a < 5; ++a) {
      of_item[i] += asked[a][i] ? 1 : 0;
      for (std::size_t b = a + 1; b < 5; ++b) met[{a, b}] += asked[a][i] && asked[b][i] ? 1 : 0;
    }
  }
  for (const int count : of_item) EXPECT_EQ(count, 2);
  // Ten pairs of raters in 100 texts: ten times each, but for the odd one.
  for (const auto& [pair, times] : met) EXPECT_NEAR(times, 10, 2);
  // The same again, another under another seed, and all where it says so.
  EXPECT_EQ(asked_of(campaign, "ann"), asked[0]);
  campaign.seed = 8;
  EXPECT_NE(asked_of(campaign, "ann"), asked[0]);
  campaign.facts["overlap"] = "5";
  EXPECT_EQ(item_order(campaign, "ann").size(), 100U);
}

TEST(Blind, all_items_of_a_sample_have_the_same_raters_repeats_too_and_gold_has_all) {
  Campaign campaign = made_campaign(30, {"ann", "bo", "chen"});
  campaign.runs = {"r6", "r7"};  // fifteen samples of two runs each
  for (std::size_t i = 0; i < 30; ++i) campaign.items[i].run = static_cast<std::int64_t>(i % 2);
  campaign.facts["overlap"] = "1";
  CampaignItem repeat = campaign.items[6];
  repeat.number = 31;
  repeat.part = ItemPart::repeat;
  repeat.repeats = 7;
  CampaignItem gold = campaign.items[0];
  gold.number = 32;
  gold.part = ItemPart::gold;
  campaign.items.insert(campaign.items.end(), {repeat, gold});
  for (const char* rater : {"ann", "bo", "chen"}) {
    const std::vector<bool> asked = asked_of(campaign, rater);
    EXPECT_EQ(std::count(asked.begin(), asked.begin() + 30, true), 10);
    for (std::size_t i = 0; i < 30; i += 2) EXPECT_EQ(asked[i], asked[i + 1]);
    EXPECT_EQ(asked[30], asked[6]);
    EXPECT_TRUE(asked[31]);
  }
}

}  // namespace
}  // namespace shijin
