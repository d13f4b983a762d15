// Precision: of the rows predicted as a label, the share that truly has it.
#include <limits>

#include "metrics/label_average.h"

namespace shijin {
namespace {

struct Precision : LabelRatio {
  static Result<Precision> make(const Arguments& arguments, const MetricContext& context) {
    Precision rule{SJ_TRY(LabelRatio::read("precision", arguments, context))};
    rule.ratio = [](const LabelTally& tally, double) {
      return Ratio{tally.hits, tally.hits + tally.false_positives};
    };
    rule.empty_because = Text("no row is predicted as \"{0}\"", "沒有任何一列被預測為「{0}」");
    return rule;
  }
};

constexpr ExampleRow kArticle[] = {{"0", "0"}, {"1", "1"}, {"1", "0"}, {"1", "1"}};
constexpr ExampleRow kThree[] = {{"a", "a"}, {"c", "b"}, {"b", "c"},
                                 {"a", "a"}, {"a", "b"}, {"b", "c"}};
constexpr ExampleRow kNever[] = {{"a", "a"}, {"a", "b"}};
constexpr MetricExample kExamples[] = {
    {"label=0",
     kArticle,
     1.0,
     {"by hand: the 1 row predicted as 0 is truly 0", "手算：預測為 0 的 1 筆確實是 0"}},
    {"label=1",
     kArticle,
     2.0 / 3,
     {"by hand: 2 of the 3 rows predicted as 1 are truly 1",
      "手算：預測為 1 的 3 筆中有 2 筆確實是 1"}},
    {"avg=macro", kArticle, 5.0 / 6, {"by hand: (1 + 2/3) / 2", "手算：(1 + 2/3) / 2"}},
    {"avg=macro", kThree, 2.0 / 9, "scikit-learn 1.9.1"},
    {"avg=micro", kThree, 1.0 / 3, "scikit-learn 1.9.1"},
    {"avg=weighted", kThree, 2.0 / 9, "scikit-learn 1.9.1"},
    {"label=b",
     kNever,
     std::numeric_limits<double>::quiet_NaN(),
     {"by hand: b is never predicted", "手算：從來沒有預測成 b"}}};

constexpr Text kDepartures[] = {
    {"For one label that is never predicted scikit-learn warns and gives 0; here the score is "
     "undefined. Averages count it as 0, as scikit-learn does.",
     "某標籤從未被預測時，scikit-learn 會發出警告並給 0；這裡視為無法定義。計算平均時仍與 "
     "scikit-learn 相同，以 0 計入。"}};

}  // namespace

SJ_METRIC(
    precision, Precision,
    {.title = {"Precision", "精確率"},
     .summary = {"Of the rows predicted as a label, the share that truly has it.",
                 "預測為某標籤的列之中，真正屬於該標籤的比例。"},
     .reading = {"1 means that the model is always right when it says this label. Low precision "
                 "means false alarms.",
                 "1 表示模型每次說出這個標籤都說對。精確率低代表誤報多。"},
     .misleads = {"Alone it rewards a model that says the label only when it is very sure; read it "
                  "beside recall.",
                  "只看精確率會獎勵「非常有把握才說」的模型，請與召回率一起看。"},
     .needs = Needs::labels,
     .family = "labels",
     .peer = "scikit-learn",
     .departures = kDepartures,
     .parameters = kLabelOrAverage,
     .examples = kExamples,
     .per_sample = false});

}  // namespace shijin
