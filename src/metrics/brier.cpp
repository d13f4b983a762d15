// Brier score: the squared distance between the probabilities and the truth (Brier 1950).
#include <cmath>

#include "metrics/probability_mean.h"

namespace shijin {
namespace {

struct Brier : ProbabilityMean {
  Brier(const Arguments&, const MetricContext& context) : ProbabilityMean{context.labels} {}

  Stat measure(Samples& samples, std::size_t row) const {
    const std::int32_t column = column_of(samples, row);
    const std::size_t classes = samples.classes.size();
    double sum = 0;
    for (std::size_t k = 0; k < classes; ++k) {
      const double truth = static_cast<std::int32_t>(k) == column ? 1 : 0;
      const double apart = truth - samples.probabilities[row * classes + k];
      sum += apart * apart;
    }
    return {classes == 2 ? sum / 2 : sum, samples.truth[row], column};
  }
};

constexpr ExampleRow kBinary[] = {{"0", "0", "", "0=0.9,1=0.1"},
                                  {"1", "1", "", "0=0.1,1=0.9"},
                                  {"1", "1", "", "0=0.2,1=0.8"},
                                  {"0", "0", "", "0=0.7,1=0.3"}};
constexpr ExampleRow kThree[] = {{"a", "a", "", "a=0.8,b=0.1,c=0.1"},
                                 {"b", "c", "", "a=0.2,b=0.5,c=0.3"}};
constexpr ExampleRow kOneColumn[] = {{"1", "1", "", "1=0.9"}, {"0", "0", "", "1=0.3"}};
constexpr MetricExample kExamples[] = {
    {"",
     kBinary,
     0.0375,
     {"by hand: (0.1² + 0.1² + 0.2² + 0.3²) / 4", "手算：(0.1² + 0.1² + 0.2² + 0.3²) / 4"}},
    {"",
     kThree,
     0.42,
     {"scikit-learn 1.9.1: three labels or more are not halved",
      "scikit-learn 1.9.1：三個以上的標籤不減半"}},
    {"", kOneColumn, 0.05, {"by hand: (0.01 + 0.09) / 2", "手算：(0.01 + 0.09) / 2"}}};

constexpr Text kDepartures[] = {
    {"A true label without a probability column makes the score undefined; scikit-learn raises.",
     "真實標籤沒有對應的機率欄時，分數視為無法定義；scikit-learn 則會直接報錯。"}};

}  // namespace

SJ_METRIC(
    brier, Brier,
    {.title = {"Brier score", "Brier 分數"},
     .summary = {"The mean squared distance between the probabilities and the truth (halved for "
                 "two labels).",
                 "機率與真實結果之間距離平方的平均（兩個標籤時減半）。"},
     .reading = {"0 is perfect. For two labels always answering 0.5 gives 0.25.",
                 "0 為完美；兩個標籤時，永遠回答 0.5 的數值是 0.25。"},
     .misleads = {"It mixes order and calibration: a low value on a rare label may only say that "
                  "the label is rare.",
                  "它同時混合了排序與校準：稀少標籤的低數值，可能只說明該標籤很少出現。"},
     .needs = Needs::probabilities,
     .better = Better::lower,
     .high = 2,
     .perfect = 0,
     .family = "probabilities",
     .cite = "Brier 1950, Verification of forecasts expressed in terms of probability",
     .peer = "scikit-learn",
     .departures = kDepartures,
     .examples = kExamples});

}  // namespace shijin
