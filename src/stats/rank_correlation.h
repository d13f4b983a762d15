// How far two scores of the same items put them in the same order.
#pragma once

#include <optional>
#include <span>

#include "stats/interval.h"

namespace shijin {

/// A coefficient from −1 to 1 with its interval
struct RankCorrelation {
  double value;
  Bounds interval;
};

/// Spearman's ρ, ties sharing their place; the interval by Fisher's z with the error of Bonett and
/// Wright (2000). Nothing below five items or where either never differs
std::optional<RankCorrelation> spearman(std::span<const double> a, std::span<const double> b,
                                        double level);

/// Kendall's τ-b; the interval as above, with the error of Fieller et al. (1957). Takes time with
/// the square of the items
std::optional<RankCorrelation> kendall(std::span<const double> a, std::span<const double> b,
                                       double level);

}  // namespace shijin
