// F1: the harmonic mean of precision and recall of a label, or F-beta.
#include "metrics/label_average.h"

namespace shijin {
namespace {

struct F1 : LabelRatio {
  static Result<F1> make(const Arguments& arguments, const MetricContext& context) {
    F1 rule{SJ_TRY(LabelRatio::read("f1", arguments, context))};
    rule.beta = arguments.number("beta");
    rule.ratio = [](const LabelTally& tally, double beta) {
      const double square = beta * beta;
      return Ratio{(1 + square) * tally.hits, (1 + square) * tally.hits + tally.false_positives +
                                                  square * tally.false_negatives};
    };
    rule.empty_because = Text("no row has \"{0}\" as truth or as prediction",
                              "沒有任何一列的真實標籤或預測標籤是「{0}」");
    return rule;
  }
  Uncertainty uncertainty(const LabelCounts::State& state) const {
    const Score score = finish(state);
    if (!score.value) return no_doubt(score, state);
    const std::optional<Counts> one = counts(state);  // 2·hits of 2·hits + misses + false alarms
    if (average == Average::micro || beta != 1 || !one || one->denominator == 0) {
      return {.kind = Uncertainty::Kind::counts};
    }
    return {.kind = Uncertainty::Kind::jaccard,
            .a = one->numerator / 2,
            .b = one->denominator - one->numerator / 2,
            .scale = one->scale};
  }
};

constexpr ParameterInfo kParameters[] = {
    {.name = "beta",
     .summary = {"how many times as much recall counts as precision",
                 "召回率的重要性是精確率的幾倍"},
     .kind = ParameterKind::number,
     .fallback = "1",
     .low = 0,
     .high = 1000},
    kLabelParameter,
    kAverageParameter};
constexpr ExampleRow kArticle[] = {{"0", "0"}, {"1", "1"}, {"1", "0"}, {"1", "1"}};
constexpr ExampleRow kThree[] = {{"a", "a"}, {"c", "b"}, {"b", "c"},
                                 {"a", "a"}, {"a", "b"}, {"b", "c"}};
constexpr ExampleRow kUnseen[] = {{"0", "0"}, {"2", "1"}};
constexpr MetricExample kExamples[] = {
    {"label=0",
     kArticle,
     2.0 / 3,
     {"by hand: precision 1, recall 1/2", "手算：精確率 1，召回率 1/2"}},
    {"label=1", kArticle, 0.8, {"by hand: precision 2/3, recall 1", "手算：精確率 2/3，召回率 1"}},
    {"avg=macro", kArticle, 11.0 / 15, {"by hand: (2/3 + 4/5) / 2", "手算：(2/3 + 4/5) / 2"}},
    {"beta=2,label=0", kArticle, 5.0 / 9, "scikit-learn 1.9.1"},
    {"avg=macro", kThree, 4.0 / 15, "scikit-learn 1.9.1"},
    {"avg=micro", kThree, 1.0 / 3, "scikit-learn 1.9.1"},
    {"avg=weighted", kThree, 4.0 / 15, "scikit-learn 1.9.1"},
    {"avg=macro",
     kUnseen,
     1.0 / 3,
     {"scikit-learn 1.9.1: a label that is only predicted counts 0",
      "scikit-learn 1.9.1：只被預測過的標籤算 0"}}};

constexpr Text kDepartures[] = {
    {"For a label that no row has scikit-learn warns and gives 0; here the score is undefined. "
     "Averages count it as 0, as scikit-learn does.",
     "沒有任何一列屬於某標籤時，scikit-learn 會發出警告並給 0；這裡視為無法定義。計算平均時仍與 "
     "scikit-learn 相同，以 0 計入。"}};

}  // namespace

SJ_METRIC(
    f1, F1,
    {.title = {"F1", "F1 分數"},
     .summary = {"How well a label is found and how rarely it is called in vain, in one number: "
                 "the harmonic mean of precision and recall.",
                 "以一個數字同時衡量「找得全」與「說得準」：精確率與召回率的調和平均。"},
     .reading = {"1 means no miss and no false alarm. It is close to the lower of precision and "
                 "recall. With beta above 1 recall weighs more.",
                 "1 表示沒有漏判也沒有誤報；數值會靠近精確率與召回率中較低者。beta 大於 1 "
                 "時更看重召回率。"},
     .misleads = {"It ignores the rows rightly kept out of the label, and F1 of a rare label from "
                  "few rows is very uncertain: look at its interval.",
                  "它不計入正確排除的列；稀少標籤的 F1 來自少數幾列，非常不確定，請看它的區間。"},
     .needs = Needs::labels,
     .family = "labels",
     .peer = "scikit-learn",
     .departures = kDepartures,
     .parameters = kParameters,
     .examples = kExamples,
     .per_sample = false});

}  // namespace shijin
