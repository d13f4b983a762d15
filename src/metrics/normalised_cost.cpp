// Normalised cost: the expected cost divided by that of the best system that always says one label.
#include <limits>

#include "metrics/label_cost.h"

namespace shijin {
namespace {

constexpr Text kFree{"always saying the same label costs nothing here, so nothing can be saved",
                     "在此永遠回答同一個標籤就不需任何成本，沒有可節省的空間"};

struct NormalisedCost : CostRule {
  using CostRule::CostRule;

  Score finish(const LabelCounts::State& state) const {
    const auto settled = sums(state);
    const LabelSums& counts = *settled;
    const Score cost = expected(counts);
    if (!cost.value) return cost;
    const Score least = least_constant(counts);
    if (!least.value) return least;
    if (!(*least.value > 0)) return Score::undefined(Message(kFree));
    return Score::of(*cost.value / *least.value);
  }
  Uncertainty uncertainty(const LabelCounts::State& state) const {
    const Score score = finish(state);
    if (!score.value) return no_doubt(score, state);
    return {.kind = Uncertainty::Kind::counts};
  }
};

constexpr ExampleRow kArticle[] = {{"0", "0"}, {"1", "1"}, {"1", "0"}, {"1", "1"}};
constexpr MetricExample kExamples[] = {
    {"",
     kArticle,
     2.5,
     {"by hand: 1.25, and always saying 0 costs 2/4", "手算：1.25，而一律說 0 的代價是 2/4"},
     "0>1=5,1>0=1"},
    {"",
     kArticle,
     0.5,
     {"by hand: 1/4, and always saying 0 (or 1) costs 2/4",
      "手算：1/4，而一律說 0（或 1）的代價是 2/4"},
     "*>*=1"}};

}  // namespace

SJ_METRIC(
    normalised_cost, NormalisedCost,
    {.title = {"Normalised cost", "正規化成本"},
     .summary = {"The expected cost, divided by that of the cheapest system that always gives the "
                 "same label.",
                 "期望成本除以「永遠回答同一個標籤」之中最便宜者的成本。"},
     .reading = {"0 is perfect; 1 means no better than always saying the same; above 1 it is "
                 "better not to use the model.",
                 "0 為完美；1 等同永遠回答同一個標籤；大於 1 則不如不用這個模型。"},
     .misleads = {"It is only as true as the costs and shares that were given.",
                  "成本與占比給得不準，結果就不準。"},
     .needs = Needs::labels,
     .better = Better::lower,
     .high = std::numeric_limits<double>::infinity(),
     .perfect = 0,
     .family = "labels",
     .cite = "Ferrer 2022, Analysis and comparison of classification metrics",
     .examples = kExamples,
     .per_sample = false});

}  // namespace shijin
