// Murphy's (1973) parts of the Brier score: reliability − resolution + uncertainty, by bins of
// equal width of each label's probability.
#include <algorithm>
#include <limits>

#include "metrics/label_counts.h"
#include "metrics/probability_rows.h"

namespace shijin {
namespace {

constexpr Text kNoColumns{"{0} needs a probability column for each label",
                          "{0} 需要每個標籤各有一欄機率"};
constexpr Text kColumnHelp{"name the columns: --map probability:LABEL=COLUMN",
                           "請指定欄位：--map probability:標籤=欄位"};
constexpr Text kTruthWithoutColumn{
    "some rows are truly \"{0}\", but no column holds its probability",
    "有些列的真實標籤是「{0}」，卻沒有欄位提供它的機率"};

enum class Part : std::uint8_t { reliability, resolution, uncertainty };

// What a bin holds: its weight, the probabilities in it and the rows that are truly of the label.
struct Cell {
  ExactSum weight;
  ExactSum probability;
  ExactSum truth;
};

struct Sums {
  double weight = 0;
  double probability = 0;
  double truth = 0;
};

struct BrierParts {
  static constexpr std::size_t kMostRedrawn = 20'000;  // probabilities

  LabelSet* labels = nullptr;
  std::vector<std::string> classes;
  std::size_t bins = 15;
  Part part = Part::reliability;

  static Result<BrierParts> read(std::string_view metric, Part part, const Arguments& arguments,
                                 const MetricContext& context) {
    if (!context.classes.empty()) {
      return BrierParts{context.labels, context.classes,
                        static_cast<std::size_t>(arguments.integer("bins")), part};
    }
    Error error;
    error.name = "metric-needs-column";
    error.found = Message(kNoColumns, {metric});
    error.help = Message(kColumnHelp);
    return error;
  }

  ProbabilityRows shared() const { return {classes.size(), labels}; }
  std::string shared_key() const { return "probabilities"; }

  Score finish(const ProbabilityRows::State& state) const { return score(state, {}); }

  Uncertainty uncertainty(const ProbabilityRows::State& state) const {
    const std::size_t rows = state.truth.size();
    if (shared().resampled(state) && rows * classes.size() <= kMostRedrawn) {
      const Score known = finish(state);
      if (!known.value) return no_doubt(known.undefined_because);
      return {.kind = Uncertainty::Kind::bootstrap};
    }
    const std::vector<double> contribution = contributions(state);
    if (contribution.empty()) return no_doubt(finish(state).undefined_because);
    ExactSum total;
    ExactSum variance;
    for (std::size_t i = 0; i < rows; ++i) {
      total.add(state.weight[i]);
      variance.add(state.weight[i] * contribution[i] * contribution[i]);
    }
    return {.kind = Uncertainty::Kind::mean,
            .a = *finish(state).value,
            .b = variance.value() * total.value(),
            .c = total.value()};
  }

  std::vector<double> contributions(const ProbabilityRows::State& state) const {
    std::vector<double> contribution(state.truth.size());
    if (!score(state, contribution).value) return {};
    return contribution;
  }

 private:
  // A single column is the probability of its label, and of the other one what is left.
  std::size_t sides() const { return std::max<std::size_t>(2, classes.size()); }
  double probability(const ProbabilityRows::State& state, std::size_t row, std::size_t side) const {
    const double p = state.probabilities[row * classes.size() + std::min(side, classes.size() - 1)];
    return side < classes.size() ? p : 1 - p;
  }
  bool is_true(const ProbabilityRows::State& state, std::size_t row, std::size_t side,
               std::span<const LabelId> ids) const {
    return side < ids.size() ? state.truth[row] == ids[side] : state.truth[row] != ids[0];
  }
  std::size_t bin_of(double p) const {
    const auto bin = static_cast<std::size_t>(std::max(0.0, p) * static_cast<double>(bins));
    return std::min(bin, bins - 1);
  }

  // The score, and what each row moves it by where `contribution` has room.
  Score score(const ProbabilityRows::State& state, std::span<double> contribution) const {
    if (state.truth.empty()) return Score::undefined(no_rows());
    std::vector<LabelId> ids;
    for (const std::string& name : classes) ids.push_back(labels->find(name));
    for (const LabelId truth : state.truth) {
      if (classes.size() > 1 && std::find(ids.begin(), ids.end(), truth) == ids.end()) {
        return Score::undefined(Message(kTruthWithoutColumn, {labels->name(truth)}));
      }
    }
    double sum = 0;
    for (std::size_t side = 0; side < sides(); ++side) {
      sum += one_label(state, side, ids, contribution);
    }
    return Score::of(sides() == 2 ? sum / 2 : sum);
  }

  double one_label(const ProbabilityRows::State& state, std::size_t side,
                   std::span<const LabelId> ids, std::span<double> contribution) const {
    std::vector<Cell> cells(bins);
    Cell all;
    for (std::size_t i = 0; i < state.truth.size(); ++i) {
      const double weight = state.weight[i];
      const double p = probability(state, i, side);
      Cell& cell = cells[bin_of(p)];
      cell.weight.add(weight);
      cell.probability.add(weight * p);
      all.weight.add(weight);
      if (!is_true(state, i, side, ids)) continue;
      cell.truth.add(weight);
      all.truth.add(weight);
    }
    std::vector<Sums> sums;
    for (const Cell& cell : cells) {
      sums.push_back({cell.weight.value(), cell.probability.value(), cell.truth.value()});
    }
    const double weight = all.weight.value();
    const double base = all.truth.value() / weight;
    double value = part == Part::uncertainty ? base * (1 - base) : 0;
    for (const Sums& bin : sums) value += in_bin(bin, base) / weight;
    for (std::size_t i = 0; i < contribution.size(); ++i) {
      const double p = probability(state, i, side);
      const double is = is_true(state, i, side, ids) ? 1 : 0;
      const double moved = derivative(sums[bin_of(p)], base, p, is, value) / weight;
      contribution[i] += sides() == 2 ? moved / 2 : moved;
    }
    return value;
  }

  // Weight × (mean probability − rate)², or weight × (rate − base rate)².
  double in_bin(const Sums& bin, double base) const {
    if (bin.weight == 0 || part == Part::uncertainty) return 0;
    const double apart =
        part == Part::reliability ? bin.probability - bin.truth : bin.truth - bin.weight * base;
    return apart * apart / bin.weight;
  }

  double derivative(const Sums& bin, double base, double p, double is, double value) const {
    if (part == Part::uncertainty) return (1 - 2 * base) * (is - base);
    // Of weight × g² with g the bin's mean gap: 2 g × (the row's gap) − g², less the mean. That the
    // base rate moves as well adds nothing, since the gaps to it sum to nothing.
    const double gap = part == Part::reliability ? (bin.probability - bin.truth) / bin.weight
                                                 : bin.truth / bin.weight - base;
    const double own = part == Part::reliability ? p - is : is - base;
    return 2 * gap * own - gap * gap - value;
  }
};

struct BrierReliability : BrierParts {
  static Result<BrierReliability> make(const Arguments& arguments, const MetricContext& context) {
    return BrierReliability{
        SJ_TRY(read("brier_reliability", Part::reliability, arguments, context))};
  }
};
struct BrierResolution : BrierParts {
  static Result<BrierResolution> make(const Arguments& arguments, const MetricContext& context) {
    return BrierResolution{SJ_TRY(read("brier_resolution", Part::resolution, arguments, context))};
  }
};
struct BrierUncertainty : BrierParts {
  static Result<BrierUncertainty> make(const Arguments& arguments, const MetricContext& context) {
    return BrierUncertainty{
        SJ_TRY(read("brier_uncertainty", Part::uncertainty, arguments, context))};
  }
};

constexpr ParameterInfo kParameters[] = {
    {.name = "bins",
     .summary = {"how many bins of equal width each label's probabilities fall into",
                 "把各標籤的機率分成幾個等寬區間"},
     .kind = ParameterKind::integer,
     .fallback = "15",
     .low = 1,
     .high = 1000}};

// Of label 1: 0.2 thrice, once true, and 0.8 twice, both true; the base rate is 3/5. Label 0 is its
// mirror, and the two are halved.
constexpr ExampleRow kRows[] = {{"0", "0", "", "0=0.8,1=0.2"},
                                {"0", "0", "", "0=0.8,1=0.2"},
                                {"0", "1", "", "0=0.8,1=0.2"},
                                {"1", "1", "", "0=0.2,1=0.8"},
                                {"1", "1", "", "0=0.2,1=0.8"}};
constexpr ExampleRow kThree[] = {{"a", "a", "", "a=0.7,b=0.2,c=0.1"},
                                 {"b", "b", "", "a=0.3,b=0.6,c=0.1"}};
constexpr MetricExample kReliable[] = {
    {"",
     kRows,
     2.0 / 75,
     {"by hand: (3 · (0.2 − 1/3)² + 2 · (0.8 − 1)²) / 5",
      "手算：(3 · (0.2 − 1/3)² + 2 · (0.8 − 1)²) / 5"}},
    {"bins=2",
     kThree,
     0.2,
     {"by hand: a (0.3² + 0.3²) / 2, b (0.2² + 0.4²) / 2, c 0.1²",
      "手算：a 為 (0.3² + 0.3²) / 2，b 為 (0.2² + 0.4²) / 2，c 為 0.1²"}}};
constexpr MetricExample kResolved[] = {{"",
                                        kRows,
                                        8.0 / 75,
                                        {"by hand: (3 · (1/3 − 3/5)² + 2 · (1 − 3/5)²) / 5",
                                         "手算：(3 · (1/3 − 3/5)² + 2 · (1 − 3/5)²) / 5"}},
                                       {"bins=2",
                                        kThree,
                                        0.5,
                                        {"by hand: a and b (0.5² + 0.5²) / 2 each, c 0",
                                         "手算：a 與 b 各為 (0.5² + 0.5²) / 2，c 為 0"}}};
constexpr MetricExample kUncertain[] = {
    {"", kRows, 0.24, {"by hand: 3/5 · 2/5", "手算：3/5 · 2/5"}},
    {"",
     kThree,
     0.5,
     {"by hand: a and b 1/2 · 1/2 each, c 0", "手算：a 與 b 各為 1/2 · 1/2，c 為 0"}}};

constexpr std::string_view kMurphy = "Murphy 1973, A new vector partition of the probability score";
constexpr Text kBinned{
    "Reliability − resolution + uncertainty is the Brier score of probabilities replaced by the "
    "mean of their bin; what they vary within a bin is left out.",
    "可靠度 − 解析度 + 不確定性，等於把機率換成所屬區間的平均後的 Brier "
    "分數；機率在區間內的差異不計入。"};

}  // namespace

SJ_METRIC(
    brier_reliability, BrierReliability,
    {.title = {"Brier score, reliability", "Brier 分數的可靠度"},
     .summary = {"The part of the Brier score that comes from probabilities that do not say how "
                 "often they come true.",
                 "Brier 分數中，因機率與實際發生比例不符而來的部分。"},
     .reading = {"0 is perfect: of the rows given 0.8, 80 % come true. A temperature can mend it.",
                 "0 為完美：得到 0.8 的樣本有 80 % 成真。可以用溫度校準。"},
     .misleads = kBinned,
     .needs = Needs::probabilities,
     .better = Better::lower,
     .high = 2,
     .perfect = 0,
     .family = "probabilities",
     .cite = kMurphy,
     .parameters = kParameters,
     .examples = kReliable,
     .per_sample = false});

SJ_METRIC(
    brier_resolution, BrierResolution,
    {.title = {"Brier score, resolution", "Brier 分數的解析度"},
     .summary = {"How far the probabilities part rows that come true often from rows that seldom "
                 "do; it lowers the Brier score.",
                 "機率能把常成真與少成真的樣本分開多少；它會降低 Brier 分數。"},
     .reading = {"Higher is better; at most the uncertainty. 0 says no more than the base rate.",
                 "越高越好，最多等於不確定性；0 表示不比基本占比多說什麼。"},
     .misleads = kBinned,
     .needs = Needs::probabilities,
     .perfect = std::numeric_limits<double>::quiet_NaN(),  // the uncertainty of the test set
     .family = "probabilities",
     .cite = kMurphy,
     .parameters = kParameters,
     .examples = kResolved,
     .per_sample = false});

SJ_METRIC(
    brier_uncertainty, BrierUncertainty,
    {.title = {"Brier score, uncertainty", "Brier 分數的不確定性"},
     .summary = {"The Brier score of always answering with the shares of the labels in the test "
                 "set.",
                 "永遠以測試集中各標籤占比作答時的 Brier 分數。"},
     .reading = {"It is a property of the test set, not of the model: with two labels 0.25 where "
                 "they are equally many.",
                 "這是測試集的性質，與模型無關：兩個標籤各半時為 0.25。"},
     .misleads = {"Brier scores of test sets with different uncertainty cannot be compared.",
                  "不確定性不同的測試集，Brier 分數不能互相比較。"},
     .needs = Needs::probabilities,
     .better = Better::neither,
     .perfect = std::numeric_limits<double>::quiet_NaN(),
     .family = "probabilities",
     .cite = kMurphy,
     .parameters = kParameters,
     .examples = kUncertain,
     .per_sample = false});

}  // namespace shijin
