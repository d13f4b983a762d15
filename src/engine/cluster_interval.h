// Intervals of rows that belong together (questions on one text, samples of one prompt): the closed
// forms with the error of whole clusters.
#pragma once

#include "engine/resample.h"
#include "evidence/evidence.h"
#include "stats/interval.h"

namespace shijin {

/// Clusters that are left out by themselves; more are put together in so many hashed groups
inline constexpr std::size_t kClusterUnits = 2'000;

/// Put the cluster-robust interval on a line; false where the metric's doubt has no closed form and
/// whole clusters have to be drawn instead
///
/// Means: Student's t with the CR1 error (Liang and Zeger 1986), one degree of freedom fewer than
/// there are clusters. Rates, and F1 by the Jaccard index: Wilson's interval of as many independent
/// rows as would have that error, never more than there are. Other functions of counts: the same
/// from the error of a jackknife over clusters.
bool cluster_interval(const Metric& metric, const Accumulator& accumulator, const Units& units,
                      std::size_t threads, double level, ScoreLine& line);

/// Put into the evidence how many clusters the rows fall into, with a warning where they are too
/// few for an error to be trusted
void give_clusters(std::size_t clusters, Evidence& evidence);

}  // namespace shijin
