// Leakage in words, for a check that has no other evidence.
#pragma once

#include <vector>

#include "evidence/evidence.h"

namespace shijin {

/// What evidence.leakage says, in at most one finding; of the rest only the task, the labels and
/// the verdict are read
std::vector<Finding> leakage_findings(const Evidence& evidence);

}  // namespace shijin
