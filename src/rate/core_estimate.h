// From the people's scores of the samples that were drawn, and the machine's scores of all, to the
// mean that people would have given to all.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/score.h"
#include "rate/campaign_pool.h"
#include "rate/campaign_result.h"
#include "rate/rating.h"
#include "stats/greg.h"
#include "stats/ppi.h"

namespace shijin {

/// One dimension of one run
struct CoreEstimate {
  std::string dimension;
  std::int64_t scored = 0;  // samples that a person scored on it
  std::int64_t drawn = 0;
  std::int64_t rows = 0;               // samples in the files
  std::optional<GregMean> greg;        // what verdicts lean on
  std::optional<PoweredMean> powered;  // PPI++; of another kind, as a check
  double powered_equal_to = 0;         // as GregMean::equal_to
};

/// The estimates of a run, by the dimensions of its ratings
///
/// A sample counts with the mean of its raters' scores. Of samples drawn but not scored yet, those
/// scored are taken to be a fair part, slice by slice. Where a slice has none scored, over all.
std::vector<CoreEstimate> core_estimates(const RatingSet& ratings, std::string_view run,
                                         std::size_t run_number, const CampaignPool& pool,
                                         double level);

/// The share of samples that are vetoed, of all from which those scored were drawn
struct VetoShare {
  double value = 0;
  double upper = 1;     // one-sided, at 95 %
  double equal_to = 0;  // scored samples drawn by plain chance that would say as much
};

/// Estimate that share from the vetoes of drawn samples
///
/// Each counts one over its probability. The bound is Clopper and Pearson's on the share of as many
/// samples as the weights are worth (Kish; Korn and Graubard 1998): it takes vetoes to be no rarer
/// among the samples that the draw preferred. Nothing where no drawn sample is scored.
std::optional<VetoShare> veto_share(const RunRatings& ratings, const CampaignPool& pool);

/// Put the estimate into the line of the dimension's mean, in place of the mean of those drawn
void put_estimate(const CoreEstimate& estimate, double level, ScoreLine& line);

}  // namespace shijin
