// Slices of a comparison: sets of rows that a run lost, or gained, more of than elsewhere.
#pragma once

#include <vector>

#include "compare/compare.h"

namespace shijin {

/// Search the base's rows for slices where answers flipped, by the flips of the runs after it
///
/// Only of classification with inputs, metadata or both, and measured now: a stored run keeps no
/// texts. Of many runs the four best placed are searched, the others' slices are not.
std::vector<ComparedSlice> compared_slices(const MeasuredRun& base, const Comparison& comparison,
                                           std::size_t threads);

}  // namespace shijin
