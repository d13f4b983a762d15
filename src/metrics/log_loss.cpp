// Log loss: the mean of minus the natural logarithm of the probability given to the true label.
#include <cmath>
#include <limits>

#include "metrics/probability_mean.h"

namespace shijin {
namespace {

constexpr double kLeast = std::numeric_limits<double>::epsilon();

struct LogLoss : ProbabilityMean {
  LogLoss(const Arguments&, const MetricContext& context) : ProbabilityMean{context.labels} {}

  Stat measure(Samples& samples, std::size_t row) const {
    const std::int32_t column = column_of(samples, row);
    const double* given = &samples.probabilities[row * samples.classes.size()];
    double p = 0;
    if (column == kOther) p = 1 - *given;
    if (column >= 0) p = given[column];
    p = p < kLeast ? kLeast : p > 1 - kLeast ? 1 - kLeast : p;
    return {-std::log(p), samples.truth[row], column};
  }
};

constexpr ExampleRow kRows[] = {{"spam", "spam", "", "ham=0.1,spam=0.9"},
                                {"ham", "ham", "", "ham=0.9,spam=0.1"},
                                {"ham", "ham", "", "ham=0.8,spam=0.2"},
                                {"spam", "spam", "", "ham=0.35,spam=0.65"}};
constexpr ExampleRow kZero[] = {{"1", "0", "", "0=0,1=1"}};
constexpr ExampleRow kOneColumn[] = {{"1", "1", "", "1=0.75"}, {"0", "0", "", "1=0.5"}};
constexpr MetricExample kExamples[] = {
    {"", kRows, 0.21616187468057912, "scikit-learn 1.9.1"},
    {"",
     kZero,
     36.04365338911715,
     {"scikit-learn 1.9.1: probabilities are kept above 2.2e-16",
      "scikit-learn 1.9.1：機率不低於 2.2e-16"}},
    {"",
     kOneColumn,
     0.4904146265058631,
     {"by hand: (ln 4/3 + ln 2) / 2", "手算：(ln 4/3 + ln 2) / 2"}}};

constexpr Text kDepartures[] = {
    {"A true label without a probability column makes the score undefined; scikit-learn raises.",
     "真實標籤沒有對應的機率欄時，分數視為無法定義；scikit-learn 則會直接報錯。"}};

}  // namespace

SJ_METRIC(
    log_loss, LogLoss,
    {.title = {"Log loss", "對數損失"},
     .summary = {"How surprised the model is by the truth: minus the natural logarithm of the "
                 "probability it gave to the true label, averaged over rows.",
                 "模型對正確答案有多意外：真實標籤所得機率取自然對數的負值，再對所有列平均。"},
     .reading = {"0 is perfect. Always answering with equal probabilities for K labels gives ln K.",
                 "0 為完美；對 K 個標籤永遠給相等的機率，數值是 ln K。"},
     .misleads = {"One confident mistake can outweigh hundreds of good rows: a probability of 0 "
                  "for the truth costs 36.",
                  "一次過度自信的錯誤就可能蓋過數百列的好表現：對正確答案給出機率 0，代價是 36。"},
     .needs = Needs::probabilities,
     .better = Better::lower,
     .high = 36.04365338911715,
     .perfect = 2.220446049250313e-16,
     .family = "probabilities",
     .peer = "scikit-learn",
     .departures = kDepartures,
     .examples = kExamples});

}  // namespace shijin
