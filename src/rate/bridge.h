// From people to the machine's metrics: which of them order the texts as people do, and the texts
// on which they and people are of opposite minds.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rate/core_sample.h"
#include "stats/rank_correlation.h"

namespace shijin {

/// One metric against people's overall scores
struct BridgeLine {
  std::string key;
  std::int64_t samples = 0;
  std::optional<RankCorrelation> spearman;  // positive where the metric's better is people's better
  std::optional<RankCorrelation> kendall;
};

/// A sample on which they disagree
struct BridgeSample {
  std::string sample;
  double machine = 0;
  double people = 0;
};

/// All metrics against people; the groups are those of the first metric
struct Bridge {
  std::vector<BridgeLine> lines;
  std::vector<BridgeSample> only_machine;  // among its best third, and people give less than 3
  std::vector<BridgeSample> only_people;   // among its worst third, and people give 4 or more
};

/// Which of some items the metric and people are of opposite minds about
struct Parted {
  double low = 0;   // what the metric's worst third goes up to; as it was turned
  double high = 0;  // what its best third begins at
  std::vector<std::size_t> only_machine;
  std::vector<std::size_t> only_people;
};

/// Part items by thirds of the metric, turned so that higher is better, and by what people gave,
/// from 1 to 5; nothing where the metric hardly differs
Parted part_items(std::span<const double> turned, std::span<const double> people);

/// `people` holds each scored sample's mean overall
Bridge bridge_of(const CampaignRun& run, const MachineScores& machine,
                 const std::map<std::string, double>& people, double level);

}  // namespace shijin
