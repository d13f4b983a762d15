// Differences of two proportions: of independent sets of rows, and of the same rows.
#pragma once

#include <cstdint>

#include "stats/interval.h"

namespace shijin {

/// First minus second share, independent rows (Newcombe 1998, from two Wilson intervals)
Bounds newcombe_interval(double k1, double n1, double k2, double n2, double level);

/// The same by adding one success and one failure to each (Agresti and Caffo 2000)
Bounds agresti_caffo_interval(double k1, double n1, double k2, double n2, double level);

/// The probability that the first rate is the larger, both uniform before the counts were seen
double chance_first_larger(double k1, double n1, double k2, double n2);

/// Second minus first share right, on the same n > 0 rows: `lost` only the first got right,
/// `gained` only the second. Tango's score interval (1998): never empty, never beyond ±1, and it
/// contains 0 exactly where the score test does not reject
Bounds tango_interval(double lost, double gained, double n, double level);

/// The same in closed form, with half a row added to each of the four cells (Agresti and Min 2005)
Bounds agresti_min_interval(double lost, double gained, double n, double level);

}  // namespace shijin
