// Traps: a run whose accuracy looks better while it has given up a label.
#pragma once

#include <vector>

#include "base/text.h"
#include "compare/compare.h"

namespace shijin {

/// A sentence for each run after the base that is at least as accurate as it, but never says a true
/// label which the base does say
std::vector<Message> accuracy_traps(const std::vector<MeasuredRun>& runs);

}  // namespace shijin
