// Comparable: whether runs may be compared at all, beyond their rows: the same signatures, the same
// options, outputs decoded alike.
#pragma once

#include <vector>

#include "compare/compare.h"

namespace shijin {

/// Refuse runs whose metrics have other signatures, that were evaluated with other options, or,
/// when `decoding` asks, whose trainers say that the outputs were decoded otherwise; the first
/// difference is named
Result<Done> check_comparable(const std::vector<MeasuredRun>& runs, Decoding decoding);

}  // namespace shijin
