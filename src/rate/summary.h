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
};

/// Means as score lines under the keys human and human[dim=…], and the facts beside them
struct RatingSummary {
  std::vector<ScoreLine> means;
  RatingFacts facts;
};

/// Sum ratings up
///
/// Means: Student's t with the error of whole items (CR1). Agreement: Gwet's own interval, the F
/// interval of an ICC, else 1,000 Poisson resamples of items. Equal ratings and seed give equal
/// results on any number of threads.
RatingSummary summarise(const RatingSet& ratings, const RatingOptions& options);

/// The key of a dimension's mean: human[dim=fluency]
std::string rating_key(std::string_view dimension);

}  // namespace shijin
