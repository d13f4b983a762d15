// Imbalance: one label is so frequent that accuracy hides what happens to the rare ones.
#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "evidence/label_key.h"
#include "verdict/core.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kHeadline{
    "{0} of {1} rows are {2} ({3}), so always saying \"{2}\" scores accuracy {4} without any "
    "skill.",
    "{1} 筆中有 {0} 筆是 {2}（{3}），所以永遠回答「{2}」不需任何能力就有準確率 {4}。"};
constexpr Text kModel{"The model's accuracy is {0} ({1} – {2}).",
                      "模型的準確率是 {0}（{1} – {2}）。"};
constexpr Text kRareShare{
    "Label {0} has {1} of {2} rows ({3}); among {4} labels an equal share is {5}.",
    "標籤 {0} 只有 {2} 筆中的 {1} 筆（{3}）；{4} 個標籤均分應為 {5}。"};
constexpr Text kJudge{"Judge by F1 of label {0} and by balanced accuracy, not by accuracy.",
                      "請看標籤 {0} 的 F1 與平衡準確率，不要只看準確率。"};
constexpr Text kTrain{
    "In training, add rows of label {0}, or weigh each about {1} times, so that it has at least "
    "half of an equal share.",
    "訓練時請增加標籤 {0} 的樣本，或讓每一筆的權重約為 {1} 倍，使它至少有均分的一半。"};
constexpr Text kTest{"In the test set, gather at least {0} rows of it: there are {1}.",
                     "測試集裡至少要有 {0} 筆這個標籤的樣本，目前只有 {1} 筆。"};

constexpr double kTestRows = 100;  // a rate is then known to within 0.10
constexpr double kLargestWeight = 10;

Message headline_of(const Evidence& evidence, const LabelLine& most, const LabelLine& rare) {
  const double total = truth_total(evidence);
  const auto labels = static_cast<double>(truth_labels(evidence));
  const double share = most.truth / total;
  if (share <= 0.5) {
    return Message(kRareShare,
                   {rare.label, grouped(std::llround(rare.truth)), grouped(std::llround(total)),
                    percent(rare.truth / total), shortest(labels), percent(1 / labels)});
  }
  const Message base(kHeadline, {grouped(std::llround(most.truth)), grouped(std::llround(total)),
                                 most.label, percent(share), fixed(share, 2)});
  const ScoreLine* accuracy = evidence.find("accuracy");
  if (accuracy == nullptr || !accuracy->score.value || !accuracy->interval) return base;
  return sentences({base, Message(kModel, {beside(*accuracy->score.value, share, 2),
                                           beside(accuracy->interval->lo, share, 2),
                                           beside(accuracy->interval->hi, share, 2)})});
}

// High when accuracy cannot be told from no skill, medium when it hides a weak rare label.
Finding::Level severity_of(const Evidence& evidence, const LabelLine& most, const LabelLine& rare) {
  const double share = most.truth / truth_total(evidence);
  const ScoreLine* accuracy = evidence.find("accuracy");
  if (accuracy != nullptr && accuracy->interval && accuracy->interval->lo <= share) {
    return Finding::Level::high;
  }
  const ScoreLine f1 = f1_of(evidence, rare);
  const double own = f1.score.value.value_or(0);
  const bool hides =
      accuracy != nullptr && accuracy->score.value && own < *accuracy->score.value - 0.1;
  return hides ? Finding::Level::medium : Finding::Level::low;
}

std::vector<Finding> apply(const Evidence& evidence) {
  if (evidence.task != Task::classification || !imbalanced(evidence)) return {};
  const LabelLine& most = *most_frequent(evidence);
  const LabelLine& rare = *rarest(evidence);
  const double total = truth_total(evidence);
  // The weight w that lifts a share s to half of an equal one, h: w·s/(w·s + 1 − s) = h.
  const double half = 0.5 / static_cast<double>(truth_labels(evidence));
  const double share = rare.truth / total;
  const double weight = half * (1 - share) / (share * (1 - half));
  const double times = std::clamp(std::ceil(weight * 2 - 1e-9) / 2, 1.5, kLargestWeight);
  Finding finding;
  finding.name = "imbalance";
  finding.severity = severity_of(evidence, most, rare);
  finding.headline = headline_of(evidence, most, rare);
  finding.numbers = {{"rows", total},
                     {"most_frequent", most.truth},
                     {"rarest", rare.truth},
                     {"majority_accuracy", most.truth / total},
                     {"rarest_share", rare.truth / total}};
  finding.because = {"accuracy", label_key("f1", rare.label)};
  const Message test =
      rare.truth < kTestRows
          ? Message(kTest, {shortest(kTestRows), grouped(std::llround(rare.truth))})
          : Message();
  finding.remedy = sentences(
      {Message(kJudge, {rare.label}), Message(kTrain, {rare.label, shortest(times)}), test});
  return {finding};
}

}  // namespace

SJ_RULE(
    imbalance,
    {.name = "imbalance",
     .summary = {"The rarest label has less than half of an equal share, so accuracy hides it.",
                 "最少的標籤不到均分的一半，準確率看不出它的好壞。"},
     .remedy = {"Judge by F1 of the rare label and by balanced accuracy; gather more of its rows "
                "for the test, and add or weigh them in training.",
                "改看少數標籤的 F1 與平衡準確率；測試集多收集這類樣本，訓練時增加它們或提高權重。"},
     .apply = &apply});

}  // namespace shijin
