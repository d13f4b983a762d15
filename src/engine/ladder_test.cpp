// The ladder: each of its keys can be measured and gated, and rungs stand in order.
#include "engine/ladder.h"

#include <gtest/gtest.h>

#include "evidence/gate.h"
#include "metrics/metric.h"

namespace shijin {
namespace {

Evidence measured_under_every_key() {
  Evidence evidence;
  double value = 0;
  const auto keys = parse_keys(ladder_keys("bleu"));
  for (const KeyText& key : *keys) {
    const auto metric = bind_metric(key, MetricContext{});
    ScoreLine line;
    line.key = (*metric)->key();
    line.high = (*metric)->info().high;
    line.score = Score::of(value += line.high / 50);
    evidence.metrics.push_back(line);
  }
  return evidence;
}

TEST(Ladder, has_canonical_keys_of_this_build_and_only_for_bleu) {
  const auto keys = parse_keys(ladder_keys("bleu"));
  ASSERT_TRUE(keys.ok());
  EXPECT_EQ(keys->size(), 24U);
  EXPECT_EQ(ladder_keys("accuracy"), "");
  Evidence evidence = measured_under_every_key();
  give_ladder("bleu", evidence);
  EXPECT_EQ(evidence.ladder.rungs.size(), keys->size());
}

TEST(Ladder, stands_in_order_and_writes_gates_on_the_scale_of_each) {
  Evidence evidence = measured_under_every_key();
  give_ladder("bleu", evidence);
  double last = -1;
  for (const Rung& rung : evidence.ladder.rungs) {
    const double share = *rung.score.value / rung.high;
    EXPECT_GE(share, last) << rung.key;
    last = share;
    EXPECT_EQ(rung.bar, rung.high > 1 ? 40 : 0.4) << rung.key;
    const Result<GateLine> gate = parse_gate(rung.gate);
    ASSERT_TRUE(gate.ok()) << rung.gate;
    EXPECT_EQ(gate->key, rung.key);
    EXPECT_TRUE(check_scale(*gate, rung.low, rung.high).ok()) << rung.gate;
  }
}

TEST(Ladder, holds_only_what_was_measured) {
  Evidence evidence;
  ScoreLine line;
  line.key = "lf_bleu_4";
  line.high = 100;
  line.score = Score::of(41);
  evidence.metrics = {line};
  give_ladder("bleu", evidence);
  ASSERT_EQ(evidence.ladder.rungs.size(), 1U);
  EXPECT_EQ(evidence.ladder.rungs[0].gate, "lf_bleu_4>=40");
  EXPECT_FALSE(evidence.ladder.whole);
}

}  // namespace
}  // namespace shijin
