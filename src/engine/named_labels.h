// Labels that the command line names, held against those that the rows have.
#pragma once

#include <string>
#include <vector>

#include "engine/evaluate.h"
#include "metrics/label_counts.h"

namespace shijin {

/// Refuse a --positive or shares of --prevalence that fit no row, and note a cost of a label that
/// no row has, and shares that nothing rests on: they weigh costs, and thresholds of probabilities
Result<Done> check_named_labels(const EvaluateOptions& options, const LabelSums& sums,
                                bool probabilities, Notes& notes);

/// Names as one list, of which the first are written out
std::string list_of(const std::vector<std::string>& names);

}  // namespace shijin
