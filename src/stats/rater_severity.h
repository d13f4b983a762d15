// Strict and lenient raters told apart from good and bad items: score = item + rater + rest.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stats/agreement.h"

namespace shijin {

/// Least squares; items and raters are numbered from 0
struct RaterSeverity {
  std::vector<double> items;   // the score by the average rater
  std::vector<double> raters;  // added by each rater; positive is lenient, the mean is 0
};

/// Nothing when an item or rater has no rating, or when some raters share no item with the others,
/// not even through third ones: their levels cannot be compared then
std::optional<RaterSeverity> rater_severity(std::span<const ItemRating> ratings, std::size_t items,
                                            std::size_t raters);

}  // namespace shijin
