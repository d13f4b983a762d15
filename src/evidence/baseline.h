// Baselines: what a system without any skill scores on the same rows, from the truth counts alone.
#pragma once

#include <span>
#include <vector>

#include "evidence/evidence.h"

namespace shijin {

/// Work out the baselines of a classification; empty when no row has a truth
///
/// "majority" always says the most frequent label (the first in code-point order among equals):
/// accuracy, balanced accuracy, macro F1. "always" says one label whatever comes: its F1, for each
/// label. "random" says each label as often as it occurs: accuracy, and F1 a label.
std::vector<Baseline> compute_baselines(std::span<const LabelLine> labels);

/// The highest baseline of a key, or nullptr
const Baseline* best_baseline(std::span<const Baseline> baselines, std::string_view key);

}  // namespace shijin
