// A label whose precision and recall lie far apart: the model says it too seldom or too often.
#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "evidence/label_key.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kSeldom{
    "The model says \"{0}\" too seldom: {1} times where it is true {2} times; precision {3}, "
    "recall {4}.",
    "模型太少回答「{0}」：真實有 {2} 筆，只說了 {1} 次；精確率 {3}，召回率 {4}。"};
constexpr Text kOften{
    "The model says \"{0}\" too often: {1} times where it is true {2} times; precision {3}, recall "
    "{4}.",
    "模型太常回答「{0}」：真實只有 {2} 筆，卻說了 {1} 次；精確率 {3}，召回率 {4}。"};
constexpr Text kRaise{
    "If missing \"{0}\" is dear, raise its weight, add such training rows, or lower its threshold: "
    "recall comes first there, and precision pays for it.",
    "若漏掉「{0}」代價高，請提高它的權重、增加這類訓練資料或降低它的門檻：這時以召回率優先，"
    "代價是精確率下降。"};
constexpr Text kLower{
    "If saying \"{0}\" wrongly is dear, raise its threshold, or add training rows of what is taken "
    "for it: precision comes first there.",
    "若誤判為「{0}」代價高，請提高它的門檻，或增加常被誤認為它的訓練資料：這時以精確率優先。"};

constexpr double kApart = 0.2;
constexpr double kLeastRows = 20;

std::vector<Finding> apply(const Evidence& evidence) {
  const LabelLine* worst = nullptr;
  double widest = 0;
  for (const LabelLine& label : evidence.labels) {
    if (label.truth < kLeastRows || label.predicted < kLeastRows / 2) continue;
    const double apart = label.hits / label.predicted - label.hits / label.truth;
    if (std::abs(apart) <= widest) continue;
    widest = std::abs(apart);
    worst = &label;
  }
  if (evidence.task != Task::classification || worst == nullptr || widest < kApart) return {};
  const double precision = worst->hits / worst->predicted;
  const double recall = worst->hits / worst->truth;
  const bool seldom = precision > recall;
  Finding finding;
  finding.name = "precision-traded";
  finding.severity = Finding::Level::medium;
  finding.headline =
      Message(seldom ? kSeldom : kOften,
              {worst->label, grouped(std::llround(worst->predicted)),
               grouped(std::llround(worst->truth)), fixed(precision, 2), fixed(recall, 2)});
  finding.numbers = {{"said", worst->predicted},
                     {"rows", worst->truth},
                     {"precision", precision},
                     {"recall", recall}};
  finding.because = {label_key("precision", worst->label), label_key("recall", worst->label)};
  finding.remedy = Message(seldom ? kRaise : kLower, {worst->label});
  return {finding};
}

}  // namespace

SJ_RULE(
    precision_traded,
    {.name = "precision-traded",
     .summary = {"A label's precision and recall lie far apart: it is said too seldom or too "
                 "often.",
                 "某個標籤的精確率與召回率相差很大：說得太少或太多。"},
     .remedy = {"Decide which of the two errors is dearer, and move the weight or the threshold "
                "towards it.",
                "先決定哪種錯誤代價較高，再朝那個方向調權重或門檻。"},
     .apply = &apply});

}  // namespace shijin
