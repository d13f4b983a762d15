// Evaluating ratings: a table whose rows are scored by people or judges, to Evidence.
#pragma once

#include "engine/layout.h"

namespace shijin {

/// Whether a table holds ratings, and nothing else that could be evaluated
bool only_ratings(const Table& table);

/// Read every rating and sum them up; keys are human and human[dim=…]
///
/// One column a dimension: with a rater column each row is one rater's (rows of one item share its
/// id, else input and output), without one several columns of a dimension are several raters'
/// (rating:fluency:ann, fluency_1), and so are the numbers of a JSON list in a cell.
Result<Evidence> evaluate_ratings(Table& table, const EvaluateOptions& options,
                                  const EvaluateHooks& hooks);

}  // namespace shijin
