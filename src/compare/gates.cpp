// A bar against an interval of paired differences; a value's own bar is the verdict's to decide.
#include "compare/gates.h"

#include <algorithm>
#include <cmath>

#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kNotMeasured{"{0} was not measured.", "{0} 未測量。"};
constexpr Text kNoInterval{"There is no interval to decide by: {0}.", "沒有可供判定的區間：{0}。"};
constexpr Text kNoneKnown{"the spread of the difference is unknown", "差距的離散程度不明"};
constexpr Text kFew{"Only {0} of {1} rows differ: too few to tell.",
                    "{1} 筆中只有 {0} 筆不同，看不出來。"};
constexpr Text kFewClusters{"The {0} rows that differ lie in only {1} clusters: too few to tell.",
                            "不同的 {0} 筆只落在 {1} 群裡，看不出來。"};
constexpr Text kSame{"The runs are the same on every row.", "兩個版本在每一筆上都相同。"};
constexpr Text kAtLeast{"at least {0}", "至少 {0}"};
constexpr Text kAbove{"above {0}", "高於 {0}"};
constexpr Text kAtMost{"at most {0}", "至多 {0}"};
constexpr Text kBelow{"below {0}", "低於 {0}"};
constexpr Text kPass{"The whole interval of the difference, {0} – {1}, is {2}.",
                     "差距的整個區間 {0} – {1} 都符合「{2}」。"};
constexpr Text kFail{"No part of the interval of the difference, {0} – {1}, is {2}.",
                     "差距的區間 {0} – {1} 沒有任何部分符合「{2}」。"};
constexpr Text kBoth{"The interval of the difference, {0} – {1}, lies on both sides of {2}.",
                     "差距的區間 {0} – {1} 跨在 {2} 的兩側。"};
constexpr Text kPassShare{"The whole interval of the share of the base's score, {0} – {1}, is {2}.",
                          "相對於基準分數的比率，整個區間 {0} – {1} 都符合「{2}」。"};
constexpr Text kFailShare{
    "No part of the interval of the share of the base's score, {0} – {1}, is {2}.",
    "相對於基準分數的比率，區間 {0} – {1} 沒有任何部分符合「{2}」。"};
constexpr Text kBothShare{
    "The interval of the share of the base's score, {0} – {1}, lies on both sides of {2}.",
    "相對於基準分數的比率，區間 {0} – {1} 跨在 {2} 的兩側。"};
constexpr Text kNeededItems{"{0} About {1} items in all would decide.",
                            "{0}總共約需 {1} 個項目才能判定。"};
constexpr Text kNeeded{"{0} About {1} rows in all would decide.", "{0}總共約需 {1} 筆才能判定。"};
constexpr Text kPercent{"{0} %", "{0} %"};

bool meets(const GateLine& gate, double x) {
  if (gate.comparison == ">=") return x >= gate.bar;
  if (gate.comparison == ">") return x > gate.bar;
  if (gate.comparison == "<=") return x <= gate.bar;
  return x < gate.bar;
}

Message number(const GateLine& gate, double x, int decimals) {
  if (gate.relative) return Message(kPercent, {fixed(100 * x, 1)});
  return x > 0 ? "+" + fixed(x, decimals) : fixed(x, decimals);
}

Message bar_of(const GateLine& gate, int decimals) {
  const std::string exact = shortest(*parse_number(fixed(gate.bar * (gate.relative ? 100 : 1), 9)));
  if (gate.relative) return Message(kPercent, {exact});
  const std::string shown = fixed(gate.bar, decimals);
  return parse_number(shown) == gate.bar ? shown : exact;
}

Message demand(const GateLine& gate, int decimals) {
  const Message bar = bar_of(gate, decimals);
  if (gate.comparison == ">=") return Message(kAtLeast, {bar});
  if (gate.comparison == ">") return Message(kAbove, {bar});
  if (gate.comparison == "<=") return Message(kAtMost, {bar});
  return Message(kBelow, {bar});
}

// Rows at which the arm towards the bar no longer reaches it; arms shrink with the root of the
// rows.
std::optional<std::int64_t> rows_to_clear(const GateLine& gate, std::int64_t rows) {
  const double distance = *gate.value - gate.bar;
  const double arm =
      distance > 0 ? *gate.value - gate.interval->lo : gate.interval->hi - *gate.value;
  if (distance == 0 || !(arm > 0)) return std::nullopt;
  const double times = arm / std::abs(distance);
  const double needed = std::ceil(static_cast<double>(rows) * times * times);
  if (!(needed < 1e12)) return std::nullopt;
  return std::max(rows + 1, static_cast<std::int64_t>(needed));
}

void decide_by_interval(const GateGround& ground, GateLine& gate) {
  const int decimals = ground.score->decimals;
  const Message lo = number(gate, gate.interval->lo, decimals);
  const Message hi = number(gate, gate.interval->hi, decimals);
  const bool low_end = meets(gate, gate.interval->lo);
  const bool high_end = meets(gate, gate.interval->hi);
  if (low_end == high_end) {
    gate.decision = low_end ? Decision::pass : Decision::fail;
    const Text& words =
        low_end ? (gate.relative ? kPassShare : kPass) : (gate.relative ? kFailShare : kFail);
    gate.reason = Message(words, {lo, hi, demand(gate, decimals)});
    return;
  }
  gate.reason = Message(gate.relative ? kBothShare : kBoth, {lo, hi, bar_of(gate, decimals)});
  gate.needed_n = rows_to_clear(gate, ground.rows);
  if (gate.needed_n)
    gate.reason = Message(ground.task == Task::rating ? kNeededItems : kNeeded,
                          {gate.reason, grouped(*gate.needed_n)});
}

}  // namespace

void decide_against_base(const GateGround& ground, GateLine& gate) {
  gate.decision = Decision::undecided;
  if (ground.score == nullptr) {
    gate.reason = Message(kNotMeasured, {gate.key});
    return;
  }
  const ComparedScore& score = *ground.score;
  gate.value = score.difference;
  gate.interval = score.interval;
  if (gate.relative) {
    gate.value.reset();
    const bool known = score.base.value && score.score.value && *score.base.value > 0;
    if (known) gate.value = *score.score.value / *score.base.value;
    gate.interval = known ? ground.share : std::nullopt;
  }
  if (!gate.value || !gate.interval) {
    const Message why =
        score.untested_because.empty() ? Message(kNoneKnown) : score.untested_because;
    gate.reason = Message(kNoInterval, {why});
    gate.interval.reset();
  } else if (score.test == "identical") {
    gate.decision = meets(gate, *gate.value) ? Decision::pass : Decision::fail;
    gate.reason = Message(kSame);
  } else if (score.differing_units < kLeastDiffering) {
    const std::string rows = grouped(static_cast<std::int64_t>(score.differing));
    const std::string units = grouped(static_cast<std::int64_t>(score.differing_units));
    gate.reason = score.differing == score.differing_units
                      ? Message(kFew, {rows, grouped(ground.rows)})
                      : Message(kFewClusters, {rows, units});
  } else {
    decide_by_interval(ground, gate);
  }
}

}  // namespace shijin
