// Prices of errors, and the shares of labels.
#include "metrics/label_cost.h"

#include <algorithm>

#include "base/numbers.h"
#include "evidence/cost.h"

namespace shijin {
namespace {

constexpr Text kNoCosts{"no costs are given: add --cost '0>1=5,1>0=1'",
                        "沒有給定成本：請加上 --cost '0>1=5,1>0=1'"};
constexpr Text kNoPrice{
    "the cost of saying \"{1}\" when it is \"{0}\" is not given: add it to "
    "--cost as '{0}>{1}=…'",
    "沒有給定「實為 {0} 卻說成 {1}」的成本：請在 --cost 補上 '{0}>{1}=…'"};
constexpr Text kShareUnknown{"the share of label \"{0}\" is given, but no row is truly so",
                             "指定了標籤「{0}」的占比，但沒有任何一列的真實標籤是它"};
constexpr Text kShareSum{"the shares given add up to {0}; they cannot exceed 1",
                         "指定的占比總和為 {0}，不能超過 1"};
constexpr Text kShareRest{
    "the shares given add up to {0}, and no other label is there for the rest",
    "指定的占比總和為 {0}，且沒有其他標籤可分配剩餘的占比"};

Error share_error(Message found) {
  Error error;
  error.name = "prevalence-invalid";
  error.found = std::move(found);
  return error;
}

}  // namespace

// The share of each label: as given, and the rest in proportion to the test set.
Result<std::vector<double>> CostRule::shares(const LabelSums& counts) const {
  double given = 0;
  double rest = 0;
  std::vector<double> rows;
  for (std::size_t i = 0; i < counts.labels.size(); ++i) {
    rows.push_back(counts.labels[i].truth);
    const auto found = prevalence.find(std::string(counts.names[i]));
    (found == prevalence.end() ? rest : given) +=
        found == prevalence.end() ? rows.back() : found->second;
  }
  for (const auto& [label, share] : prevalence) {
    const int at = counts.find(label);
    const bool seen = at >= 0 && counts.labels[static_cast<std::size_t>(at)].truth > 0;
    if (share > 0 && !seen) return share_error(Message(kShareUnknown, {label}));
  }
  if (given > 1 + 1e-9) return share_error(Message(kShareSum, {fixed(given, 4)}));
  if (rest == 0 && given < 1 - 1e-9) return share_error(Message(kShareRest, {fixed(given, 4)}));
  return shares_in_use(prevalence, counts.names, rows);
}

Score CostRule::expected(const LabelSums& counts) const {
  if (costs.empty()) return Score::undefined(Message(kNoCosts));
  if (counts.total == 0) return Score::undefined(no_rows());
  const Result<std::vector<double>> share = shares(counts);
  if (!share.ok()) return Score::undefined(share.error().found);
  double sum = 0;
  for (const auto& [truth, predicted, count] : counts.cells) {
    if (truth == LabelSums::kOther) continue;
    std::optional<double> cost;
    std::string_view said = "*";
    if (predicted != LabelSums::kOther) {
      said = counts.names[predicted];
      cost = price_of(costs, counts.names[truth], said);
    } else {
      for (const std::string_view label : counts.names) {
        const auto one = price_of(costs, counts.names[truth], label);
        if (one && (!cost || *one > *cost)) cost = one;
      }
    }
    if (!cost) return Score::undefined(Message(kNoPrice, {counts.names[truth], said}));
    sum += *cost * (*share)[truth] * (count / counts.labels[truth].truth);
  }
  return Score::of(sum);
}

Score CostRule::least_constant(const LabelSums& counts) const {
  if (costs.empty()) return Score::undefined(Message(kNoCosts));
  if (counts.total == 0) return Score::undefined(no_rows());
  const Result<std::vector<double>> share = shares(counts);
  if (!share.ok()) return Score::undefined(share.error().found);
  std::optional<double> least;
  for (const std::string_view said : counts.names) {
    double sum = 0;
    for (std::size_t i = 0; i < counts.names.size(); ++i) {
      if (counts.labels[i].truth == 0) continue;
      const auto cost = price_of(costs, counts.names[i], said);
      if (!cost) return Score::undefined(Message(kNoPrice, {counts.names[i], said}));
      sum += *cost * (*share)[i];
    }
    if (!least || sum < *least) least = sum;
  }
  if (!least) return Score::undefined(no_rows());
  return Score::of(*least);
}

}  // namespace shijin
