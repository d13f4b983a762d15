// ECE: expected calibration error, how far confidence is from the share of right answers, in bins
// of equal width (Guo et al. 2017).
#include <cmath>

#include "metrics/label_counts.h"
#include "metrics/probability_mean.h"

namespace shijin {
namespace {

struct Ece {
  struct Stat {
    double confidence;
    double gap;        // right (1) or wrong (0), minus the confidence
    std::int32_t bin;  // -1: counts nowhere
  };
  struct State {
    std::vector<ExactSum> gaps;  // a bin
    ExactSum weight;
  };

  const LabelSet* labels = nullptr;
  std::int32_t bins = 15;
  std::optional<std::string> label;

  Ece(const Arguments& arguments, const MetricContext& context)
      : labels(context.labels), bins(static_cast<std::int32_t>(arguments.integer("bins"))) {
    if (arguments.given("label")) label = arguments.text("label");
  }

  void measure_all(Samples& samples, std::span<Stat> stats) const {
    const LabelId wanted = label ? labels->find(*label) : kNoLabel;
    for (std::size_t i = 0; i < stats.size(); ++i) {
      stats[i] = label ? one_label(samples, i, wanted) : top_label(samples, i);
      if (samples.truth[i] == kNoLabel) stats[i].bin = -1;
    }
  }
  State start() const { return {std::vector<ExactSum>(static_cast<std::size_t>(bins)), {}}; }
  void add(State& state, const Stat& stat, double weight) const {
    if (stat.bin < 0) return;
    add_product(state.gaps[static_cast<std::size_t>(stat.bin)], weight, stat.gap);
    state.weight.add(weight);
  }
  void merge(State& state, const State& other) const {
    for (std::size_t i = 0; i < state.gaps.size(); ++i) state.gaps[i].merge(other.gaps[i]);
    state.weight.merge(other.weight);
  }
  Score finish(const State& state) const {
    const double weight = state.weight.value();
    if (weight == 0) return Score::undefined(no_rows());
    double sum = 0;
    for (const ExactSum& gap : state.gaps) sum += std::abs(gap.value());
    return Score::of(sum / weight);
  }
  Uncertainty uncertainty(const State& state) const {
    if (state.weight.value() == 0) return no_doubt(no_rows());
    return {.kind = Uncertainty::Kind::bootstrap};
  }

 private:
  Stat at(double confidence, bool right) const {
    const auto bin = static_cast<std::int32_t>(confidence * bins);
    return {confidence, (right ? 1.0 : 0.0) - confidence, bin < bins ? bin : bins - 1};
  }
  // The most probable label: the first of equals; of a single column, its label from ½ on.
  Stat top_label(const Samples& samples, std::size_t row) const {
    const std::size_t classes = samples.classes.size();
    const double* given = &samples.probabilities[row * classes];
    if (classes == 1) {
      const bool said = *given >= 0.5;
      const bool is = samples.truth[row] == samples.classes[0];
      return at(said ? *given : 1 - *given, said == is);
    }
    std::size_t best = 0;
    for (std::size_t k = 1; k < classes; ++k) {
      if (given[k] > given[best]) best = k;
    }
    return at(given[best], samples.truth[row] == samples.classes[best]);
  }
  Stat one_label(const Samples& samples, std::size_t row, LabelId wanted) const {
    const std::size_t classes = samples.classes.size();
    const bool right = samples.truth[row] == wanted;
    for (std::size_t k = 0; k < classes; ++k) {
      if (samples.classes[k] == wanted) return at(samples.probabilities[row * classes + k], right);
    }
    if (classes == 1) return at(1 - samples.probabilities[row], right);
    return {0, 0, -1};
  }
};

constexpr ParameterInfo kParameters[] = {
    {.name = "bins",
     .summary = {"how many bins of equal width the confidences fall into",
                 "把信心值分成幾個等寬區間"},
     .kind = ParameterKind::integer,
     .fallback = "15",
     .low = 1,
     .high = 1000},
    {.name = "label",
     .summary = {"look at the probability of this label instead of the most probable one",
                 "改看這個標籤的機率，而非機率最高的標籤"},
     .kind = ParameterKind::label,
     .fallback = ""}};
constexpr ExampleRow kRows[] = {{"1", "1", "", "0=0.25,1=0.75"},
                                {"1", "0", "", "0=0.25,1=0.75"},
                                {"0", "0", "", "0=0.875,1=0.125"},
                                {"1", "1", "", "0=0.375,1=0.625"}};
constexpr MetricExample kExamples[] = {
    {"bins=5",
     kRows,
     0.0625,
     {"by hand: |0.25 - 0.75 + 0.375| in [0.6, 0.8) and |0.125| in [0.8, 1], over 4 rows",
      "手算：[0.6, 0.8) 為 |0.25 - 0.75 + 0.375|，[0.8, 1] 為 |0.125|，除以 4 筆"}},
    {"bins=2,label=1",
     kRows,
     0.0625,
     {"by hand: |-0.125| in [0, 0.5) and |0.25 - 0.75 + 0.375| in [0.5, 1], over 4 rows",
      "手算：[0, 0.5) 為 |-0.125|，[0.5, 1] 為 |0.25 - 0.75 + 0.375|，除以 4 筆"}}};

}  // namespace

SJ_METRIC(
    ece, Ece,
    {.title = {"Calibration error", "校準誤差"},
     .summary = {"How far the model's confidence is from how often it is right, averaged over bins "
                 "of confidence.",
                 "模型的信心與實際答對的比例相差多少，依信心區間取平均。"},
     .reading = {"0.1 means that the stated confidence is off by 10 points on average; 0 is "
                 "perfect.",
                 "0.1 表示信心平均偏差 10 個百分點；0 為完美。"},
     .misleads = {"Few rows make it too high, and it depends on the bins; a model that always "
                  "gives the base rate scores 0 and is useless.",
                  "列數少時數值偏高，且取決於區間數；永遠回答基本占比的模型得 0，卻毫無用處。"},
     .needs = Needs::probabilities,
     .better = Better::lower,
     .perfect = 0,
     .family = "probabilities",
     .cite = "Guo et al. 2017, On calibration of modern neural networks",
     .parameters = kParameters,
     .examples = kExamples});

}  // namespace shijin
