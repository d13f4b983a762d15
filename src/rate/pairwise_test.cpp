// Pairs: sides, sheets, and what choices come to.
#include "rate/pairwise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "rate/blind.h"
#include "rate/campaign_made_internal.h"
#include "rate/sheet.h"

namespace shijin {
namespace {

class Pairwise : public CampaignFolder {};

Campaign made_pairs(int samples, const std::vector<std::string>& names,
                    const std::vector<std::string>& raters = {"ann"}) {
  std::vector<CampaignRun> runs;
  for (const std::string& name : names) {
    CampaignRun& run = runs.emplace_back(CampaignRun{name, name + ".csv", {}, {}});
    for (int i = 1; i <= samples; ++i) {
      const std::string n = std::to_string(i);
      run.rows.push_back({0, "", 0, n, "prompt " + n, name + " says " + n, ""});
    }
  }
  Campaign campaign = make_campaign("duel", runs).value();
  campaign.created = "2026-11-29T00:00:00Z";
  campaign.raters = raters;
  make_pairs(campaign);
  return campaign;
}

// A choice for the text of a run, or a tie.
void choose(const Campaign& campaign, RatingTable& table, const std::string& sample,
            const std::string& rater, const std::string& run) {
  for (const CampaignItem& item : campaign.items) {
    if (item.sample != sample) continue;
    const double score = run.empty()                                                ? 0.5
                         : campaign.runs[static_cast<std::size_t>(item.run)] == run ? 1
                                                                                    : 0;
    RatingEntry entry{item.number, rater, std::string(kChoice), score, ""};
    table[{item.number, rater, std::string(kChoice)}] = entry;
  }
}

TEST_F(Pairwise, every_two_runs_meet_on_every_sample_on_both_sides) {
  const Campaign campaign = made_pairs(200, {"r5", "r6", "r7"});
  ASSERT_EQ(campaign.items.size(), 600U);
  EXPECT_EQ(campaign.width(), 3U);
  EXPECT_EQ(campaign.samples(), 200U);
  int left_earlier = 0;
  std::set<std::string> keys;
  for (const CampaignItem& item : campaign.items) {
    left_earlier += item.run < item.other_run ? 1 : 0;
    EXPECT_NE(item.run, item.other_run);
    EXPECT_EQ(item.output,
              campaign.runs[static_cast<std::size_t>(item.run)] + " says " + item.sample);
    EXPECT_EQ(item.other,
              campaign.runs[static_cast<std::size_t>(item.other_run)] + " says " + item.sample);
    keys.insert(item.key);
  }
  EXPECT_EQ(keys.size(), 600U);
  EXPECT_NEAR(left_earlier, 300, 60);
  EXPECT_EQ(item_order(campaign, "ann").size(), 600U);
}

TEST_F(Pairwise, pairs_come_back_from_the_store) {
  Campaign campaign = made_pairs(5, {"r6", "r7"});
  CampaignBook book = CampaignBook::open(file("shijin.db")).value();
  book.add(campaign).value();
  const Campaign back = book.load("duel").value();
  EXPECT_TRUE(back.pairwise());
  EXPECT_EQ(back.dimensions, std::vector<std::string>{"choice"});
  ASSERT_EQ(back.items.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(back.items[i].other, campaign.items[i].other);
    EXPECT_EQ(back.items[i].other_run, campaign.items[i].other_run);
  }
}

TEST_F(Pairwise, sheets_go_out_and_choices_come_back) {
  const Campaign campaign = made_pairs(4, {"r6", "r7"});
  auto cells = sheet_cells(campaign, "ann", {}, Language::en);
  const std::vector<std::string> head = {"key",
                                         "prompt",
                                         "text A",
                                         "text B",
                                         "better: A, B or tie",
                                         "comment",
                                         "cannot judge",
                                         "sheet (leave as it is)"};
  EXPECT_EQ(cells[0], head);
  SheetFile sheet;
  sheet.path = "duel.ann.csv";
  sheet.header = cells[0];
  const char* said[] = {"A", "ｂ", "平手", "maybe"};
  for (std::size_t r = 1; r < cells.size(); ++r) {
    cells[r][4] = said[r - 1];
    const auto number = static_cast<std::int64_t>(r) + 1;
    sheet.rows.push_back({number, number, cells[r]});
  }
  Notes notes;
  const SheetCheck check = check_sheet(campaign, sheet, {}, Prefer::sheet, notes);
  ASSERT_EQ(check.entries.size(), 3U);
  EXPECT_EQ(check.entries[0].score, 1.0);
  EXPECT_EQ(check.entries[1].score, 0.0);
  EXPECT_EQ(check.entries[2].score, 0.5);
  ASSERT_EQ(notes.all().size(), 1U);
  EXPECT_EQ(notes.all()[0].name, "sheet-score-invalid");
  EXPECT_EQ(notes.all()[0].expected.in(Language::en), "A, B, tie or NA");
  RatingTable table;
  for (const RatingEntry& entry : check.entries) {
    table[{entry.item, entry.rater, entry.field}] = entry;
  }
  cells = sheet_cells(campaign, "ann", table, Language::en);
  EXPECT_EQ(cells[1][4], "A");
  EXPECT_EQ(cells[2][4], "B");
  EXPECT_EQ(cells[3][4], "tie");
  sheet.rows[0].cells[3] = "another text";
  Notes changed;
  check_sheet(campaign, sheet, {}, Prefer::sheet, changed);
  EXPECT_EQ(changed.all()[0].name, "sheet-text-changed");
}

TEST_F(Pairwise, the_win_rate_counts_ties_half_whatever_the_side) {
  const Campaign campaign = made_pairs(10, {"r6", "r7"});
  RatingTable table;
  for (int i = 1; i <= 10; ++i) {
    choose(campaign, table, std::to_string(i), "ann", i <= 6 ? "r7" : i <= 8 ? "" : "r6");
  }
  const PairResult result = pair_result(campaign, table, 0.95);
  ASSERT_EQ(result.pairs.size(), 1U);
  const PairLine& line = result.pairs[0];
  EXPECT_EQ(line.run, 1U);
  EXPECT_EQ(line.base, 0U);
  EXPECT_EQ(line.wins, 6);
  EXPECT_EQ(line.ties, 2);
  EXPECT_EQ(line.losses, 2);
  ASSERT_TRUE(line.rate);
  EXPECT_NEAR(line.rate->value, 0.7, 1e-12);
  EXPECT_LT(line.rate->interval.lo, 0.7);
  ASSERT_TRUE(result.strength);
  EXPECT_NEAR(result.strength->strength[1], std::log(0.7 / 0.3), 1e-9);
  EXPECT_EQ(result.choices, 10);
  // The side chosen, by hand: 1, 0 or ½ as the texts lay.
  double left = 0;
  for (const auto& [place, entry] : table) left += *entry.score / 10;
  EXPECT_NEAR(result.left->value, left, 1e-12);
}

TEST_F(Pairwise, three_runs_are_put_in_order) {
  const Campaign campaign = made_pairs(60, {"r5", "r6", "r7"});
  RatingTable table;
  // The later run wins, but for every fifth sample, where all choose the earlier.
  for (const CampaignItem& item : campaign.items) {
    const bool later_left = item.run > item.other_run;
    const bool earlier = std::stoi(item.sample) % 5 == 0;
    const double score = later_left != earlier ? 1 : 0;
    RatingEntry entry{item.number, "ann", std::string(kChoice), score, ""};
    table[{item.number, "ann", std::string(kChoice)}] = entry;
  }
  const PairResult result = pair_result(campaign, table, 0.95);
  ASSERT_EQ(result.pairs.size(), 3U);
  for (const PairLine& line : result.pairs) EXPECT_NEAR(line.rate->value, 0.8, 1e-12);
  ASSERT_TRUE(result.strength);
  EXPECT_FALSE(result.strength->steadied);
  EXPECT_LT(result.strength->centred_value[0], result.strength->centred_value[1]);
  EXPECT_LT(result.strength->centred_value[1], result.strength->centred_value[2]);
}

TEST_F(Pairwise, without_choices_there_is_nothing) {
  const Campaign campaign = made_pairs(3, {"r6", "r7"});
  const PairResult result = pair_result(campaign, {}, 0.95);
  EXPECT_TRUE(result.pairs.empty());
  EXPECT_FALSE(result.strength || result.left);
}

}  // namespace
}  // namespace shijin
