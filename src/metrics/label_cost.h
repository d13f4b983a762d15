// What expected_cost and normalised_cost share: the price of each kind of error, and how often
// each label is to be expected (Ferrer 2022).
#pragma once

#include <map>
#include <string>

#include "metrics/label_counts.h"

namespace shijin {

/// A label metric that needs costs
///
/// The cost of saying P when it is T is that of price_of(). An output that is no label costs what
/// the dearest label costs for that truth. A price that is needed but missing makes the score
/// undefined.
struct CostRule : LabelRule {
  std::map<std::string, double> costs;
  std::map<std::string, double> prevalence;

  CostRule(const Arguments&, const MetricContext& context)
      : LabelRule{context.labels}, costs(context.costs), prevalence(context.prevalence) {}

  /// The cost of a row, with labels as frequent as in deployment (or as in the test set)
  Score expected(const LabelSums& counts) const;
  /// The least cost of always saying one label
  Score least_constant(const LabelSums& counts) const;
  /// The share of each label; an Error where `prevalence` does not fit the labels of the rows
  Result<std::vector<double>> shares(const LabelSums& counts) const;
};

}  // namespace shijin
