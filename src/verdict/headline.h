// The first sentence of a verdict and its reason, for each way an evaluation can come out.
#pragma once

#include "evidence/evidence.h"

namespace shijin {

/// About the gate that decides: the first that fails, else the first undecided, else the first
void say_gates(Evidence& evidence);
/// About a classification without gates: costs, or the core label, or accuracy
void say_labels(Evidence& evidence);
/// About any other task without gates: the first score of the panel
void say_scores(Evidence& evidence);

}  // namespace shijin
