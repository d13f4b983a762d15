// The machine's scores of the rows of a run, for `shijin rate`.
#pragma once

#include "cli/command.h"

namespace shijin::cli {

/// Score every row of a run's file: by the column or the metric called `key`, else by the first
/// metric of the panel that tells rows apart; the other metrics of the panel stand behind it
Result<MachineScores> machine_scores(const CampaignRun& run, const std::string& key,
                                     const std::vector<std::pair<std::string, std::string>>& map);

}  // namespace shijin::cli
