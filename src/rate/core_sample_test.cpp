// Draws: who is drawn, with which probability, and what raters are handed.
#include "rate/core_sample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "rate/blind.h"
#include "rate/campaign_made_internal.h"

namespace shijin {
namespace {

// Samples 1 … n of a run; the machine scores sample i as i.
struct Made {
  std::vector<CampaignRun> runs;
  std::vector<MachineScores> machine;
};
Made made_runs(int samples, const std::vector<std::string>& names = {"r6"}) {
  Made made;
  for (const std::string& name : names) {
    CampaignRun& run = made.runs.emplace_back(CampaignRun{name, name + ".csv", {}, {}});
    MachineColumn column{"chrf", true, {}};
    for (int i = 1; i <= samples; ++i) {
      const std::string n = std::to_string(i);
      run.rows.push_back({0, "", 0, n, "prompt " + n, name + " says " + n, ""});
      column.scores.emplace_back(i);
    }
    made.machine.push_back({column});
  }
  return made;
}

double sum_of(const CampaignPool& pool) {
  double sum = 0;
  for (const PoolSample& sample : pool.samples) sum += sample.probability;
  return sum;
}

TEST(CoreSample, plans_are_read_and_others_refused) {
  const SamplePlan core = parse_sample_plan("core:120").value();
  EXPECT_EQ(core.way, SamplePlan::Way::core);
  EXPECT_EQ(core.wanted, 120);
  EXPECT_EQ(parse_sample_plan("uniform:5").value().way, SamplePlan::Way::uniform);
  for (const char* bad : {"core", "core:", "core:0", "core:-3", "core:1.5", "most:5", "5", ""}) {
    EXPECT_EQ(parse_sample_plan(bad).error().name, "rate-sample-invalid") << bad;
  }
}

TEST(CoreSample, low_scores_are_likelier_and_every_sample_keeps_its_chance) {
  Made made = made_runs(500);
  Notes notes;
  const DrawnSamples drawn =
      draw_samples(made.runs, {.wanted = 60}, made.machine, 7, notes).value();
  ASSERT_EQ(drawn.pool.samples.size(), 500U);
  EXPECT_NEAR(sum_of(drawn.pool), 60, 1e-6);
  EXPECT_EQ(made.runs[0].rows.size(), 60U);
  EXPECT_GT(drawn.pool.samples[5].probability, 2 * drawn.pool.samples[494].probability);
  for (const PoolSample& sample : drawn.pool.samples) {
    EXPECT_GE(sample.probability, 0.3 * 60 / 500 - 1e-12);
    EXPECT_EQ(sample.machine.size(), 1U);
  }
  EXPECT_TRUE(notes.all().empty());
}

TEST(CoreSample, the_same_seed_draws_the_same_and_another_does_not) {
  const auto ids = [](std::uint64_t seed) {
    Made made = made_runs(300);
    Notes notes;
    draw_samples(made.runs, {.wanted = 30}, made.machine, seed, notes).value();
    std::vector<std::string> out;
    for (const CampaignItem& row : made.runs[0].rows) out.push_back(row.sample);
    return out;
  };
  EXPECT_EQ(ids(1), ids(1));
  EXPECT_NE(ids(1), ids(2));
}

TEST(CoreSample, must_see_is_drawn_and_the_worst_stand_apart) {
  Made made = made_runs(200, {"r6", "r7"});
  std::reverse(made.runs[1].rows.begin(), made.runs[1].rows.end());
  std::reverse(made.machine[1][0].scores.begin(), made.machine[1][0].scores.end());
  Notes notes;
  SamplePlan plan{.wanted = 20};
  plan.must = {"150", "199"};
  plan.worst = 5;
  const DrawnSamples drawn = draw_samples(made.runs, plan, made.machine, 3, notes).value();
  EXPECT_EQ(drawn.pool.samples[149].probability, 1);
  EXPECT_TRUE(drawn.pool.samples[149].drawn);
  EXPECT_EQ(drawn.worst.size(), 5U);
  std::set<std::string> core;
  for (const PoolSample& sample : drawn.pool.samples) {
    if (sample.drawn) core.insert(sample.sample);
  }
  for (const std::string& worst : drawn.worst) EXPECT_FALSE(core.contains(worst));
  // The lowest that are not drawn, lowest first.
  int next = 1;
  for (const std::string& worst : drawn.worst) {
    while (core.contains(std::to_string(next))) ++next;
    EXPECT_EQ(worst, std::to_string(next++));
  }
  Campaign campaign = make_campaign("pilot", made.runs).value();
  mark_worst(campaign, drawn.worst);
  EXPECT_EQ(campaign.items.size(), 50U);
  EXPECT_EQ(campaign.samples(), 25U);
  EXPECT_EQ(std::count_if(campaign.items.begin(), campaign.items.end(),
                          [](const CampaignItem& item) { return item.part == ItemPart::worst; }),
            10);
  EXPECT_EQ(campaign.items[0].sample, campaign.items[1].sample);
  EXPECT_NE(campaign.items[0].output, campaign.items[1].output);
}

TEST(CoreSample, each_slice_has_its_least) {
  Made made = made_runs(400);
  SamplePlan plan{.wanted = 60};
  for (int i = 0; i < 400; ++i) plan.slice.emplace_back(i < 6 ? "rare" : i < 40 ? "some" : "most");
  Notes notes;
  const DrawnSamples drawn = draw_samples(made.runs, plan, made.machine, 0, notes).value();
  int rare = 0;
  int some = 0;
  for (const PoolSample& sample : drawn.pool.samples) {
    if (!sample.drawn) continue;
    rare += sample.slice == "rare" ? 1 : 0;
    some += sample.slice == "some" ? 1 : 0;
  }
  EXPECT_EQ(rare, 6);
  EXPECT_GE(some, 9);  // 10 on average, the draw rounds up or down
}

TEST(CoreSample, demands_that_cannot_be_met_say_so) {
  Made made = made_runs(20);
  Notes notes;
  EXPECT_EQ(draw_samples(made.runs, {.wanted = 20}, made.machine, 0, notes).error().name,
            "rate-sample-large");
  SamplePlan unknown{.wanted = 5};
  unknown.must = {"77"};
  EXPECT_EQ(draw_samples(made.runs, unknown, made.machine, 0, notes).error().found.in(Language::en),
            "there is no sample \"77\" that must be seen");
  SamplePlan many{.wanted = 2};
  many.must = {"1", "2", "3"};
  EXPECT_EQ(draw_samples(made.runs, many, made.machine, 0, notes).error().name,
            "rate-sample-small");
}

TEST(CoreSample, a_machine_with_gaps_or_without_differences_is_told) {
  Made made = made_runs(20);
  for (auto& score : made.machine[0][0].scores) score = 2;
  made.machine[0][0].scores[3].reset();
  Notes notes;
  draw_samples(made.runs, {.wanted = 5}, made.machine, 0, notes).value();
  ASSERT_EQ(notes.all().size(), 2U);
  EXPECT_EQ(notes.all()[0].found.in(Language::en),
            "1 of 20 samples have no chrf: the mean of the others stands for it");
  EXPECT_EQ(notes.all()[1].name, "rate-machine-same");
}

TEST_F(CampaignFolder, a_drawn_campaign_comes_back_from_the_store_with_its_pool) {
  Made made = made_runs(50);
  Notes notes;
  SamplePlan plan{.wanted = 10};
  plan.worst = 2;
  const DrawnSamples drawn = draw_samples(made.runs, plan, made.machine, 0, notes).value();
  Campaign campaign = make_campaign("pilot", made.runs).value();
  mark_worst(campaign, drawn.worst);
  campaign.created = "2026-11-29T00:00:00Z";
  campaign.raters = {"ann"};
  campaign.dimensions = {"fluency"};
  campaign.facts["sample"] = "core:10";
  CampaignBook book = CampaignBook::open(file("shijin.db")).value();
  book.add(campaign, drawn.pool).value();
  const Campaign back = book.load("pilot").value();
  EXPECT_EQ(back.fact("sample"), "core:10");
  EXPECT_EQ(back.fact("nothing"), "");
  ASSERT_EQ(back.items.size(), 12U);
  EXPECT_EQ(back.items[0].part, ItemPart::core);
  EXPECT_EQ(back.items[11].part, ItemPart::worst);
  const CampaignPool pool = book.pool(back).value();
  ASSERT_EQ(pool.samples.size(), 50U);
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_EQ(pool.samples[i].sample, drawn.pool.samples[i].sample);
    EXPECT_EQ(pool.samples[i].probability, drawn.pool.samples[i].probability);
    EXPECT_EQ(pool.samples[i].drawn, drawn.pool.samples[i].drawn);
    EXPECT_EQ(pool.samples[i].machine, drawn.pool.samples[i].machine);
  }
}

TEST(ItemOrder, of_a_plain_campaign_holds_each_item_once) {
  const Campaign campaign = made_campaign(9);
  const auto order = item_order(campaign, "ann");
  EXPECT_EQ(std::set<std::size_t>(order.begin(), order.end()).size(), 9U);
  EXPECT_EQ(order, item_order(campaign, "ann"));
  EXPECT_NE(order, item_order(campaign, "bo"));
}

TEST(ItemOrder, a_repeat_stands_far_from_what_it_repeats) {
  Campaign campaign = made_campaign(40);
  for (std::int64_t number = 1; number <= 6; ++number) {
    CampaignItem item = campaign.items[static_cast<std::size_t>(number - 1)];
    item.part = ItemPart::repeat;
    item.repeats = item.number;
    item.number = static_cast<std::int64_t>(campaign.items.size()) + 1;
    campaign.items.push_back(item);
  }
  EXPECT_EQ(campaign.samples(), 40U);
  for (const char* rater : {"ann", "bo", "chen"}) {
    const auto order = item_order(campaign, rater);
    ASSERT_EQ(order.size(), 46U);
    std::vector<std::size_t> place(46);
    for (std::size_t p = 0; p < 46; ++p) place[order[p]] = p;
    for (std::size_t i = 0; i < 6; ++i) {
      const auto apart = std::abs(static_cast<int>(place[i]) - static_cast<int>(place[40 + i]));
      EXPECT_GE(apart, 15) << rater << i;
    }
  }
}

}  // namespace
}  // namespace shijin
