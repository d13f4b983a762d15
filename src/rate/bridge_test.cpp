// Metrics against people, and the samples on which they part.
#include "rate/bridge.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

TEST(Bridge, holds_each_metric_against_people_whatever_its_direction) {
  CampaignRun run{"r6", "r6.csv", {}, {}};
  MachineColumn good{"chrf", true, {}};
  MachineColumn bad{"cer", false, {}};
  std::map<std::string, double> people;
  for (int i = 1; i <= 9; ++i) {
    run.rows.push_back({0, "", 0, std::to_string(i), "", "text", ""});
    good.scores.emplace_back(10 * i);
    bad.scores.emplace_back(1.0 - 0.1 * i);
    if (i < 9) people[std::to_string(i)] = 1 + 0.4 * i;
  }
  // Sample 1 is loved though the machine puts it last, sample 8 the other way round.
  people["1"] = 5;
  people["8"] = 2;
  const Bridge bridge = bridge_of(run, {good, bad}, people, 0.95);
  ASSERT_EQ(bridge.lines.size(), 2U);
  EXPECT_EQ(bridge.lines[0].samples, 8);
  ASSERT_TRUE(bridge.lines[0].spearman && bridge.lines[1].spearman);
  EXPECT_EQ(bridge.lines[0].spearman->value, bridge.lines[1].spearman->value);
  ASSERT_EQ(bridge.only_people.size(), 1U);
  EXPECT_EQ(bridge.only_people[0].sample, "1");
  EXPECT_EQ(bridge.only_people[0].machine, 10);
  ASSERT_EQ(bridge.only_machine.size(), 1U);
  EXPECT_EQ(bridge.only_machine[0].sample, "8");
}

TEST(Bridge, of_a_metric_that_never_differs_nobody_parts) {
  CampaignRun run{"r6", "r6.csv", {}, {}};
  MachineColumn same{"chrf", true, {}};
  std::map<std::string, double> people;
  for (int i = 1; i <= 9; ++i) {
    run.rows.push_back({0, "", 0, std::to_string(i), "", "text", ""});
    same.scores.emplace_back(3);
    people[std::to_string(i)] = i % 5 + 1;
  }
  const Bridge bridge = bridge_of(run, {same}, people, 0.95);
  EXPECT_FALSE(bridge.lines[0].spearman);
  EXPECT_TRUE(bridge.only_machine.empty());
  EXPECT_TRUE(bridge.only_people.empty());
}

}  // namespace
}  // namespace shijin
