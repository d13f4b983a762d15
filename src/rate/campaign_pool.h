// Pool: the samples that a campaign's were drawn from, with the machine's scores of all and the
// probability with which each was drawn. It is kept with the campaign, so that the draw can be
// checked and the estimate made by anybody.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace shijin {

/// One sample of the files
struct PoolSample {
  std::string sample;           // its id
  std::string slice;            // "" without slices
  double probability = 1;       // of being drawn
  double risk = 1;              // above 0
  bool drawn = false;           // into the core
  std::vector<double> machine;  // its score in each run
};

struct CampaignPool {
  std::vector<PoolSample> samples = {};  // in the order of the first file

  bool empty() const { return samples.empty(); }
};

/// The version of the rule by which probabilities are made; kept with each campaign
inline constexpr int kDrawRule = 1;

}  // namespace shijin
