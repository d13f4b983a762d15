// The lines of agreement of one dimension.
#pragma once

#include <span>
#include <vector>

#include "evidence/ratings.h"
#include "rate/summary.h"

namespace shijin {

/// One dimension's ratings, items and raters numbered from 0 without gaps in what is theirs
struct DimensionRatings {
  std::span<const ItemRating> ratings;
  std::span<const std::uint64_t> item_keys;  // stream of each item's resampling weights
  std::size_t raters = 0;
};

/// Every measure of agreement, in the order of all_rating_measures()
std::vector<AgreementLine> agreement_lines(const DimensionRatings& of,
                                           const RatingOptions& options);

/// Raters whose mean would have a reliability of 0.8; 0 where the ICC does not say
std::int64_t raters_for_reliable_mean(const DimensionRatings& of);

}  // namespace shijin
