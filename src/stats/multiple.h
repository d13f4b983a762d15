// Adjusted p-values for many tests at once, in the order they were given.
#pragma once

#include <span>
#include <vector>

namespace shijin {

/// Times the number of tests (never above 1, as all of these)
std::vector<double> bonferroni_adjusted(std::span<const double> p);

/// Step down (Holm 1979): the chance of any false claim stays at the level, whatever the dependence
std::vector<double> holm_adjusted(std::span<const double> p);

/// Step up (Hochberg 1988): the same for independent or positively dependent tests
std::vector<double> hochberg_adjusted(std::span<const double> p);

/// Expected share of false claims (Benjamini and Hochberg 1995), independent or positively
/// dependent
std::vector<double> benjamini_hochberg_adjusted(std::span<const double> p);

/// The same whatever the dependence (Benjamini and Yekutieli 2001)
std::vector<double> benjamini_yekutieli_adjusted(std::span<const double> p);

}  // namespace shijin
