// Jaccard: of the rows that have a label as truth or prediction, the share that have it as both.
#include "metrics/label_average.h"

namespace shijin {
namespace {

struct Jaccard : LabelRatio {
  static Result<Jaccard> make(const Arguments& arguments, const MetricContext& context) {
    Jaccard rule{SJ_TRY(LabelRatio::read("jaccard", arguments, context))};
    rule.ratio = [](const LabelTally& tally, double) {
      return Ratio{tally.hits, tally.hits + tally.false_positives + tally.false_negatives};
    };
    rule.empty_because = Text("no row has \"{0}\" as truth or as prediction",
                              "沒有任何一列的真實標籤或預測標籤是「{0}」");
    return rule;
  }
};

constexpr ExampleRow kArticle[] = {{"0", "0"}, {"1", "1"}, {"1", "0"}, {"1", "1"}};
constexpr ExampleRow kThree[] = {{"a", "a"}, {"c", "b"}, {"b", "c"},
                                 {"a", "a"}, {"a", "b"}, {"b", "c"}};
constexpr MetricExample kExamples[] = {
    {"label=0", kArticle, 0.5, {"by hand: 1 of 2 rows", "手算：2 筆中的 1 筆"}},
    {"label=1", kArticle, 2.0 / 3, {"by hand: 2 of 3 rows", "手算：3 筆中的 2 筆"}},
    {"avg=macro", kThree, 2.0 / 9, "scikit-learn 1.9.1"},
    {"avg=micro", kThree, 0.2, "scikit-learn 1.9.1"},
    {"avg=weighted", kThree, 2.0 / 9, "scikit-learn 1.9.1"}};

constexpr Text kDepartures[] = {
    {"For a label that no row has scikit-learn warns and gives 0; here the score is undefined. "
     "Averages count it as 0, as scikit-learn does.",
     "沒有任何一列屬於某標籤時，scikit-learn 會發出警告並給 0；這裡視為無法定義。計算平均時仍與 "
     "scikit-learn 相同，以 0 計入。"}};

}  // namespace

SJ_METRIC(
    jaccard, Jaccard,
    {.title = {"Jaccard index", "Jaccard 指數"},
     .summary = {"Of the rows that have a label as truth or as prediction, the share that have it "
                 "as both.",
                 "真實標籤或預測標籤為某標籤的列之中，兩者皆是的比例。"},
     .reading =
         {"1 means that truth and prediction mark the same rows. It is always at or below F1.",
          "1 表示真實與預測標出的列完全相同。它永遠不大於 F1。"},
     .misleads =
         {"Its values look low beside F1 although they order models alike: F1 is 2J / (1 + J).",
          "數值看起來比 F1 低，但對單一標籤的模型排序相同：F1 等於 2J / (1 + J)。"},
     .needs = Needs::labels,
     .family = "labels",
     .peer = "scikit-learn",
     .departures = kDepartures,
     .parameters = kLabelOrAverage,
     .examples = kExamples,
     .per_sample = false});

}  // namespace shijin
