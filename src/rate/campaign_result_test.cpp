// What scores come to: the article's rows, a veto, and what is left to do.
#include "rate/campaign_result.h"

#include <gtest/gtest.h>

#include "rate/campaign_made_internal.h"

namespace shijin {
namespace {

void put(RatingTable& table, std::int64_t item, const std::string& rater,
         const std::vector<std::optional<double>>& scores) {
  const std::vector<std::string> fields = {"relevance", "fluency", "style", "compliance"};
  for (std::size_t i = 0; i < scores.size(); ++i) {
    table[{item, rater, fields[i]}] = {item, rater, fields[i], scores[i], scores[i] ? "" : "NA"};
  }
}

TEST(CampaignResult, overall_is_the_mean_of_all_but_compliance_as_in_the_article) {
  const Campaign campaign = made_campaign(2, {"ann"});
  RatingTable table;
  put(table, 1, "ann", {5, 4, 5, 5});
  put(table, 2, "ann", {4, 5, 4, 2});
  const auto rows = rated_rows(campaign, table);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_DOUBLE_EQ(*rows[0].overall, 14.0 / 3);  // 4.67
  EXPECT_DOUBLE_EQ(*rows[1].overall, 13.0 / 3);  // 4.33
}

TEST(CampaignResult, a_compliance_of_1_vetoes_whatever_the_rest) {
  const Campaign campaign = made_campaign(2);
  RatingTable table;
  put(table, 1, "ann", {5, 5, 5, 1});
  put(table, 1, "bo", {5, 5, 5, 5});
  put(table, 2, "ann", {5, 5, 5, 2});
  const auto rows = rated_rows(campaign, table);
  EXPECT_EQ(rows[0].overall, 1);
  EXPECT_EQ(rows[0].unvetoed, 5);
  EXPECT_EQ(rows[1].overall, 5);
  EXPECT_EQ(rows[2].overall, 5);
  const auto runs = run_ratings(campaign, rows);
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].compliance_items, 2);
  EXPECT_EQ(runs[0].unvetoed, 5);
  ASSERT_EQ(runs[0].vetoed.size(), 1U);
  EXPECT_EQ(runs[0].vetoed[0].item, &campaign.items[0]);
  EXPECT_EQ(runs[0].vetoed[0].vetoes, 1);
  EXPECT_EQ(runs[0].vetoed[0].raters, 2);
}

TEST(CampaignResult, a_rubric_says_which_dimensions_veto) {
  Campaign campaign = made_campaign(3, {"ann"});
  campaign.own = rubric_dimensions();
  campaign.own[1].veto = true;   // fluency
  campaign.own[3].veto = false;  // compliance
  RatingTable table;
  put(table, 1, "ann", {5, 1, 4, 3});
  put(table, 2, "ann", {5, 5, 4, 1});
  auto rows = rated_rows(campaign, table);
  EXPECT_EQ(rows[0].overall, 1);
  EXPECT_EQ(rows[0].unvetoed, 4);                // (5 + 4 + 3) / 3
  EXPECT_DOUBLE_EQ(*rows[1].overall, 10.0 / 3);  // (5 + 4 + 1) / 3
  auto runs = run_ratings(campaign, rows);
  EXPECT_EQ(runs[0].compliance_items, 2);
  ASSERT_EQ(runs[0].vetoed.size(), 1U);
  EXPECT_EQ(runs[0].vetoed[0].item, &campaign.items[0]);
  // Two that veto: either does, and a rater counts once.
  campaign.own[3].veto = true;
  put(table, 3, "ann", {5, 1, 4, 1});
  rows = rated_rows(campaign, table);
  EXPECT_EQ(rows[1].overall, 1);
  EXPECT_EQ(rows[1].unvetoed, 4.5);
  runs = run_ratings(campaign, rows);
  ASSERT_EQ(runs[0].vetoed.size(), 3U);
  EXPECT_EQ(runs[0].vetoed[2].vetoes, 1);
  EXPECT_EQ(runs[0].vetoed[2].raters, 1);
}

TEST(CampaignResult, what_does_not_apply_drops_out_of_the_overall_score) {
  const Campaign campaign = made_campaign(2, {"ann"});
  RatingTable table;
  put(table, 1, "ann", {5, 4, std::nullopt, 5});
  put(table, 2, "ann", {std::nullopt, std::nullopt, std::nullopt, std::nullopt});
  const auto rows = rated_rows(campaign, table);
  EXPECT_DOUBLE_EQ(*rows[0].overall, 4.5);
  EXPECT_FALSE(rows[1].overall.has_value());
  const auto runs = run_ratings(campaign, rows);
  EXPECT_EQ(runs[0].set.missing(2), 2);  // style
}

TEST(CampaignResult, progress_counts_whole_and_begun_items) {
  const Campaign campaign = made_campaign(3);
  RatingTable table;
  put(table, 1, "ann", {5, 4, 5, 5});
  put(table, 2, "ann", {5, 4});
  table[{3, "ann", std::string(kCommentField)}] = {3, "ann", std::string(kCommentField), {}, "?"};
  const auto lines = progress_of(campaign, table);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].rated, 1);
  EXPECT_EQ(lines[0].begun, 1);
  EXPECT_EQ(lines[0].items, 3);
  EXPECT_EQ(lines[1].rated, 0);
}

TEST(CampaignResult, goes_out_as_a_line_a_rater_and_item) {
  Campaign campaign = made_campaign(1, {"ann"});
  campaign.items[0].reference = "another text";
  RatingTable table;
  put(table, 1, "ann", {5, 4, std::nullopt, 5});
  EXPECT_EQ(ratings_jsonl(campaign, rated_rows(campaign, table)),
            "{\"id\":\"r6/1\",\"campaign\":\"pilot\",\"run\":\"r6\",\"sample\":\"1\",\"key\":\"" +
                campaign.items[0].key +
                "\",\"input\":\"prompt 1\",\"output\":\"text 1\",\"reference\":\"another text\","
                "\"rater\":\"ann\","
                "\"rating:relevance\":5,\"rating:fluency\":4,\"rating:style\":null,"
                "\"rating:compliance\":5,\"rating:overall\":4.5,\"tags\":\"\",\"comment\":\"\","
                "\"rubric\":\"1\"}\n");
}

}  // namespace
}  // namespace shijin
