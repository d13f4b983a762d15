// Expected cost: what one row costs on average, at the user's price for each kind of error.
#include <limits>

#include "metrics/label_cost.h"

namespace shijin {
namespace {

struct ExpectedCost : CostRule {
  using CostRule::CostRule;

  Score finish(const LabelCounts::State& state) const { return expected(*sums(state)); }
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
     1.25,
     {"by hand: one of four rows costs 5", "手算：四筆中有一筆代價為 5"},
     "0>1=5,1>0=1"},
    {"",
     kArticle,
     std::numeric_limits<double>::quiet_NaN(),
     {"by hand: no costs, no score", "手算：沒有代價，就沒有分數"}},
    {"",
     kArticle,
     std::numeric_limits<double>::quiet_NaN(),
     {"by hand: the price is missing", "手算：缺這種錯誤的代價"},
     "1>0=1"}};

}  // namespace

SJ_METRIC(
    expected_cost, ExpectedCost,
    {.title = {"Expected cost", "期望成本"},
     .summary = {"What a row costs on average, with your own price for each kind of error.",
                 "依你為每種錯誤訂的成本，平均每一列要付出多少。"},
     .reading = {"0 means no error; the unit is yours. With --prevalence the labels count as often "
                 "as they occur in use, not as in the test set.",
                 "0 表示沒有錯誤，單位由你決定。指定 --prevalence "
                 "時，各標籤依實際使用時的占比計入，而非測試集的占比。"},
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
