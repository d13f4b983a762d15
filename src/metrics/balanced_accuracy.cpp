// Balanced accuracy: the mean recall of the labels that are true somewhere.
#include "metrics/label_counts.h"

namespace shijin {
namespace {

struct BalancedAccuracy : LabelRule {
  BalancedAccuracy(const Arguments&, const MetricContext& context) : LabelRule{context.labels} {}

  Score finish(const LabelCounts::State& state) const {
    const auto settled = sums(state);
    const LabelSums& counts = *settled;
    double sum = 0;
    double present = 0;
    for (const LabelTally& label : counts.labels) {
      if (label.truth == 0) continue;
      sum += label.hits / label.truth;
      present += 1;
    }
    if (present == 0) return Score::undefined(no_rows());
    return Score::of(sum / present);
  }
  Uncertainty uncertainty(const LabelCounts::State& state) const {
    const auto settled = sums(state);
    const LabelTally* only = nullptr;  // then it is the recall of that label
    for (const LabelTally& label : settled->labels) {
      if (label.truth == 0) continue;
      if (only != nullptr) return {.kind = Uncertainty::Kind::counts};
      only = &label;
    }
    if (only == nullptr) return {.kind = Uncertainty::Kind::counts};
    return {.kind = Uncertainty::Kind::proportion, .a = only->hits, .b = only->truth};
  }
};

constexpr ExampleRow kArticle[] = {{"0", "0"}, {"1", "1"}, {"1", "0"}, {"1", "1"}};
constexpr ExampleRow kUnseen[] = {{"0", "0"}, {"2", "1"}, {"1", "1"}};
constexpr MetricExample kExamples[] = {
    {"", kArticle, 0.75, {"by hand: (1/2 + 1) / 2", "手算：(1/2 + 1) / 2"}},
    {"",
     kUnseen,
     0.75,
     {"scikit-learn 1.9.1: a label that is never true counts nowhere",
      "scikit-learn 1.9.1：從未出現在真實標籤中的標籤不計入"}}};

}  // namespace

SJ_METRIC(
    balanced_accuracy, BalancedAccuracy,
    {.title = {"Balanced accuracy", "平衡準確率"},
     .summary = {"The mean of the recalls of all labels, each label counted once however rare.",
                 "所有標籤召回率的平均；再稀少的標籤也同等計入。"},
     .reading = {"1 means every row is right. Always saying one of K labels gives 1/K.",
                 "1 表示每一列都對；K 個標籤時，永遠回答同一個只有 1/K。"},
     .misleads = {"A label with few rows weighs as much as a frequent one, so a handful of rows "
                  "can move it far.",
                  "只有幾列的標籤與常見標籤同等重要，因此少數幾列就能讓數值大幅變動。"},
     .needs = Needs::labels,
     .family = "labels",
     .peer = "scikit-learn",
     .examples = kExamples,
     .per_sample = false});

}  // namespace shijin
