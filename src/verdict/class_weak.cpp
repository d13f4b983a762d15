// Weak class: a label whose rows often go wrong, what they are taken for, and which rows show it.
#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/numbers.h"
#include "base/width.h"
#include "evidence/label_key.h"
#include "stats/interval.h"
#include "verdict/core.h"
#include "verdict/exchange.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kPass{"{0} of the rows of label {1} pass as {2} ({3} of {4}; {5} – {6}).",
                     "標籤 {1} 的樣本有{0}被當成 {2}（{4} 筆中的 {3} 筆；{5} – {6}）。"};
constexpr Text kPassAll{"All {2} rows of label {0} pass as {1} ({3} – {4}).",
                        "標籤 {0} 的 {2} 筆樣本全部被當成 {1}（{3} – {4}）。"};
constexpr Text kOnlyOne{"The one row of label {0} passes as {1}.",
                        "標籤 {0} 唯一的一筆樣本被當成 {1}。"};
constexpr Text kWrong{
    "{0} of the rows of label {1} go wrong ({2} of {3}; {4} – {5}), most often as "
    "{6} ({7}).",
    "標籤 {1} 的樣本有{0}答錯（{3} 筆中的 {2} 筆；{4} – {5}），最常被當成 {6}（{7} 筆）。"};
constexpr Text kLikeRow{"Add training rows that are truly {0} and read like {1}: \"{2}\".",
                        "訓練資料要多加真實標籤為 {0}、類似{1}的樣本：「{2}」。"};
constexpr Text kLike{"Add training rows of label {0}, above all such as {1}.",
                     "訓練資料要多加標籤 {0} 的樣本，尤其是像{1}那樣的。"};
constexpr Text kAdd{"Add training rows of label {0} that could be taken for {1}.",
                    "訓練資料要多加標籤 {0}、容易被當成 {1} 的樣本。"};
constexpr Text kWeight{"Raise the weight of label {0} to about {1} times.",
                       "把標籤 {0} 的訓練權重提高到約 {1} 倍。"};
constexpr Text kGain{"With these right, accuracy would be {0} instead of {1}.",
                     "這些若都答對，準確率會從 {1} 提高到 {0}。"};

struct Share {
  double value;
  Text words;
};
constexpr Share kShares[] = {
    {0.2, {"A fifth", "五分之一"}},        {0.25, {"A quarter", "四分之一"}},
    {1.0 / 3, {"A third", "三分之一"}},    {0.5, {"Half", "一半"}},
    {2.0 / 3, {"Two thirds", "三分之二"}}, {0.75, {"Three quarters", "四分之三"}}};

constexpr Text kShare{"{0}", " {0} "};

Message share_words(double share) {
  for (const Share& known : kShares) {
    if (std::abs(share - known.value) < 0.006) return Message(known.words);
  }
  return Message(kShare, {percent(share)});
}

constexpr std::size_t kAtMost = 3;  // findings
constexpr double kFine = 0.9;       // F1 of a label that needs no words
constexpr double kBehind = 0.05;    // below macro F1
constexpr std::size_t kExcerptColumns = 40;

struct Weak {
  const LabelLine* label;
  double missed;
  std::size_t row;      // of the confusion table
  std::size_t partner;  // the label it is mostly taken for
  double taken;         // rows that are
  double f1;
};

// The most frequent wrong label of a row of the confusion table.
std::optional<Weak> look_at(const Evidence& evidence, const LabelLine& label) {
  const Confusion& confusion = evidence.confusion;
  const auto at = std::find(confusion.labels.begin(), confusion.labels.end(), label.label);
  if (at == confusion.labels.end()) return std::nullopt;
  const auto row = static_cast<std::size_t>(at - confusion.labels.begin());
  Weak weak{&label, label.truth - label.hits,
            row,    row,
            0,      2 * label.hits / (label.truth + label.predicted)};
  for (std::size_t p = 0; p < confusion.labels.size(); ++p) {
    if (p == row || confusion.counts[row][p] <= weak.taken) continue;
    weak.partner = p;
    weak.taken = confusion.counts[row][p];
  }
  if (weak.partner == row) return std::nullopt;  // only unparsed outputs: another rule's
  return weak;
}

std::vector<Weak> find_weak(const Evidence& evidence) {
  std::vector<Weak> found;
  const auto labels = static_cast<double>(truth_labels(evidence));
  double macro = 0;
  double lowest = 1;
  for (const LabelLine& label : evidence.labels) {
    if (!(label.truth > 0)) continue;
    const double f1 = 2 * label.hits / (label.truth + label.predicted);
    macro += f1 / labels;
    lowest = std::min(lowest, f1);
  }
  for (const LabelLine& label : evidence.labels) {
    if (!(label.truth > 0) || label.hits == label.truth) continue;
    const std::optional<Weak> weak = look_at(evidence, label);
    if (weak && weak->f1 < kFine && (weak->f1 < macro - kBehind || weak->f1 == lowest)) {
      found.push_back(*weak);
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Weak& a, const Weak& b) { return a.missed > b.missed; });
  if (found.size() > kAtMost) found.resize(kAtMost);
  return found;
}

Message headline_of(const Evidence& evidence, const Weak& weak, const Bounds& bounds) {
  const std::string& name = weak.label->label;
  const std::string& partner = evidence.confusion.labels[weak.partner];
  const std::string rows = grouped(std::llround(weak.label->truth));
  const std::string lo = fixed(bounds.lo, 2);
  const std::string hi = fixed(bounds.hi, 2);
  const bool all_taken = weak.taken == weak.label->truth;
  if (all_taken && rows == "1") return Message(kOnlyOne, {name, partner});
  if (all_taken) return Message(kPassAll, {name, partner, rows, lo, hi});
  const Message share = share_words(weak.missed / weak.label->truth);
  const std::string missed = grouped(std::llround(weak.missed));
  if (weak.taken == weak.missed) {
    return Message(kPass, {share, name, partner, missed, rows, lo, hi});
  }
  return Message(kWrong,
                 {share, name, missed, rows, lo, hi, partner, grouped(std::llround(weak.taken))});
}

Message advice(const Evidence& evidence, const Weak& weak, const std::vector<Example>& samples) {
  const std::string& name = weak.label->label;
  Message add(kAdd, {name, evidence.confusion.labels[weak.partner]});
  if (!samples.empty() && !samples.front().input.empty()) {
    const std::string excerpt = cut_to_width(printable(samples.front().input), kExcerptColumns);
    add = Message(kLikeRow, {name, example_rows({samples.front()}), excerpt});
  } else if (!samples.empty()) {
    add = Message(kLike, {name, example_rows(samples)});
  }
  double hits = 0;
  for (const LabelLine& label : evidence.labels) hits += label.hits;
  const double total = truth_total(evidence);
  // How much more often than all rows this label's go wrong, kept within reason.
  const double ratio = weak.missed / weak.label->truth / ((total - hits) / total);
  const double times = std::clamp(std::round(ratio * 2) / 2, 1.0, 3.0);
  const Message weight = times > 1 ? Message(kWeight, {name, shortest(times)}) : Message();
  const Message gain(kGain, {beside((hits + weak.missed) / total, hits / total, 2),
                             beside(hits / total, (hits + weak.missed) / total, 2)});
  return sentences({add, weight, gain});
}

// The interval of the share of missed rows: that of the recall where it was measured, for rows that
// belong together are no evidence of their own; else no more rows than there are clusters.
Bounds missed_share(const Evidence& evidence, const Weak& weak) {
  const ScoreLine* recall = evidence.find(label_key("recall", weak.label->label));
  if (recall != nullptr && recall->interval) {
    return {1 - recall->interval->hi, 1 - recall->interval->lo};
  }
  const double all = weak.label->truth;
  const double rows = own_rows(evidence, all);
  return wilson_interval(weak.missed / all * rows, rows, 0.95);
}

std::vector<Finding> apply(const Evidence& evidence) {
  std::vector<Finding> findings;
  if (evidence.task != Task::classification) return findings;
  const std::optional<Core> core = find_core(evidence);
  const double total = truth_total(evidence);
  const Exchange exchange = find_exchange(evidence);
  for (const Weak& weak : find_weak(evidence)) {
    // More rows of a label that only bears the wrong name would not mend it.
    if (exchanged(evidence, exchange, weak.label->label)) continue;
    const Bounds bounds = missed_share(evidence, weak);
    const double gain = weak.missed / total;
    const bool is_core = core && core->label == weak.label && weak.f1 < 0.8;
    Finding finding;
    finding.name = "class-weak";
    finding.severity = gain >= 0.05 || is_core ? Finding::Level::high
                       : gain >= 0.01          ? Finding::Level::medium
                                               : Finding::Level::low;
    finding.headline = headline_of(evidence, weak, bounds);
    finding.numbers = {{"rows", weak.label->truth},
                       {"missed", weak.missed},
                       {"missed_rate", weak.missed / weak.label->truth},
                       {"missed_lo", bounds.lo},
                       {"missed_hi", bounds.hi},
                       {"taken", weak.taken},
                       {"f1", weak.f1},
                       {"accuracy_gain", gain}};
    finding.gain = gain;
    finding.because = {label_key("recall", weak.label->label), label_key("f1", weak.label->label)};
    if (weak.row < evidence.confusion.examples.size() &&
        weak.partner < evidence.confusion.examples[weak.row].size()) {
      finding.samples = evidence.confusion.examples[weak.row][weak.partner];
    }
    finding.remedy = advice(evidence, weak, finding.samples);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

SJ_RULE(
    class_weak,
    {.name = "class-weak",
     .summary = {"A label's rows often go wrong: which label they are taken for, and which rows "
                 "show it.",
                 "某個標籤的樣本常常答錯：指出它們被當成哪個標籤，以及可以看哪幾筆。"},
     .remedy =
         {"Add training rows of that label which resemble the wrong ones, raise its weight, "
          "and check that the wrong rows are labelled as you would label them.",
          "多加該標籤中與答錯樣本相似的訓練資料，提高它的權重，並確認答錯的樣本本身標註無誤。"},
     .apply = &apply});

}  // namespace shijin
