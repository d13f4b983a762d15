// Beside: what of several runs can be read off their scores and tables without any test.
#pragma once

#include <optional>

#include "evidence/comparison.h"

namespace shijin {

/// Runs that no other beats on one metric without losing on another, from three runs and two
/// metrics on; metrics of one label alone count only where there are no others
std::optional<Pareto> pareto_of(const Comparison& comparison);

/// How many rows more `after` has in each cell than `before`; nothing without a table of labels
std::optional<ConfusionDifference> confusion_difference(const Evidence& before,
                                                        const Evidence& after, std::size_t run);

}  // namespace shijin
