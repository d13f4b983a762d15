// Accuracy: the share of rows whose predicted label is the true one.
#include "metrics/label_counts.h"

namespace shijin {
namespace {

struct Accuracy : LabelRule {
  Accuracy(const Arguments&, const MetricContext& context) : LabelRule{context.labels} {}

  Score finish(const LabelCounts::State& state) const {
    const auto settled = sums(state);
    const LabelSums& counts = *settled;
    if (counts.total == 0) return Score::undefined(no_rows());
    return Score::of(counts.hits / counts.total);
  }
  Uncertainty uncertainty(const LabelCounts::State& state) const {
    const auto settled = sums(state);
    const LabelSums& counts = *settled;
    return {.kind = Uncertainty::Kind::proportion, .a = counts.hits, .b = counts.total};
  }
};

constexpr ExampleRow kRows[] = {{"0", "0"}, {"1", "1"}, {"1", "0"}, {"1", "1"}};
constexpr MetricExample kExamples[] = {
    {"", kRows, 0.75, {"by hand: 3 of 4 rows are right", "手算：4 筆中 3 筆正確"}}};

}  // namespace

SJ_METRIC(
    accuracy, Accuracy,
    {.title = {"Accuracy", "準確率"},
     .summary = {"The share of rows whose predicted label is the true one.",
                 "預測標籤與真實標籤相同的列所占的比例。"},
     .reading = {"1 means every row is right. Compare it with always saying the most frequent "
                 "label.",
                 "1 表示每一列都對。請與「永遠回答最常見的標籤」相比。"},
     .misleads = {"When one label is frequent: with 90 % positive rows, always saying "
                  "positive scores 0.90.",
                  "某一類別特別多時會誤導：若 90 % 為正面，永遠回答正面就有 0.90。"},
     .needs = Needs::labels,
     .family = "labels",
     .peer = "scikit-learn",
     .examples = kExamples,
     .symmetric = true});

}  // namespace shijin
