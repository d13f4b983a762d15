// Words for a verdict with gates.
#include <algorithm>
#include <cmath>

#include "evidence/label_key.h"
#include "verdict/gate.h"
#include "verdict/headline.h"
#include "verdict/needed.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kPassed{"{0} is {1} ({2} – {3}); the bar is {4}, and the whole interval clears it.",
                       "{0}為 {1}（{2} – {3}），門檻是{4}，整個區間都達到了。"};
constexpr Text kFailed{"{0} is {1} ({2} – {3}); the bar is {4}, and the whole interval misses it.",
                       "{0}為 {1}（{2} – {3}），門檻是{4}，整個區間都沒有達到。"};
constexpr Text kMayBe{"{0} is {1}, but with {2} such rows it may be anything from {3} to {4}.",
                      "{0}為 {1}，但這類樣本只有 {2} 筆，真值可能在 {3} 到 {4} 之間。"};
constexpr Text kMayBeOne{"{0} is {1}, but with one such row it may be anything from {2} to {3}.",
                         "{0}為 {1}，但這類樣本只有 1 筆，真值可能在 {2} 到 {3} 之間。"};
constexpr Text kMayBeCalled{
    "{0} is {1}, but the model says that label {2} times only, and it may be anything from {3} to "
    "{4}.",
    "{0}為 {1}，但模型只回答該標籤 {2} 次，真值可能在 {3} 到 {4} 之間。"};
constexpr Text kMayBeAll{"{0} is {1}, but with {2} it may be anything from {3} to {4}.",
                         "{0}為 {1}，但樣本只有 {2}，真值可能在 {3} 到 {4} 之間。"};
constexpr Text kBare{"{0} is {1}; the bar is {2}, and nothing tells how sure that is.",
                     "{0}為 {1}，門檻是{2}，但無從得知這個數字有多可靠。"};
constexpr Text kCannot{"The gate {0} cannot be decided.", "門檻 {0} 無法判定。"};
constexpr Text kMoreOfLabel{"About {0} more rows of label {1} would tell it from {2}.",
                            "再加約 {0} 筆標籤 {1} 的樣本，就能與 {2} 分出高下。"};
constexpr Text kMore{"About {0} more rows would tell it from {1}.",
                     "再加約 {0} 筆樣本，就能與 {1} 分出高下。"};
constexpr Text kMoreItems{"About {0} more items would tell it from {1}.",
                          "再加約 {0} 個項目，就能與 {1} 分出高下。"};
constexpr Text kTally{"Of {0} gates, {1} pass, {2} fail and {3} stay undecided.",
                      "共 {0} 道門檻：{1} 道通過，{2} 道未通過，{3} 道無法判定。"};
constexpr Text kSkipped{"Not measured, so skipped: {0}.", "未測量而略過：{0}。"};
constexpr Text kComma{", ", "、"};

// The label whose score a key is, or nullptr.
const LabelLine* label_of(const Evidence& evidence, const ScoreLine& line) {
  for (const LabelLine& label : evidence.labels) {
    if (line.key == label_key(line.metric, label.label)) return &label;
  }
  return nullptr;
}

Message undecided_words(const Evidence& evidence, const ScoreLine& line, const GateLine& gate) {
  const int decimals = word_decimals(line);
  const Message name = subject(evidence, line);
  const Message value = beside(*line.score.value, gate.bar, decimals);
  const Message lo = beside(line.interval->lo, gate.bar, decimals);
  const Message hi = beside(line.interval->hi, gate.bar, decimals);
  const LabelLine* label = label_of(evidence, line);
  if (label == nullptr) {
    return Message(kMayBeAll, {name, value, count_of(evidence, line), lo, hi});
  }
  if (line.metric == "precision") {
    return Message(kMayBeCalled,
                   {name, value, std::to_string(std::llround(label->predicted)), lo, hi});
  }
  if (std::llround(label->truth) == 1) return Message(kMayBeOne, {name, value, lo, hi});
  return Message(kMayBe, {name, value, std::to_string(std::llround(label->truth)), lo, hi});
}

// "About 190 more rows of label 0 would tell it from 0.60."
Message what_would_decide(const Evidence& evidence, const ScoreLine& line, const GateLine& gate) {
  const std::optional<double> factor = factor_to_clear(line, gate.bar);
  if (!factor) return gate.reason;
  const Message bar = bar_number(gate, word_decimals(line));
  const LabelLine* label = label_of(evidence, line);
  if (label != nullptr && line.metric != "precision") {
    const double more = (*factor - 1) * label->truth;
    return Message(kMoreOfLabel, {estimate(more), label->label, bar});
  }
  return Message(evidence.task == Task::rating ? kMoreItems : kMore,
                 {estimate((*factor - 1) * static_cast<double>(line.n)), bar});
}

Message tally(const std::vector<GateLine>& gates) {
  std::int64_t counts[3] = {};
  std::vector<Message> skipped;
  for (const GateLine& gate : gates) {
    if (gate.skipped) {
      skipped.emplace_back(gate.gate);
    } else if (gate.decision != Decision::none) {
      ++counts[static_cast<std::size_t>(gate.decision)];
    }
  }
  const std::int64_t all = counts[0] + counts[1] + counts[2];
  Message numbers;
  if (all > 1) {
    numbers = Message(kTally, {std::to_string(all), std::to_string(counts[0]),
                               std::to_string(counts[1]), std::to_string(counts[2])});
  }
  return sentences(
      {numbers, skipped.empty() ? Message() : Message(kSkipped, {join(skipped, kComma)})});
}

}  // namespace

void say_gates(Evidence& evidence) {
  Verdict& verdict = evidence.verdict;
  const auto told = std::find_if(
      verdict.gates.begin(), verdict.gates.end(),
      [&](const GateLine& gate) { return !gate.skipped && gate.decision == verdict.decision; });
  const GateLine& gate = *told;
  verdict.primary_key = gate.key;
  const ScoreLine* line = evidence.find(gate.key);
  const Message rest = tally(verdict.gates);
  if (line == nullptr || !line->score.value) {
    verdict.headline = Message(kCannot, {gate.gate});
    verdict.reason = sentences({gate.reason, rest});
    return;
  }
  if (const LabelLine* label = label_of(evidence, *line)) verdict.core_label = label->label;
  const int decimals = word_decimals(*line);
  const Message name = subject(evidence, *line);
  const Message value = beside(*line->score.value, gate.bar, decimals);
  const Message bar = bar_words(gate, decimals);
  if (!tells_spread(*line)) {
    verdict.headline = Message(kBare, {name, value, bar});
    verdict.reason = sentences({gate.reason, rest});
  } else if (gate.decision == Decision::undecided) {
    verdict.headline = undecided_words(evidence, *line, gate);
    verdict.reason = sentences({what_would_decide(evidence, *line, gate), rest});
  } else {
    verdict.headline = Message(gate.decision == Decision::pass ? kPassed : kFailed,
                               {name, value, beside(line->interval->lo, gate.bar, decimals),
                                beside(line->interval->hi, gate.bar, decimals), bar});
    verdict.reason = rest;
  }
}

}  // namespace shijin
