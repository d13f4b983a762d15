// Words for a classification without gates: costs where errors differ in price, the core label
// where the data are imbalanced, accuracy and macro F1 elsewhere; and first of all whether the rows
// suffice.
#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "evidence/baseline.h"
#include "evidence/cost.h"
#include "evidence/label_key.h"
#include "verdict/core.h"
#include "verdict/headline.h"
#include "verdict/needed.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kMayBe{"{0} is {1}, but with {2} such rows it may be anything from {3} to {4}.",
                      "{0}為 {1}，但這類樣本只有 {2} 筆，真值可能在 {3} 到 {4} 之間。"};
constexpr Text kMayBeOne{"{0} is {1}, but with one such row it may be anything from {2} to {3}.",
                         "{0}為 {1}，但這類樣本只有 1 筆，真值可能在 {2} 到 {3} 之間。"};
constexpr Text kNoSpread{"{0} is {1}, and nothing tells how sure that is.",
                         "{0}為 {1}，但無從得知這個數字有多可靠。"};
constexpr Text kCannotTell{
    "These {0} rows cannot tell it from always saying \"{1}\", which gives {2}.",
    "這 {0} 筆樣本無法分辨它與「永遠回答 {1}」的差別，後者就有 {2}。"};
constexpr Text kWouldTell{"About {0} more rows of label {1} would tell the two apart.",
                          "再加約 {0} 筆標籤 {1} 的樣本，就能分出高下。"};
constexpr Text kWouldShow{"About {0} more rows of label {1} would show a difference of {2}.",
                          "再加約 {0} 筆標籤 {1} 的樣本，才看得出 {2} 的差距。"};
constexpr Text kWouldNarrow{"About {0} more rows of label {1} would narrow that to a span of {2}.",
                            "再加約 {0} 筆標籤 {1} 的樣本，可把範圍縮小到 {2} 寬。"};
constexpr Text kBalanced{"Accuracy is {0} ({1} – {2}) and macro F1 is {3} over {4}.",
                         "準確率為 {0}（{1} – {2}），巨觀平均 F1 為 {3}，樣本共 {4}。"};
constexpr Text kAccuracyOnly{"Accuracy is {0} ({1} – {2}) over {3}.",
                             "準確率為 {0}（{1} – {2}），樣本共 {3}。"};
constexpr Text kNoBetter{"That is no better than always saying \"{0}\", which gives {1}.",
                         "這並不比永遠回答「{0}」好，後者就有 {1}。"};
constexpr Text kBetter{"Always saying \"{0}\" gives accuracy {1}.",
                       "永遠回答「{0}」的準確率是 {1}。"};
constexpr Text kWeakest{"The weakest label is {0}: F1 {1} ({2} – {3}).",
                        "最弱的標籤是 {0}：F1 為 {1}（{2} – {3}）。"};
constexpr Text kCoreAbove{"{0} is {1} ({2} – {3}); always saying \"{4}\" gives {5}.",
                          "{0}為 {1}（{2} – {3}）；永遠回答「{4}」只有 {5}。"};
constexpr Text kCoreBelow{
    "{0} is {1} ({2} – {3}), worse than always saying \"{4}\", which gives "
    "{5}.",
    "{0}為 {1}（{2} – {3}），比永遠回答「{4}」的 {5} 還差。"};
constexpr Text kRare{
    "Label {0} is rare ({1} of {2} rows), so accuracy {3} says little: always "
    "saying \"{4}\" scores {5}.",
    "標籤 {0} 很少（{2} 筆中的 {1} 筆），所以準確率 {3} 說明不了什麼：永遠回答「{4}」就有 {5}。"};
constexpr Text kOneLabel{
    "Every row is truly \"{0}\": these rows cannot show how any other label "
    "fares.",
    "每一筆的真實標籤都是「{0}」：看不出其他標籤的表現。"};
constexpr Text kCheaper{"Errors cost {0} times what the cheapest fixed answer costs ({1} – {2}).",
                        "錯誤的代價是最省的固定回答的 {0} 倍（{1} – {2}）。"};
constexpr Text kDearer{
    "The model costs more than the cheapest fixed answer: {0} times as much "
    "({1} – {2}).",
    "模型的代價比最省的固定回答還高：是它的 {0} 倍（{1} – {2}）。"};
constexpr Text kCostUnsure{
    "Errors cost {0} times what the cheapest fixed answer costs, but with "
    "{1} it may be anything from {2} to {3}.",
    "錯誤的代價是最省的固定回答的 {0} 倍，但樣本只有 {1}，真值可能在 {2} 到 {3} 之間。"};
constexpr Text kRecallFirst{
    "Missing \"{0}\" costs {1}, a false alarm {2}, so its recall counts first: {3} ({4} – {5}).",
    "漏掉「{0}」的代價是 {1}，誤報是 {2}，因此先看它的召回率：{3}（{4} – {5}）。"};
constexpr Text kCostRow{"One row costs {0} on average.", "平均每筆的代價為 {0}。"};

constexpr double kWide = 0.3;        // an interval wider than this tells too little
constexpr double kDifference = 0.1;  // worth telling when the exact one is out of reach
constexpr double kPatience = 50;     // times the rows that anyone would gather

bool straddles(const ScoreLine& line, double bar) {
  return line.interval && line.interval->lo <= bar && bar <= line.interval->hi;
}
bool wide(const ScoreLine& line) {
  return line.interval && line.interval->hi - line.interval->lo > kWide;
}

Message core_unsure(const Evidence& evidence, const Core& core) {
  const int decimals = word_decimals(core.f1);
  const Message name = subject(evidence, core.f1);
  const Message value = fixed(*core.f1.score.value, decimals);
  if (!core.f1.interval) return Message(kNoSpread, {name, value});
  const Message lo = fixed(core.f1.interval->lo, decimals);
  const Message hi = fixed(core.f1.interval->hi, decimals);
  const auto rows = std::llround(core.label->truth);
  if (rows == 1) return Message(kMayBeOne, {name, value, lo, hi});
  return Message(kMayBe, {name, value, grouped(rows), lo, hi});
}

// What these rows cannot tell, and how many more could.
Message core_needs(const Evidence& evidence, const Core& core) {
  const std::string& label = core.label->label;
  const auto more = [&](double factor) { return estimate((factor - 1) * core.label->truth); };
  if (!core.constant || !straddles(core.f1, core.constant->value)) {
    const std::optional<double> factor = factor_to_narrow(core.f1, kWide);
    if (!factor || *factor <= 1) return {};
    return Message(kWouldNarrow, {more(*factor), label, fixed(kWide, 1)});
  }
  const double bar = core.constant->value;
  const Message cannot(kCannotTell, {grouped(evidence.data.used), core.constant->label,
                                     fixed(bar, word_decimals(core.f1))});
  const std::optional<double> exact = factor_to_clear(core.f1, bar);
  const std::optional<double> coarse = factor_to_resolve(core.f1, kDifference);
  Message would;
  if (exact && (*exact <= kPatience || !coarse || *coarse <= 1)) {
    would = Message(kWouldTell, {more(*exact), label});
  } else if (coarse && *coarse > 1) {
    would = Message(kWouldShow, {more(*coarse), label, fixed(kDifference, 2)});
  }
  return sentences({cannot, would});
}

void say_core_unsure(Evidence& evidence, const Core& core) {
  Verdict& verdict = evidence.verdict;
  verdict.enough = false;
  verdict.core_label = core.label->label;
  verdict.primary_key = core.f1.key;
  verdict.headline = core_unsure(evidence, core);
  verdict.reason = core_needs(evidence, core);
}

// F1 of the core label, with what no skill gives, and what accuracy hides.
void say_core(Evidence& evidence, const Core& core) {
  Verdict& verdict = evidence.verdict;
  const double bar = core.constant ? core.constant->value : 0;
  if (!core.f1.interval || !core.constant || straddles(core.f1, bar) || wide(core.f1)) {
    say_core_unsure(evidence, core);
  } else {
    verdict.core_label = core.label->label;
    verdict.primary_key = core.f1.key;
    const int decimals = word_decimals(core.f1);
    verdict.headline = Message(
        core.f1.interval->lo > bar ? kCoreAbove : kCoreBelow,
        {subject(evidence, core.f1), beside(*core.f1.score.value, bar, decimals),
         beside(core.f1.interval->lo, bar, decimals), beside(core.f1.interval->hi, bar, decimals),
         core.constant->label, fixed(bar, decimals)});
  }
  const ScoreLine* accuracy = evidence.find("accuracy");
  const LabelLine* most = most_frequent(evidence);
  if (core.reason != CoreReason::rare || accuracy == nullptr || !accuracy->score.value) return;
  const double share = most->truth / truth_total(evidence);
  verdict.reason = sentences(
      {verdict.reason, Message(kRare, {core.label->label, grouped(std::llround(core.label->truth)),
                                       grouped(std::llround(truth_total(evidence))),
                                       beside(*accuracy->score.value, share, 2), most->label,
                                       beside(share, *accuracy->score.value, 2)})});
}

void say_accuracy(Evidence& evidence, const ScoreLine& accuracy, const std::optional<Core>& core) {
  Verdict& verdict = evidence.verdict;
  verdict.primary_key = accuracy.key;
  const LabelLine* most = most_frequent(evidence);
  const double share = most->truth / truth_total(evidence);
  const Interval& interval = *accuracy.interval;
  const Message value = beside(*accuracy.score.value, share, 2);
  const Message lo = beside(interval.lo, share, 2);
  const Message hi = beside(interval.hi, share, 2);
  const Message rows = row_count(static_cast<double>(evidence.data.used));
  const ScoreLine* macro = evidence.find("f1[avg=macro]");
  if (macro != nullptr && macro->score.value) {
    verdict.headline = Message(kBalanced, {value, lo, hi, fixed(*macro->score.value, 2), rows});
  } else {
    verdict.headline = Message(kAccuracyOnly, {value, lo, hi, rows});
  }
  if (!core) {
    verdict.reason = Message(kOneLabel, {most->label});
    return;
  }
  const Message base(interval.hi <= share ? kNoBetter : kBetter,
                     {most->label, beside(share, *accuracy.score.value, 2)});
  Message weakest;
  if (core->f1.interval) {
    weakest = Message(kWeakest, {core->label->label, fixed(*core->f1.score.value, 2),
                                 fixed(core->f1.interval->lo, 2), fixed(core->f1.interval->hi, 2)});
  }
  verdict.core_label = core->label->label;
  verdict.reason = sentences({base, weakest});
}

bool costs_differ(const Evidence& evidence) {
  if (evidence.costs.empty()) return false;
  const double first = evidence.costs.begin()->second;
  return std::any_of(evidence.costs.begin(), evidence.costs.end(),
                     [&](const auto& cost) { return cost.second != first; });
}

// Of two labels the one whose misses are dearer than its false alarms, with its recall.
Message recall_first(const Evidence& evidence, const LabelLine& label) {
  const std::vector<std::string>& labels = evidence.confusion.labels;
  if (labels.size() != 2 || !(label.truth > 0)) return {};
  const std::string& other = labels[labels[0] == label.label ? 1 : 0];
  const std::optional<double> miss = price_of(evidence.costs, label.label, other);
  const std::optional<double> alarm = price_of(evidence.costs, other, label.label);
  const ScoreLine* recall = evidence.find(label_key("recall", label.label));
  if (!miss || !alarm || *miss <= *alarm || recall == nullptr || !recall->interval) return {};
  const int decimals = word_decimals(*recall);
  return Message(
      kRecallFirst,
      {label.label, shortest(*miss), shortest(*alarm), fixed(*recall->score.value, decimals),
       fixed(recall->interval->lo, decimals), fixed(recall->interval->hi, decimals)});
}

// Costs speak first when errors differ in price; false when they were not measured.
bool say_cost(Evidence& evidence) {
  const ScoreLine* line = evidence.find("normalised_cost");
  if (!costs_differ(evidence) || line == nullptr || !line->score.value || !line->interval) {
    return false;
  }
  Verdict& verdict = evidence.verdict;
  verdict.primary_key = line->key;
  const Message value = beside(*line->score.value, 1, 2);
  const Message lo = beside(line->interval->lo, 1, 2);
  const Message hi = beside(line->interval->hi, 1, 2);
  verdict.enough = !straddles(*line, 1);
  if (!verdict.enough) {
    verdict.headline =
        Message(kCostUnsure, {value, row_count(static_cast<double>(evidence.data.used)), lo, hi});
  } else {
    verdict.headline = Message(line->interval->hi < 1 ? kCheaper : kDearer, {value, lo, hi});
  }
  const ScoreLine* cost = evidence.find("expected_cost");
  if (cost != nullptr && cost->score.value) {
    verdict.reason = Message(kCostRow, {fixed(*cost->score.value, word_decimals(*cost))});
  }
  for (const LabelLine& label : evidence.labels) {
    const Message recall = recall_first(evidence, label);
    if (recall.empty()) continue;
    verdict.core_label = label.label;
    verdict.reason = sentences({recall, verdict.reason});
    return true;
  }
  if (const std::optional<Core> core = find_core(evidence)) {
    verdict.core_label = core->label->label;
    if (core->f1.interval) {
      const int decimals = word_decimals(core->f1);
      verdict.reason =
          sentences({verdict.reason,
                     Message(kWeakest, {core->label->label, fixed(*core->f1.score.value, decimals),
                                        fixed(core->f1.interval->lo, decimals),
                                        fixed(core->f1.interval->hi, decimals)})});
    }
  }
  return true;
}

}  // namespace

void say_labels(Evidence& evidence) {
  if (say_cost(evidence)) return;
  const std::optional<Core> core = find_core(evidence);
  const ScoreLine* accuracy = evidence.find("accuracy");
  const bool sure = accuracy != nullptr && accuracy->score.value && accuracy->interval;
  if (core && core->reason != CoreReason::weakest) {
    say_core(evidence, *core);
  } else if (!sure) {
    core ? say_core(evidence, *core) : say_scores(evidence);
  } else if (core && (wide(*accuracy) || straddles(*accuracy, most_frequent(evidence)->truth /
                                                                  truth_total(evidence)))) {
    say_core_unsure(evidence, *core);
  } else {
    say_accuracy(evidence, *accuracy, core);
  }
}

}  // namespace shijin
