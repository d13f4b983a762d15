// Score lines: each metric finished, with the interval its uncertainty asks for.
#pragma once

#include <vector>

#include "engine/pass.h"
#include "engine/plan.h"
#include "evidence/evidence.h"

namespace shijin {

/// Draws from the posterior of a table of counts
inline constexpr std::size_t kDraws = 4'000;

/// What intervals depend on besides the metric
struct Sampling {
  bool weighted = false;             // rows have weights of their own
  bool clustered = false;            // rows belong to clusters
  const LabelSet* labels = nullptr;  // of a classification
  std::size_t label_count = 0;       // labels in use
};

/// Finish all metrics of a plan, in its order
std::vector<ScoreLine> score_lines(const Plan& plan, const PassResult& pass,
                                   const EvaluateOptions& options, const Sampling& sampling);

}  // namespace shijin
