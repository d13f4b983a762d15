// Unparsed rate: the share of rows whose output is no label at all.
#include "metrics/label_counts.h"

namespace shijin {
namespace {

struct UnparsedRate : LabelRule {
  UnparsedRate(const Arguments&, const MetricContext& context) : LabelRule{context.labels} {}

  Score finish(const LabelCounts::State& state) const {
    const auto settled = sums(state);
    const LabelSums& counts = *settled;
    if (counts.total == 0) return Score::undefined(no_rows());
    return Score::of(counts.predicted_other / counts.total);
  }
  Uncertainty uncertainty(const LabelCounts::State& state) const {
    const auto settled = sums(state);
    const LabelSums& counts = *settled;
    return {.kind = Uncertainty::Kind::proportion, .a = counts.predicted_other, .b = counts.total};
  }
};

constexpr ExampleRow kRows[] = {{"0", "0"}, {"", "1"}, {"1", "1"}, {"1", "0"}};
constexpr MetricExample kExamples[] = {
    {"", kRows, 0.25, {"by hand: 1 of 4 outputs is no label", "手算：4 筆輸出中有 1 筆不是標籤"}}};

}  // namespace

SJ_METRIC(
    unparsed_rate, UnparsedRate,
    {.title = {"Unparsed rate", "無法解析率"},
     .summary = {"The share of rows whose output is none of the labels: empty, or outside the "
                 "labels that were given.",
                 "輸出不是任何標籤的列所占的比例：輸出為空，或不在指定的標籤之內。"},
     .reading = {"0 means every output is a label. Above a few percent, mend the prompt or the "
                 "extraction first.",
                 "0 表示每個輸出都是標籤；超過百分之幾時，請先修正提示詞或標籤擷取方式。"},
     .misleads = {"It is 0 when all outputs seen are taken as labels; give --labels to make it "
                  "strict.",
                  "若把所有出現過的輸出都當成標籤，數值必為 0；請以 --labels 指定標籤。"},
     .needs = Needs::labels,
     .better = Better::lower,
     .perfect = 0,
     .family = "labels",
     .examples = kExamples});

}  // namespace shijin
