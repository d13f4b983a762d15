// The generalised regression estimator (Särndal, Swensson and Wretman 1992): people's scores of
// items drawn with known probabilities, straightened by a line on the machine's scores of all.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"

namespace shijin {

/// One item that people scored
struct GregItem {
  double score;
  double machine;
  double probability;  // with which it was drawn, in (0, 1]
};

/// A mean over all items, and what it is worth
struct GregMean {
  double value;
  double error_of_items;  // had all of these items been scored, this far off
  double error;           // … and as a mean of items like these, of which these are a sample
  Bounds interval;        // by `error`; Student's t below 60 scored items, else normal
  double slope;           // of people's scores on the machine's
  double correlation;     // of the two, weighted; 0 where either never differs
  double variance;        // of people's scores over all items, as estimated
  double equal_to;        // as many items drawn by plain chance would give the same error
};

/// Estimate a mean from the machine's scores of all items and the scored ones of them
///
/// A line of people's scores on the machine's, weighted by one over the probability, gives every
/// item an expected score; what people say beyond it corrects the mean. Where the machine never
/// differs the line is flat, and this is the weighted mean. Nothing below three scored items.
std::optional<GregMean> greg_mean(std::span<const GregItem> scored,
                                  std::span<const double> machine_all, double level);

/// The same where the machine says nothing: the mean of Hájek, over `items` items
std::optional<GregMean> weighted_mean(std::span<const GregItem> scored, double items, double level);

}  // namespace shijin
