// Confident learning (Northcutt, Jiang and Chuang 2021): which given labels are probably wrong,
// from the probabilities of a model that has not learnt from these rows.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace shijin {

/// A row whose given label is doubtful
struct Suspect {
  std::size_t row;
  std::int32_t given;
  std::int32_t likely;  // the label it probably is
  double margin;        // probability of the given label minus that of the likely one
};

/// Rows whose label is doubtful, most doubtful first: another label is at least as probable as it
/// is on average where it is given, and is the most probable of those. `probabilities` is rows ×
/// labels; `given` indexes them, below 0 where there is none
std::vector<Suspect> suspected_labels(std::span<const double> probabilities,
                                      std::span<const std::int32_t> given, std::size_t labels);

}  // namespace shijin
