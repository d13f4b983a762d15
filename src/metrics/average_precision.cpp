// Average precision: the mean of the precisions at each row of the label, from the top down.
#include <limits>

#include "metrics/label_average.h"
#include "metrics/probability_rows.h"

namespace shijin {
namespace {

struct AveragePrecision : RankRule {
  static Result<AveragePrecision> make(const Arguments& arguments, const MetricContext& context) {
    AveragePrecision rule{SJ_TRY(RankRule::read("average_precision", arguments, context))};
    rule.measure_ranking = &precision_mean;
    return rule;
  }
};

constexpr ExampleRow kBinary[] = {{"0", "0", "", "0=0.9,1=0.1"},
                                  {"0", "0", "", "0=0.6,1=0.4"},
                                  {"0", "1", "", "0=0.65,1=0.35"},
                                  {"1", "1", "", "0=0.2,1=0.8"}};
constexpr ExampleRow kThree[] = {
    {"a", "a", "", "a=0.7,b=0.2,c=0.1"}, {"a", "a", "", "a=0.4,b=0.3,c=0.3"},
    {"b", "b", "", "a=0.1,b=0.8,c=0.1"}, {"c", "b", "", "a=0.2,b=0.3,c=0.5"},
    {"a", "c", "", "a=0.4,b=0.4,c=0.2"}, {"c", "c", "", "a=0.1,b=0.2,c=0.7"}};
constexpr ExampleRow kNever[] = {{"1", "1", "", "0=0.1,1=0.9"}};
constexpr MetricExample kExamples[] = {
    {"label=1",
     kBinary,
     5.0 / 6,
     {"by hand: from the highest probability down the true 1s come 1st and 3rd: (1/1 + 2/3) / 2",
      "手算：依機率由高到低，真實為 1 的排在第 1 與第 3：(1/1 + 2/3) / 2"}},
    {"avg=macro", kThree, 7.0 / 9, "scikit-learn 1.9.1"},
    {"avg=micro", kThree, 0.75, "scikit-learn 1.9.1"},
    {"label=0",
     kNever,
     std::numeric_limits<double>::quiet_NaN(),
     {"by hand: 0 is never true", "手算：真實標籤從來不是 0"}}};

constexpr Text kDepartures[] = {
    {"For a label that is never true scikit-learn warns and gives 0; here the score is undefined.",
     "某標籤從未出現在真實標籤中時，scikit-learn 會發出警告並給 0；這裡視為無法定義。"}};

}  // namespace

SJ_METRIC(
    average_precision, AveragePrecision,
    {.title = {"Average precision", "平均精確率"},
     .summary = {"How pure the top of the list is when rows are ordered by the probability of the "
                 "label.",
                 "依該標籤的機率由高到低排列時，名單前段有多純。"},
     .reading = {"1 means that all rows of the label come first. Chance gives the share of the "
                 "label in the test set.",
                 "1 表示該標籤的列全排在最前面；亂猜時約等於該標籤在測試集的占比。"},
     .misleads = {"Values from test sets with different shares of the label cannot be compared.",
                  "該標籤占比不同的測試集，數值不能互相比較。"},
     .needs = Needs::probabilities,
     .family = "probabilities",
     .peer = "scikit-learn",
     .departures = kDepartures,
     .parameters = kLabelOrAverage,
     .examples = kExamples,
     .per_sample = false});

}  // namespace shijin
