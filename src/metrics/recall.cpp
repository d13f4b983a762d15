// Recall: of the rows that truly have a label, the share predicted as it.
#include <limits>

#include "metrics/label_average.h"

namespace shijin {
namespace {

struct Recall : LabelRatio {
  static Result<Recall> make(const Arguments& arguments, const MetricContext& context) {
    Recall rule{SJ_TRY(LabelRatio::read("recall", arguments, context))};
    rule.ratio = [](const LabelTally& tally, double) {
      return Ratio{tally.hits, tally.hits + tally.false_negatives};
    };
    rule.empty_because = Text("no row is truly \"{0}\"", "沒有任何一列的真實標籤是「{0}」");
    return rule;
  }
};

constexpr ExampleRow kArticle[] = {{"0", "0"}, {"1", "1"}, {"1", "0"}, {"1", "1"}};
constexpr ExampleRow kThree[] = {{"a", "a"}, {"c", "b"}, {"b", "c"},
                                 {"a", "a"}, {"a", "b"}, {"b", "c"}};
constexpr ExampleRow kNever[] = {{"a", "a"}, {"b", "a"}};
constexpr MetricExample kExamples[] = {
    {"label=0",
     kArticle,
     0.5,
     {"by hand: 1 of the 2 rows that are truly 0 is found", "手算：真實為 0 的 2 筆中找到 1 筆"}},
    {"label=1",
     kArticle,
     1.0,
     {"by hand: both rows that are truly 1 are found", "手算：真實為 1 的 2 筆都找到了"}},
    {"avg=macro", kThree, 1.0 / 3, "scikit-learn 1.9.1"},
    {"avg=micro", kThree, 1.0 / 3, "scikit-learn 1.9.1"},
    {"avg=weighted", kThree, 1.0 / 3, "scikit-learn 1.9.1"},
    {"label=b",
     kNever,
     std::numeric_limits<double>::quiet_NaN(),
     {"by hand: b is never true", "手算：真實標籤從來不是 b"}}};

constexpr Text kDepartures[] = {
    {"For one label that is never true scikit-learn warns and gives 0; here the score is "
     "undefined. Averages count it as 0, as scikit-learn does.",
     "某標籤從未出現在真實標籤中時，scikit-learn 會發出警告並給 "
     "0；這裡視為無法定義。計算平均時仍與 scikit-learn 相同，以 0 計入。"}};

}  // namespace

SJ_METRIC(recall, Recall,
          {.title = {"Recall", "召回率"},
           .summary = {"Of the rows that truly have a label, the share that the model finds.",
                       "真正屬於某標籤的列之中，被模型找出來的比例。"},
           .reading = {"1 means that no such row is missed. Where a miss is dear, as in risk "
                       "control, look here first.",
                       "1 表示沒有漏掉任何一列。漏判代價高的場合（例如風險控管），請先看這裡。"},
           .misleads = {"Always saying the label gives 1; read it beside precision.",
                        "永遠回答這個標籤就能得到 1，請與精確率一起看。"},
           .needs = Needs::labels,
           .family = "labels",
           .peer = "scikit-learn",
           .departures = kDepartures,
           .parameters = kLabelOrAverage,
           .examples = kExamples,
           .per_sample = false});

}  // namespace shijin
