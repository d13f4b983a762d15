// The machine's scores of the rows of a run, by which samples are drawn and estimates lean on it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rate/core_sample.h"

namespace shijin {

/// Score every row of a run's file: by the column or the metric called `key`, else by the first
/// metric of the panel that tells rows apart; the other metrics of the panel stand behind it
Result<MachineScores> machine_scores(const CampaignRun& run, const std::string& key,
                                     const std::vector<std::pair<std::string, std::string>>& map);

}  // namespace shijin
