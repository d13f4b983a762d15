// Too few rows: the test set is so small that its scores say little, overall or for some labels.
#include <algorithm>

#include "base/numbers.h"
#include "evidence/label_key.h"
#include "verdict/needed.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kOverall{"{1} may be anything from {2} to {3}, with only {0} behind it.",
                        "{1}的真值可能在 {2} 到 {3} 之間，因為樣本只有 {0}。"};
constexpr Text kFew{"There are scores of no more than {0}.", "只評了 {0}樣本。"};
constexpr Text kLabels{"Fewer than {2} rows for {0} of {1} labels: {3}.",
                       "{1} 個標籤中有 {0} 個少於 {2} 筆：{3}。"};
constexpr Text kLabelRows{"{0} ({1})", "{0}（{1}）"};
constexpr Text kMoreLabels{"and {0} more", "以及另外 {0} 個"};
constexpr Text kComma{", ", "、"};
constexpr Text kEach{"Test on about {0} rows of each label: a rate is then known to within 0.10.",
                     "每個標籤請測約 {0} 筆：比率的誤差就在 0.10 以內。"};
constexpr Text kAll{"Test on about {0} rows: the span is then at most a third as wide.",
                    "請測約 {0} 筆：範圍會縮小到三分之一以下。"};
constexpr Text kUntil{"Until then, do not choose between two versions by these numbers.",
                      "在那之前，不要用這些數字挑選版本。"};

constexpr std::int64_t kFewRows = 30;
constexpr double kFewOfLabel = 10;
constexpr double kWide = 0.3;
constexpr int kEachRows = 100;      // ±0.098 at a rate of one half
constexpr std::size_t kListed = 5;  // labels by name

const ScoreLine* first_scored(const Evidence& evidence) {
  for (const ScoreLine& line : evidence.metrics) {
    if (line.score.value) return &line;
  }
  return nullptr;
}

Message overall(const Evidence& evidence, const ScoreLine& line) {
  const Message rows = row_count(static_cast<double>(evidence.data.used));
  if (!tells_spread(line)) return Message(kFew, {rows});
  const int decimals = word_decimals(line);
  return Message(kOverall, {rows, subject(evidence, line), fixed(line.interval->lo, decimals),
                            fixed(line.interval->hi, decimals)});
}

std::vector<const LabelLine*> scarce_labels(const Evidence& evidence) {
  std::vector<const LabelLine*> scarce;
  for (const LabelLine& label : evidence.labels) {
    if (label.truth > 0 && label.truth < kFewOfLabel) scarce.push_back(&label);
  }
  return scarce;
}

Message list_of(const std::vector<const LabelLine*>& labels) {
  std::vector<Message> names;
  for (const LabelLine* label : labels) {
    if (names.size() == kListed) {
      names.emplace_back(kMoreLabels,
                         std::vector<Message>{std::to_string(labels.size() - kListed)});
      break;
    }
    names.emplace_back(kLabelRows, std::vector<Message>{label->label, row_count(label->truth)});
  }
  return join(names, kComma);
}

std::vector<Finding> apply(const Evidence& evidence) {
  const ScoreLine* line = first_scored(evidence);
  if (line == nullptr) return {};
  const bool labels = evidence.task == Task::classification;
  const bool wide = labels && line->interval && line->interval->hi - line->interval->lo > kWide;
  const std::vector<const LabelLine*> scarce = scarce_labels(evidence);
  Finding finding;
  finding.name = "too-few-rows";
  finding.numbers = {{"rows", static_cast<double>(evidence.data.used)},
                     {"labels_scarce", static_cast<double>(scarce.size())}};
  finding.because = {line->key};
  if (evidence.data.used < kFewRows || wide) {
    finding.severity = Finding::Level::medium;
    finding.headline = overall(evidence, *line);
    const double more = 9 * static_cast<double>(evidence.data.used);  // a third of the arm
    finding.remedy = sentences({labels ? Message(kEach, {std::to_string(kEachRows)})
                                       : Message(kAll, {estimate(std::max(more, 100.0))}),
                                Message(kUntil)});
    return {finding};
  }
  if (scarce.empty()) return {};
  finding.severity = Finding::Level::low;
  finding.headline =
      Message(kLabels, {std::to_string(scarce.size()), std::to_string(truth_labels(evidence)),
                        shortest(kFewOfLabel), list_of(scarce)});
  finding.remedy = Message(kEach, {std::to_string(kEachRows)});
  finding.because.clear();
  for (std::size_t i = 0; i < scarce.size() && i < kListed; ++i) {
    finding.because.push_back(label_key("f1", scarce[i]->label));
  }
  return {finding};
}

}  // namespace

SJ_RULE(
    too_few_rows,
    {.name = "too-few-rows",
     .summary = {"The test set, or some label in it, has so few rows that its scores say little.",
                 "測試集或其中某些標籤的樣本太少，分數說明不了什麼。"},
     .remedy = {"Test on about 100 rows of each label before you compare versions; a rate is then "
                "known to within 0.10.",
                "比較版本之前，每個標籤請先測約 100 筆；比率的誤差就在 0.10 以內。"},
     .apply = &apply});

}  // namespace shijin
