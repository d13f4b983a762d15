// Specificity: of the rows that do not have a label, the share not predicted as it.
#include <limits>

#include "metrics/label_average.h"

namespace shijin {
namespace {

struct Specificity : LabelRatio {
  static Result<Specificity> make(const Arguments& arguments, const MetricContext& context) {
    Specificity rule{SJ_TRY(LabelRatio::read("specificity", arguments, context))};
    rule.ratio = [](const LabelTally& tally, double) {
      const double kept = tally.negatives - tally.false_positives;
      return Ratio{kept > 0 ? kept : 0, tally.negatives};
    };
    rule.empty_because =
        Text("every row is truly \"{0}\", so there is no other label to tell it from",
             "每一列的真實標籤都是「{0}」，沒有其他標籤可供區分");
    return rule;
  }
};

constexpr ExampleRow kArticle[] = {{"0", "0"}, {"1", "1"}, {"1", "0"}, {"1", "1"}};
constexpr ExampleRow kThree[] = {{"a", "a"}, {"c", "b"}, {"b", "c"},
                                 {"a", "a"}, {"a", "b"}, {"b", "c"}};
constexpr ExampleRow kOnly[] = {{"a", "a"}, {"b", "a"}};
constexpr MetricExample kExamples[] = {
    {"label=0",
     kArticle,
     1.0,
     {"by hand: neither row that is truly 1 is called 0", "手算：真實為 1 的兩筆都沒有被說成 0"}},
    {"label=1",
     kArticle,
     0.5,
     {"by hand: 1 of the 2 rows that are truly 0 is not called 1",
      "手算：真實為 0 的 2 筆中有 1 筆沒有被說成 1"}},
    {"avg=macro",
     kThree,
     2.0 / 3,
     {"scikit-learn 1.9.1: recall_score of each label's complement",
      "scikit-learn 1.9.1：各標籤補集的 recall_score"}},
    {"label=a",
     kOnly,
     std::numeric_limits<double>::quiet_NaN(),
     {"by hand: nothing but a", "手算：只有 a 一種標籤"}}};

}  // namespace

SJ_METRIC(
    specificity, Specificity,
    {.title = {"Specificity", "特異度"},
     .summary = {"Of the rows that do not have a label, the share that the model does not call so.",
                 "真正不屬於某標籤的列之中，沒有被模型誤判為該標籤的比例。"},
     .reading = {"1 means no false alarm. One minus it is the rate of false alarms.",
                 "1 表示沒有任何誤報；1 減去它就是誤報率。"},
     .misleads = {"With many labels it is close to 1 for nearly every model; precision shows false "
                  "alarms better there.",
                  "標籤很多時，幾乎任何模型都接近 1；這時精確率更能顯示誤報。"},
     .needs = Needs::labels,
     .family = "labels",
     .peer = "scikit-learn",
     .parameters = kLabelOrAverage,
     .examples = kExamples,
     .per_sample = false});

}  // namespace shijin
