// From choices between two texts to which run is preferred, how surely, and whether length or the
// side on which a text stood had a part in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rate/campaign.h"
#include "stats/bradley_terry.h"
#include "stats/win_rate.h"

namespace shijin {

/// One run against another
struct PairLine {
  std::size_t run = 0;  // the later one of the line
  std::size_t base = 0;
  std::int64_t wins = 0;
  std::int64_t ties = 0;
  std::int64_t losses = 0;
  std::int64_t apart = 0;         // texts on which raters differ
  std::int64_t settled_wins = 0;  // … and what the owner settled of them, which changes no rate
  std::int64_t settled_ties = 0;
  std::int64_t settled_losses = 0;
  std::optional<WinRate> rate;                 // of `run`, ties half; over samples
  std::optional<LengthControlled> controlled;  // the same between texts of one length
};

/// All that choices say
struct PairResult {
  std::vector<PairLine> pairs;           // every two runs, the earlier as the base
  std::optional<BradleyTerry> strength;  // of the runs, in their order
  std::optional<WinRate> left;           // how often the left side is chosen
  std::int64_t choices = 0;
};

/// What the choices of core items come to; those of one sample are taken as one cluster
PairResult pair_result(const Campaign& campaign, const RatingTable& ratings, double level);

}  // namespace shijin
