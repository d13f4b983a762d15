// Gates against the base, decided from differences made by hand.
#include "compare/gates.h"

#include <gtest/gtest.h>

#include "evidence/gate.h"

namespace shijin {
namespace {

ComparedScore made(double base, double score, double lo, double hi) {
  ComparedScore line;
  line.base = Score::of(base);
  line.score = Score::of(score);
  line.difference = score - base;
  line.interval = Interval{lo, hi, 0.95, "paired-poisson-bootstrap"};
  line.differing = line.differing_units = 40;
  return line;
}

GateLine decided(const char* text, const ComparedScore& score,
                 std::optional<Interval> share = std::nullopt) {
  GateLine gate = *parse_gate(text);
  decide_against_base({&score, share, 600}, gate);
  return gate;
}

TEST(CompareGates, the_whole_interval_has_to_be_on_one_side) {
  const ComparedScore line = made(0.75, 0.77, -0.005, 0.045);
  EXPECT_EQ(decided("f1>=base-0.01", line).decision, Decision::pass);
  EXPECT_EQ(decided("f1>=base+0.05", line).decision, Decision::fail);
  const GateLine open = decided("f1>base", line);
  EXPECT_EQ(open.decision, Decision::undecided);
  // The arm below, 0.025, has to shrink to 0.02: 600 · (0.025 / 0.02)² = 937.5 rows.
  EXPECT_EQ(open.needed_n, 938);
  EXPECT_EQ(
      open.reason.in(Language::en),
      "The interval of the difference, -0.005 – +0.045, lies on both sides of 0.000. About 938 "
      "rows in all would decide.");
}

TEST(CompareGates, a_bound_on_the_bar_meets_at_least_and_not_above) {
  const ComparedScore line = made(0.75, 0.77, 0, 0.04);
  EXPECT_EQ(decided("f1>=base", line).decision, Decision::pass);
  EXPECT_EQ(decided("f1>base", line).decision, Decision::undecided);
}

TEST(CompareGates, a_share_is_decided_by_the_interval_of_the_share) {
  const ComparedScore line = made(20, 20.2, -0.1, 0.5);
  const Interval share{0.995, 1.018, 0.95, "paired-poisson-bootstrap"};
  const GateLine gate = decided("ppl<=base+2%", line, share);
  EXPECT_EQ(gate.decision, Decision::pass);
  EXPECT_DOUBLE_EQ(*gate.value, 1.01);
  EXPECT_EQ(
      gate.reason.in(Language::en),
      "The whole interval of the share of the base's score, 99.5 % – 101.8 %, is at most 102 %.");
  EXPECT_EQ(decided("ppl<=base*0.99", line, share).decision, Decision::fail);
  EXPECT_EQ(decided("ppl<=base*1.01", line, share).decision, Decision::undecided);
  EXPECT_EQ(decided("ppl<=base*1.01", made(0, 1, 0.5, 2), share).decision, Decision::undecided);
}

TEST(CompareGates, equal_runs_are_no_worse_and_no_better) {
  ComparedScore line = made(0.75, 0.75, 0, 0);
  line.test = "identical";
  line.differing = 0;
  EXPECT_EQ(decided("f1>=base", line).decision, Decision::pass);
  EXPECT_EQ(decided("f1>=base-0.01", line).decision, Decision::pass);
  EXPECT_EQ(decided("f1>base", line).decision, Decision::fail);
}

TEST(CompareGates, a_handful_of_differing_rows_decides_nothing) {
  ComparedScore line = made(0.75, 0.75, 0, 0.003);
  line.differing = line.differing_units = 2;
  const GateLine gate = decided("f1>=base-0.01", line);
  EXPECT_EQ(gate.decision, Decision::undecided);
  EXPECT_EQ(gate.reason.in(Language::en), "Only 2 of 600 rows differ: too few to tell.");
}

TEST(CompareGates, rows_of_a_handful_of_clusters_decide_nothing) {
  ComparedScore line = made(0.75, 0.85, 0.02, 0.2);
  line.differing_units = 3;
  const GateLine gate = decided("f1>=base-0.01", line);
  EXPECT_EQ(gate.decision, Decision::undecided);
  EXPECT_EQ(gate.reason.in(Language::en),
            "The 40 rows that differ lie in only 3 clusters: too few to tell.");
}

TEST(CompareGates, what_was_not_measured_or_has_no_interval_is_undecided) {
  GateLine gate = *parse_gate("human>=base");
  decide_against_base({nullptr, std::nullopt, 600}, gate);
  EXPECT_EQ(gate.decision, Decision::undecided);
  EXPECT_EQ(gate.reason.in(Language::en), "human was not measured.");
  ComparedScore line = made(0.75, 0.77, 0, 0);
  line.interval.reset();
  EXPECT_EQ(decided("f1>=base", line).reason.in(Language::en),
            "There is no interval to decide by: the spread of the difference is unknown.");
}

}  // namespace
}  // namespace shijin
