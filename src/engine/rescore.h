// Rescore: metrics finished again from kept rows, as they were when the file was read.
#pragma once

#include <vector>

#include "engine/evaluate.h"

namespace shijin {

/// Finish the metrics of a kept run: the same lines that evaluating its file gave under the same
/// seed and level; the labels, the confusion table and the baselines as well
///
/// The run must hold its rows. Statistics of a whole set take their stored sum.
void rescore(KeptRun& kept, const EvaluateOptions& options, Evidence& evidence);

/// … of a kept run of ratings: the lines of their means
void rescore_ratings(const KeptRun& kept, double level, Evidence& evidence);

}  // namespace shijin
