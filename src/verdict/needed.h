// How many times the rows would have to grow, at the same rates, for an interval to say more.
#pragma once

#include <optional>

#include "evidence/score.h"

namespace shijin {

/// Tell whether the interval holds the score; resampling a biased statistic may miss it
bool holds_score(const ScoreLine& line);

/// Tell whether the interval says anything: it holds the score, and does not come from a few rows
/// that all score the same
bool tells_spread(const ScoreLine& line);

/// The factor ≥ 1 at which the line's interval lies wholly on one side of the bar; nothing when it
/// has no interval, when the value lies on the bar, or when the spread cannot be known
///
/// Wilson and t intervals are worked out anew at the larger count; the arms of any other interval
/// shrink with the root of the rows.
std::optional<double> factor_to_clear(const ScoreLine& line, double bar);

/// The factor at which a difference of `step` from the value, up or down, would be told
std::optional<double> factor_to_resolve(const ScoreLine& line, double step);

/// The factor at which the interval is at most `width` across
std::optional<double> factor_to_narrow(const ScoreLine& line, double width);

}  // namespace shijin
