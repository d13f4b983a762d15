// Score lines: each metric finished, with the interval its uncertainty asks for.
#pragma once

#include <vector>

#include "engine/pass.h"
#include "engine/plan.h"
#include "evidence/evidence.h"

namespace shijin {

/// Replicates of a bootstrap, and draws from a posterior
inline constexpr std::size_t kReplicates = 1'000;
inline constexpr std::size_t kDraws = 4'000;

/// Finish all metrics of a plan, in its order; `labels` is how many there are
std::vector<ScoreLine> score_lines(const Plan& plan, const PassResult& pass,
                                   const EvaluateOptions& options, bool weighted,
                                   std::size_t labels);

}  // namespace shijin
