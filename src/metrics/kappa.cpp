// Kappa: Cohen's agreement between truth and prediction beyond what chance would give, also with
// weights for labels that form a scale (Cohen 1960, 1968).
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/numbers.h"
#include "metrics/label_counts.h"

namespace shijin {
namespace {

constexpr std::size_t kScale = 1'000;  // labels that can form a scale
constexpr Text kTooMany{"{0} labels are no scale that weights could be for",
                        "{0} 個標籤不可能是一個能加權的量尺"};
constexpr Text kOneLabel{"only one label occurs, so chance alone would agree everywhere",
                         "只出現一個標籤，純靠巧合也會完全一致"};

struct Kappa : LabelRule {
  enum class Weights : std::uint8_t { none, linear, quadratic };
  Weights weights = Weights::none;

  Kappa(const Arguments& arguments, const MetricContext& context) : LabelRule{context.labels} {
    const std::string& name = arguments.text("weights");
    if (name == "linear") weights = Weights::linear;
    if (name == "quadratic") weights = Weights::quadratic;
  }

  Score finish(const LabelCounts::State& state) const {
    const auto settled = sums(state);
    const LabelSums& counts = *settled;
    if (counts.total == 0) return Score::undefined(no_rows());
    if (weights != Weights::none && counts.names.size() > kScale) {
      return Score::undefined(Message(kTooMany, {std::to_string(counts.names.size())}));
    }
    const std::vector<double> steps = places(counts);
    double observed = 0;
    for (const auto& [truth, predicted, count] : counts.cells) {
      observed += distance(steps, truth, predicted) * count;
    }
    const double chance = weights == Weights::none ? differ(counts) : expected(counts, steps);
    if (chance == 0) return Score::undefined(Message(kOneLabel));
    return Score::of(1 - observed / (chance / counts.total));
  }
  Uncertainty uncertainty(const LabelCounts::State& state) const {
    const Score score = finish(state);
    if (!score.value) return no_doubt(score, state);
    return {.kind = Uncertainty::Kind::counts};
  }

 private:
  // Where each label stands on the scale: in the order given, else by number, else by name.
  std::vector<double> places(const LabelSums& counts) const {
    std::vector<std::size_t> order(counts.names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> sorted_by(order.size());
    bool numbers = true;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const auto number = parse_number(counts.names[i]);
      numbers = numbers && number.has_value();
      sorted_by[i] = number.value_or(0);
    }
    if (labels->closed()) {
      for (std::size_t i = 0; i < order.size(); ++i) sorted_by[i] = counts.ids[i];
    }
    if (labels->closed() || numbers) {
      std::stable_sort(order.begin(), order.end(),
                       [&](std::size_t a, std::size_t b) { return sorted_by[a] < sorted_by[b]; });
    }
    std::vector<double> steps(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) steps[order[i]] = static_cast<double>(i);
    return steps;
  }

  // An output that is no label is as far off as the scale is long.
  double distance(const std::vector<double>& steps, std::uint32_t a, std::uint32_t b) const {
    if (a == b) return 0;
    if (weights == Weights::none) return 1;
    const bool other = a == LabelSums::kOther || b == LabelSums::kOther;
    const double apart = other ? std::max(1.0, static_cast<double>(steps.size()) - 1)
                               : std::abs(steps[a] - steps[b]);
    return weights == Weights::linear ? apart : apart * apart;
  }

  // Sum of truth_i × predicted_j over i ≠ j, from both sides so that it is 0 only when it must be.
  static double differ(const LabelSums& counts) {
    double sum = 0;
    double before = counts.predicted_other;
    for (const LabelTally& label : counts.labels) {
      sum += label.truth * before;
      before += label.predicted;
    }
    double after = 0;
    for (auto label = counts.labels.rbegin(); label != counts.labels.rend(); ++label) {
      sum += label->truth * after;
      after += label->predicted;
    }
    return sum + counts.truth_other * after;
  }

  double expected(const LabelSums& counts, const std::vector<double>& steps) const {
    const auto size = static_cast<std::uint32_t>(counts.labels.size());
    double sum = 0;
    for (std::uint32_t i = 0; i < size; ++i) {
      for (std::uint32_t j = 0; j < size; ++j) {
        sum += distance(steps, i, j) * counts.labels[i].truth * counts.labels[j].predicted;
      }
      const double far = distance(steps, i, LabelSums::kOther);
      sum += far * (counts.labels[i].truth * counts.predicted_other +
                    counts.truth_other * counts.labels[i].predicted);
    }
    return sum;
  }
};

constexpr ParameterInfo kParameters[] = {
    {.name = "weights",
     .summary = {"how much worse a far label is than a near one: none, linear or quadratic",
                 "離得遠的標籤比離得近的嚴重多少：none 不加權、linear 線性、quadratic 平方"},
     .kind = ParameterKind::choice,
     .fallback = "none",
     .choices = "none|linear|quadratic"}};
constexpr ExampleRow kArticle[] = {{"0", "0"}, {"1", "1"}, {"1", "0"}, {"1", "1"}};
constexpr ExampleRow kScaled[] = {{"1", "1"}, {"2", "2"}, {"2", "5"}, {"5", "5"}};
constexpr ExampleRow kNumbers[] = {{"1", "2"}, {"2", "2"}, {"10", "10"}, {"2", "10"}};
constexpr ExampleRow kOne[] = {{"1", "1"}, {"1", "1"}};
constexpr MetricExample kExamples[] = {
    {"",
     kArticle,
     0.5,
     {"by hand: 3/4 agree, and by chance 2/4 · 1/4 + 2/4 · 3/4 = 1/2 would: (3/4 − 1/2) / (1 − "
      "1/2)",
      "手算：3/4 一致，光憑巧合會有 2/4 · 1/4 + 2/4 · 3/4 = 1/2 一致：(3/4 − 1/2) / (1 − 1/2)"}},
    {"weights=quadratic", kScaled, 0.8, "scikit-learn 1.9.1"},
    {"weights=linear",
     kNumbers,
     0.3333333333333333,
     {"scikit-learn 1.9.1 on whole numbers", "scikit-learn 1.9.1，標籤給整數"}},
    {"",
     kOne,
     std::numeric_limits<double>::quiet_NaN(),
     {"scikit-learn 1.9.1 gives NaN", "scikit-learn 1.9.1 得 NaN"}}};

constexpr Text kDepartures[] = {
    {"Labels that are all numbers stand in order of number, also when scikit-learn would get them "
     "as text; with --labels they stand in the order given.",
     "標籤全為數字時依數值排列，即使 scikit-learn 會把它們當作文字；指定 --labels "
     "時依指定的順序。"},
    {"Outputs that are no label count as disagreement, the farthest one; with labels given "
     "scikit-learn drops those rows.",
     "無法解析為標籤的輸出視為不一致，且距離最遠；scikit-learn 在指定標籤時會直接丟掉這些列。"}};

}  // namespace

SJ_METRIC(
    kappa, Kappa,
    {.title = {"Cohen's kappa", "Cohen 的 kappa 係數"},
     .summary = {"How far truth and prediction agree beyond what chance would give.",
                 "真實與預測的一致程度，扣除巧合造成的部分。"},
     .reading = {"1 is full agreement, 0 is what chance gives, below 0 is worse than chance. With "
                 "linear or quadratic weights a near miss on a scale costs less.",
                 "1 為完全一致，0 等於巧合，小於 0 比巧合還差。使用 linear 或 quadratic "
                 "加權時，量尺上差一點的錯誤罰得較輕。"},
     .misleads = {"With weights it depends on the whole scale: a star that never occurs must be "
                  "named with --labels. Under strong imbalance it is low even for good models.",
                  "加權時結果取決於整個量尺：從未出現的星等也要用 --labels "
                  "寫出。類別極不平衡時，好模型的數值也偏低。"},
     .needs = Needs::labels,
     .low = -1,
     .family = "labels",
     .cite = "Cohen 1960, A coefficient of agreement for nominal scales",
     .peer = "scikit-learn",
     .departures = kDepartures,
     .parameters = kParameters,
     .examples = kExamples,
     .symmetric = true,
     .per_sample = false});

}  // namespace shijin
