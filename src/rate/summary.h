// Summary of ratings: the mean of each dimension with its interval, how far raters agree, and who
// is strict or lenient.
#pragma once

#include <cstdint>
#include <vector>

#include "evidence/ratings.h"
#include "evidence/score.h"
#include "rate/rating.h"

namespace shijin {

struct RatingOptions {
  std::uint64_t seed = 0;
  std::size_t threads = 1;
  double level = 0.95;
  std::vector<std::uint64_t> clusters = {};  // key of each item's, by number; empty: items alone
};

/// Means as score lines under the keys human and human[dim=…], and the facts beside them
struct RatingSummary {
  std::vector<ScoreLine> means;
  RatingFacts facts;
};

/// Sum ratings up
///
/// Means: Student's t with the error of whole items (CR1). Agreement: Gwet's own interval, the F
/// interval of an ICC, else 1,000 Poisson resamples of items. Clusters of items are drawn whole,
/// and those two, which take items to stand alone, have no interval then. Equal ratings and seed
/// give equal results on any number of threads.
RatingSummary summarise(const RatingSet& ratings, const RatingOptions& options);

}  // namespace shijin
