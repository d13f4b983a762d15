// Deciding gates, with the reason in a sentence.
#include "verdict/gate.h"

#include <cmath>

#include "base/numbers.h"
#include "verdict/needed.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kAtLeast{"at least {0}", "至少 {0}"};
constexpr Text kAbove{"above {0}", "高於 {0}"};
constexpr Text kAtMost{"at most {0}", "至多 {0}"};
constexpr Text kBelow{"below {0}", "低於 {0}"};
constexpr Text kSkipped{"{0} was not measured, so this bar of the profile is skipped.",
                        "{0} 未測量，因此略過設定組合裡的這道門檻。"};
constexpr Text kNotMeasured{"{0} was not measured.", "{0} 未測量。"};
constexpr Text kUndefined{"{0} has no value: {1}.", "{0} 沒有值：{1}。"};
constexpr Text kNoInterval{"There is no interval to decide by: {0}.", "沒有可供判定的區間：{0}。"};
constexpr Text kAllSame{"With {0}, all of one score, nothing tells how much scores differ.",
                        "樣本只有 {0}，分數又都相同，看不出分數的差異有多大。"};
constexpr Text kMissed{
    "The interval, {0} – {1}, does not hold the score itself: resampling is biased "
    "here, so it decides nothing.",
    "區間 {0} – {1} 不含分數本身：這裡的重抽樣有偏差，不能據以判定。"};
constexpr Text kUnknownSpread{"the spread of this score is unknown", "這項分數的離散程度不明"};
constexpr Text kPass{"The whole interval, {0} – {1}, is {2}.",
                     "整個區間 {0} – {1} 都符合「{2}」。"};
constexpr Text kFail{"No part of the interval, {0} – {1}, is {2}.",
                     "區間 {0} – {1} 沒有任何部分符合「{2}」。"};
constexpr Text kBoth{"The interval, {0} – {1}, lies on both sides of {2}.",
                     "區間 {0} – {1} 跨在 {2} 的兩側。"};
constexpr Text kNeeded{"At these rates, about {0} rows in all would decide.",
                       "照目前的表現，總共約 {0} 筆才能判定。"};
constexpr Text kNeededItems{"At these rates, about {0} items in all would decide.",
                            "照目前的表現，總共約 {0} 個項目才能判定。"};
constexpr Text kOnTheBar{"The score lies on the bar: more data would not decide.",
                         "分數正好落在門檻上：再多資料也無法判定。"};

bool meets(const GateLine& gate, double x) {
  if (gate.comparison == ">=") return x >= gate.bar;
  if (gate.comparison == ">") return x > gate.bar;
  if (gate.comparison == "<=") return x <= gate.bar;
  return x < gate.bar;
}

Message why_undefined(const Evidence& evidence, const GateLine& gate) {
  for (const auto& [key, why] : evidence.left_out) {
    if (key == gate.key) return Message(kUndefined, {gate.key, why});
  }
  return Message(kNotMeasured, {gate.key});
}

void decide_by_interval(const ScoreLine& line, Task task, GateLine& gate) {
  const Interval& interval = *line.interval;
  const int decimals = word_decimals(line);
  const Message lo = beside(interval.lo, gate.bar, decimals);
  const Message hi = beside(interval.hi, gate.bar, decimals);
  const bool low_end = meets(gate, interval.lo);
  const bool high_end = meets(gate, interval.hi);
  if (low_end == high_end) {
    gate.decision = low_end ? Decision::pass : Decision::fail;
    gate.reason = Message(low_end ? kPass : kFail, {lo, hi, bar_words(gate, decimals)});
    return;
  }
  gate.decision = Decision::undecided;
  const std::optional<double> factor = factor_to_clear(line, gate.bar);
  Message needed;
  if (line.score.value == gate.bar) needed = Message(kOnTheBar);
  if (factor) {
    // A factor of 1 means that the interval ends on the bar: one row more decides.
    const double rows = std::ceil(*factor * static_cast<double>(line.n));
    gate.needed_n = std::max(line.n + 1, static_cast<std::int64_t>(std::min(rows, 0x1.0p62)));
    needed = Message(task == Task::rating ? kNeededItems : kNeeded,
                     {estimate(static_cast<double>(*gate.needed_n))});
  }
  gate.reason = sentences({Message(kBoth, {lo, hi, bar_number(gate, decimals)}), needed});
}

}  // namespace

Message bar_number(const GateLine& gate, int decimals) {
  const std::string plain = shortest(gate.bar);
  const std::string shown = fixed(gate.bar, decimals);
  // 0.6 beside 0.67 reads as 0.60; 0.625 keeps its digits.
  return parse_number(shown) == gate.bar ? shown : plain;
}

Message bar_words(const GateLine& gate, int decimals) {
  const Message bar = bar_number(gate, decimals);
  if (gate.comparison == ">=") return Message(kAtLeast, {bar});
  if (gate.comparison == ">") return Message(kAbove, {bar});
  if (gate.comparison == "<=") return Message(kAtMost, {bar});
  return Message(kBelow, {bar});
}

void decide_gate(const Evidence& evidence, GateLine& gate) {
  const ScoreLine* line = evidence.find(gate.key);
  gate.skipped = line == nullptr && gate.from_profile;
  if (gate.skipped) {
    gate.decision = Decision::none;
    gate.reason = Message(kSkipped, {gate.key});
    return;
  }
  gate.decision = Decision::undecided;
  if (line == nullptr) {
    gate.reason = why_undefined(evidence, gate);
    return;
  }
  gate.value = line->score.value;
  gate.interval = line->interval;
  if (!line->score.value) {
    gate.reason = Message(kUndefined, {gate.key, line->score.undefined_because});
  } else if (line->interval && !holds_score(*line)) {
    const int decimals = word_decimals(*line);
    gate.reason = Message(kMissed, {beside(line->interval->lo, *line->score.value, decimals),
                                    beside(line->interval->hi, *line->score.value, decimals)});
  } else if (line->interval && !tells_spread(*line)) {
    gate.reason = Message(kAllSame, {row_count(static_cast<double>(line->n))});
  } else if (!line->interval) {
    gate.reason = Message(
        kNoInterval,
        {line->no_interval_because.empty() ? Message(kUnknownSpread) : line->no_interval_because});
  } else {
    decide_by_interval(*line, evidence.task, gate);
  }
}

Decision combine(const std::vector<GateLine>& gates) {
  Decision all = Decision::none;
  for (const GateLine& gate : gates) {
    if (gate.skipped) continue;
    if (gate.decision == Decision::fail) return Decision::fail;
    if (gate.decision == Decision::undecided) all = Decision::undecided;
    if (gate.decision == Decision::pass && all == Decision::none) all = Decision::pass;
  }
  return all;
}

}  // namespace shijin
