// What the kept rows' probabilities say: threshold, temperature, abstention, doubtful labels.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/slice_search.h"
#include "evidence/probability.h"

namespace shijin {

/// What is asked of the probabilities
struct ProbabilityPlan {
  std::vector<std::string> labels;      // of the probabilities of each row
  std::string positive;                 // --positive, or ""
  std::map<std::string, double> costs;  // "0>1" → cost
  std::map<std::string, double> prevalence;
  std::uint64_t seed = 0;
};

/// The rows that have a truth and a probability of every label: probabilities row by row, and which
/// label is true
struct LaidOutProbabilities {
  std::vector<double> probabilities;
  std::vector<std::int32_t> truth;
};
LaidOutProbabilities lay_out_probabilities(std::span<const SliceRow> rows, std::size_t labels);

/// Work the facts out; without rows that have probabilities all is empty
ProbabilityFacts probability_facts(std::span<const SliceRow> rows, const ProbabilityPlan& plan);

}  // namespace shijin
