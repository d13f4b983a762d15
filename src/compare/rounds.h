// Rounds: what was set otherwise in each run, and how each metric went from run to run.
#pragma once

#include <vector>

#include "evidence/comparison.h"

namespace shijin {

/// Settings of each run that are not the base's, where both runs' trainers left any
std::vector<SettingChange> config_differences(const std::vector<ComparedRun>& runs);

/// Each metric by run, with the best so far; runs in the order given
std::vector<Trend> trend_of(const std::vector<const Evidence*>& runs);

}  // namespace shijin
