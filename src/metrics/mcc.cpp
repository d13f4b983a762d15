// MCC: Matthews' correlation coefficient, for any number of labels (Gorodkin 2004).
#include <cmath>
#include <optional>

#include "metrics/label_counts.h"

namespace shijin {
namespace {

constexpr Text kNeverChanges{"one side never changes, so nothing can go with it",
                             "有一邊從不變化，無從談相關"};

struct Mcc : LabelRule {
  Mcc(const Arguments&, const MetricContext& context) : LabelRule{context.labels} {}

  Score finish(const LabelCounts::State& state) const {
    const auto settled = sums(state);
    if (settled->total == 0) return Score::undefined(no_rows());
    return Score::of(correlation(*settled).value_or(0));
  }
  Uncertainty uncertainty(const LabelCounts::State& state) const {
    const auto settled = sums(state);
    if (settled->total > 0 && !correlation(*settled)) {
      return {.kind = Uncertainty::Kind::none, .why = Message(kNeverChanges)};
    }
    return {.kind = Uncertainty::Kind::counts};
  }

 private:
  // Nothing where one side never changes.
  static std::optional<double> correlation(const LabelSums& counts) {
    // The order of the sums is scikit-learn's, so that a constant side gives 0 exactly.
    double rows = 0;
    for (const LabelTally& label : counts.labels) rows += label.predicted;
    rows += counts.predicted_other;
    double both = counts.truth_other * counts.predicted_other;
    double truth = counts.truth_other * counts.truth_other;
    double predicted = counts.predicted_other * counts.predicted_other;
    for (const LabelTally& label : counts.labels) {
      both += label.truth * label.predicted;
      truth += label.truth * label.truth;
      predicted += label.predicted * label.predicted;
    }
    const double spread = (rows * rows - predicted) * (rows * rows - truth);
    if (!(spread > 0)) return std::nullopt;
    return (counts.hits * rows - both) / std::sqrt(spread);
  }
};

constexpr ExampleRow kArticle[] = {{"0", "0"}, {"1", "1"}, {"1", "0"}, {"1", "1"}};
constexpr ExampleRow kConstant[] = {{"1", "0"}, {"1", "1"}};
constexpr ExampleRow kOpposite[] = {{"1", "0"}, {"0", "1"}};
constexpr MetricExample kExamples[] = {
    {"",
     kArticle,
     0.5773502691896258,
     {"by hand: 2 right as 1, 1 right as 0, 1 wrong as 1, 0 wrong as 0: (2 · 1 − 1 · 0) / √(3 · 2 "
      "· 2 · 1)",
      "手算：說對 1 的有 2 筆、說對 0 的有 1 筆、誤說成 1 的有 1 筆、誤說成 0 的沒有：(2 · 1 − 1 · "
      "0) / √(3 · 2 · 2 · 1)"}},
    {"",
     kConstant,
     0,
     {"scikit-learn 1.9.1: 0 when one side never changes",
      "scikit-learn 1.9.1：有一邊從不變化時為 0"}},
    {"", kOpposite, -1, {"by hand: every row is wrong", "手算：每筆都錯"}}};

constexpr Text kDepartures[] = {
    {"All outputs that are no label count as one label more; scikit-learn has no such notion.",
     "所有無法解析為標籤的輸出合併視為多出的一個標籤；scikit-learn 沒有這個概念。"}};

}  // namespace

SJ_METRIC(
    mcc, Mcc,
    {.title = {"Matthews correlation", "馬修斯相關係數"},
     .summary = {"The correlation between truth and prediction, which counts all four kinds of "
                 "right and wrong.",
                 "真實與預測之間的相關係數，同時計入各種答對與答錯。"},
     .reading = {"1 is perfect, 0 is no better than guessing, -1 is always wrong. It holds up "
                 "under imbalance.",
                 "1 為完美，0 等同亂猜，-1 為全錯；類別不平衡時依然可靠。"},
     .misleads = {"It is 0 whenever the model always says the same, however many rows that gets "
                  "right.",
                  "只要模型永遠回答同一個標籤，不論答對多少列，數值都是 0。"},
     .needs = Needs::labels,
     .low = -1,
     .family = "labels",
     .cite = "Gorodkin 2004, Comparing two K-category assignments by a K-category correlation "
             "coefficient",
     .peer = "scikit-learn",
     .departures = kDepartures,
     .examples = kExamples,
     .symmetric = true,
     .per_sample = false});

}  // namespace shijin
