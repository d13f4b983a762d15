// When a campaign may stop: which items count, in which order, and against which bar.
#include "rate/stopping.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "rate/blind.h"
#include "rate/campaign_made_internal.h"
#include "stats/sequential.h"

namespace shijin {
namespace {

// Every rater's scores of the first `items`, alike on every dimension.
RatingTable scored(const Campaign& campaign, int items, double score) {
  RatingTable ratings;
  for (int i = 1; i <= items; ++i) {
    for (const std::string& rater : campaign.raters) {
      for (const std::string& dimension : campaign.dimensions) {
        ratings[{i, rater, dimension}] = {i, rater, dimension, score, ""};
      }
    }
  }
  return ratings;
}

TEST(Stopping, says_above_below_or_go_on) {
  const Campaign campaign = made_campaign(40);
  const auto decide = [&](int items, double score) {
    const RatingTable ratings = scored(campaign, items, score);
    return stopping_of(campaign, rated_rows(campaign, ratings), {}, 0, 4, 0.95);
  };
  EXPECT_FALSE(decide(0, 5).has_value());
  EXPECT_EQ(decide(3, 5)->decision, Stopping::Decision::go_on);
  const auto good = decide(40, 5);
  EXPECT_EQ(good->decision, Stopping::Decision::above);
  EXPECT_EQ(good->items, 40);
  EXPECT_EQ(good->raters, 2);
  EXPECT_EQ(good->hi, 5);
  EXPECT_EQ(decide(40, 2)->decision, Stopping::Decision::below);
  EXPECT_EQ(decide(40, 4)->decision, Stopping::Decision::go_on);
}

TEST(Stopping, counts_an_item_when_all_who_have_begun_have_scored_it) {
  const Campaign campaign = made_campaign(10, {"ann", "bo", "chen"});
  RatingTable ratings = scored(campaign, 6, 4);
  std::erase_if(ratings, [](const auto& one) {
    const auto& [item, rater, field] = one.first;
    return rater == "chen" || (rater == "bo" && item > 2);
  });
  const auto stopping = stopping_of(campaign, rated_rows(campaign, ratings), {}, 0, 4, 0.95);
  EXPECT_EQ(stopping->raters, 2);  // chen has not begun
  EXPECT_EQ(stopping->items, 2);
}

TEST(Stopping, takes_items_in_the_order_in_which_they_were_finished) {
  const Campaign campaign = made_campaign(12, {"ann"});
  RatingTable ratings;
  LastEvents last;
  std::vector<double> values;
  for (int i = 1; i <= 12; ++i) {
    const double score = i <= 6 ? 2 : 5;
    for (const std::string& dimension : campaign.dimensions) {
      ratings[{i, "ann", dimension}] = {i, "ann", dimension, score, ""};
    }
    last[i] = 100 - i;  // the last one first
    values.insert(values.begin(), (score - 1) / 4);
  }
  const auto stopping = stopping_of(campaign, rated_rows(campaign, ratings), last, 0, 4, 0.95);
  const Bounds bounds = betting_interval(values, 0.95);
  EXPECT_DOUBLE_EQ(stopping->lo, 1 + 4 * bounds.lo);
  EXPECT_DOUBLE_EQ(stopping->hi, 1 + 4 * bounds.hi);
}

TEST(Stopping, says_nothing_of_samples_drawn_by_risk) {
  Campaign campaign = made_campaign(40);
  const auto rows = rated_rows(campaign, scored(campaign, 40, 5));
  campaign.facts["sample"] = "core:40";
  EXPECT_FALSE(stopping_of(campaign, rows, {}, 0, 4, 0.95).has_value());
  campaign.facts["sample"] = "uniform:40";
  EXPECT_TRUE(stopping_of(campaign, rows, {}, 0, 4, 0.95).has_value());
}

TEST(Stopping, counts_an_item_when_all_of_its_own_raters_have_scored_it) {
  Campaign campaign = made_campaign(10, {"ann", "bo", "chen"});
  campaign.facts["overlap"] = "2";
  RatingTable ratings = scored(campaign, 10, 4);
  std::erase_if(ratings, [&](const auto& one) {
    const auto& [item, rater, field] = one.first;
    const bool asked = asked_of(campaign, rater)[static_cast<std::size_t>(item - 1)];
    return !asked || (item == 1 && rater != "ann" && rater != "bo");
  });
  const bool first = asked_of(campaign, "chen")[0];
  const auto stopping = stopping_of(campaign, rated_rows(campaign, ratings), {}, 0, 4, 0.95);
  EXPECT_EQ(stopping->items, first ? 9 : 10);
  EXPECT_EQ(stopping->raters, 3);
}

}  // namespace
}  // namespace shijin
