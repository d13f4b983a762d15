// The core label: the one a classification is judged by, and its F1 beside what no skill gives.
#pragma once

#include <optional>

#include "evidence/evidence.h"

namespace shijin {

/// Why a label is the core one
enum class CoreReason : std::uint8_t {
  positive,  // --positive named it
  rare,      // the data are imbalanced, and it is the rarest
  weakest,   // the data are balanced, and its F1 is the lowest
};

/// The label a classification is judged by
struct Core {
  const LabelLine* label;
  CoreReason reason;
  ScoreLine f1;                      // as measured, or worked out from the label's counts
  std::optional<Baseline> constant;  // the best F1 without skill
};

/// Tell whether the rarest true label has less than half of an equal share
bool imbalanced(const Evidence& evidence);

/// Choose the core label; nothing when fewer than two labels are true
std::optional<Core> find_core(const Evidence& evidence);

/// F1 of a label as measured, or worked out from its counts; without a value when never true
ScoreLine f1_of(const Evidence& evidence, const LabelLine& label);

}  // namespace shijin
