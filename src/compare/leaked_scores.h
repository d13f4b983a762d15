// Scores of the rows that a training set holds, and of the others: a run's rows added up again,
// nothing measured twice.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/evaluate.h"

namespace shijin {

/// Each metric of the evidence over all rows, over those that leak, and over the clean ones
///
/// `leaked` are data rows, ascending. The run must hold its rows; a metric of the whole set
/// (distinct-n) cannot be added up again and is left out, and so is every metric where either part
/// is empty.
std::vector<LeakedScore> leaked_scores(KeptRun& kept, const EvaluateOptions& options,
                                       const Evidence& evidence,
                                       std::span<const std::int64_t> leaked);

}  // namespace shijin
