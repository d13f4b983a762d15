// What drawing the core and estimating from it promise, tried on made-up people and machines whose
// truth is known: the intervals hold it as often as they say, and the machine saves ratings.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include "base/random.h"
#include "rate/core_estimate.h"
#include "rate/core_sample.h"

namespace shijin {
namespace {

constexpr int kRows = 2'000;
constexpr int kWanted = 150;
constexpr int kTrials = 1'000;

// A world of texts: a machine score, and people who score from 1 to 5 with more doubt where the
// machine's score is low, or everywhere alike.
struct World {
  const char* name;
  double strength;  // how far people follow the machine
  bool uneven;      // … less so where it is low
};

double person(const World& world, double machine, Random& random) {
  const double doubt = world.uneven ? 0.5 + 0.9 / (1 + std::exp(2 * machine)) : 0.8;
  const double wish = 3.4 + world.strength * machine + doubt * random.normal();
  return std::clamp(std::round(wish), 1.0, 5.0);
}

double truth_of(const World& world) {
  Random random(99, 0);
  double sum = 0;
  constexpr int kMany = 4'000'000;
  for (int i = 0; i < kMany; ++i) sum += person(world, random.normal(), random);
  return sum / kMany;
}

struct Seen {
  int greg = 0;
  int powered = 0;
  double variance_greg = 0;
  double variance_plain = 0;  // of as many samples taken at random
  double equal_to = 0;
};

void one_trial(const World& world, SamplePlan::Way way, bool sliced, double truth, int trial,
               Seen& seen) {
  Random random(17, static_cast<std::uint64_t>(trial));
  std::vector<CampaignRun> runs = {{"r", "r.csv", {}, {}}};
  MachineColumn column{"judge", true, {}};
  std::vector<double> people;
  SamplePlan plan{.way = way, .wanted = kWanted};
  for (int i = 0; i < kRows; ++i) {
    const double machine = random.normal();
    column.scores.emplace_back(machine);
    people.push_back(person(world, machine, random));
    runs[0].rows.push_back({0, "", 0, std::to_string(i), "", "text", ""});
    if (sliced) plan.slice.emplace_back(machine < -1.8 ? "rare" : i % 3 == 0 ? "some" : "most");
  }
  Notes notes;
  const DrawnSamples drawn =
      draw_samples(runs, plan, {{column}}, static_cast<std::uint64_t>(trial), notes).value();
  RatingSet set;
  for (const CampaignItem& row : runs[0].rows) {
    set.add({"r/" + row.sample, "ann", "overall", people[std::stoul(row.sample)]});
  }
  const CoreEstimate estimate = core_estimates(set, "r", 0, drawn.pool, 0.95).front();
  const auto holds = [&](const Bounds& bounds) {
    return bounds.lo <= truth && truth <= bounds.hi ? 1 : 0;
  };
  seen.greg += holds(estimate.greg->interval);
  seen.powered += holds(estimate.powered->interval);
  seen.equal_to += estimate.greg->equal_to / kTrials;
  const double off = estimate.greg->value - truth;
  seen.variance_greg += off * off / kTrials;
  double plain = 0;
  for (int i = 0; i < kWanted; ++i) plain += people[static_cast<std::size_t>(i)] / kWanted;
  seen.variance_plain += (plain - truth) * (plain - truth) / kTrials;
}

// Coverage within .93 and .97, and the multiplier that the estimate claims is the one it has.
void try_world(const World& world, SamplePlan::Way way, bool sliced, double multiplier_least) {
  const double truth = truth_of(world);
  Seen seen;
  for (int trial = 0; trial < kTrials; ++trial) one_trial(world, way, sliced, truth, trial, seen);
  const double greg = static_cast<double>(seen.greg) / kTrials;
  const double powered = static_cast<double>(seen.powered) / kTrials;
  const double multiplier = seen.variance_plain / seen.variance_greg;
  const double claimed = seen.equal_to / kWanted;
  std::printf(
      "%-28s %-8s coverage: regression %.3f, PPI++ %.3f; a rating counts for %.2f, as told "
      "%.2f\n",
      world.name, way == SamplePlan::Way::core ? (sliced ? "sliced" : "core") : "uniform", greg,
      powered, multiplier, claimed);
  EXPECT_GE(greg, 0.93) << world.name;
  EXPECT_LE(greg, 0.97) << world.name;
  EXPECT_GE(multiplier, multiplier_least) << world.name;
  EXPECT_NEAR(claimed / multiplier, 1, 0.2) << world.name;
  EXPECT_GE(powered, 0.93) << world.name;
  EXPECT_LE(powered, 0.97) << world.name;
}

constexpr World kGood{"a good judge", 1.0, false};
constexpr World kUneven{"good, unsure of the low", 0.9, true};
constexpr World kFair{"a fair judge", 0.6, false};
constexpr World kUseless{"a useless judge", 0.0, false};

TEST(RateCore, coverage_holds_and_a_rating_counts_for_more_by_a_good_judge) {
  try_world(kGood, SamplePlan::Way::core, false, 1.5);
  try_world(kGood, SamplePlan::Way::uniform, false, 1.7);
}

TEST(RateCore, coverage_holds_where_the_judge_is_unsure_of_low_texts) {
  try_world(kUneven, SamplePlan::Way::core, false, 1.3);
  try_world(kUneven, SamplePlan::Way::core, true, 1.2);
  try_world(kUneven, SamplePlan::Way::uniform, false, 1.3);
}

TEST(RateCore, a_fair_judge_helps_and_a_useless_one_does_little_harm) {
  try_world(kFair, SamplePlan::Way::core, false, 1.0);
  try_world(kFair, SamplePlan::Way::uniform, false, 1.2);
  try_world(kUseless, SamplePlan::Way::core, false, 0.6);
  try_world(kUseless, SamplePlan::Way::uniform, false, 0.9);
}

}  // namespace
}  // namespace shijin
