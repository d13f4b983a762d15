// Looks: how often a test set has been used to choose, and what that does to the best score.
#pragma once

#include <vector>

#include "compare/compare.h"
#include "store/index.h"

namespace shijin {

/// From so many versions on a test set is said to have chosen too often: of ten equal versions the
/// best looks 3 points better on 200 rows, 1.4 on 1,000 (simulated for accuracies of 0.8)
inline constexpr std::int64_t kManyVersions = 10;

/// What the store notes of a comparison
ComparisonRecord record_of(const std::vector<MeasuredRun>& runs, const Comparison& comparison);

/// How much better than it is the best of so many equally good versions looks on average, when the
/// difference of two has this standard error: Blom's approximation of the largest of normal values
double luck_of_best(std::int64_t versions, double error_of_difference);

/// Put the use of the test set into the comparison, with a warning when it has chosen too often
void give_looks(const TestSetUse& use, Comparison& comparison);

}  // namespace shijin
