// A comparison as a document, for every renderer.
#pragma once

#include "evidence/comparison.h"
#include "report/document.h"

namespace shijin {

/// The score that a gate was decided by, or the difference from the base, with its interval; of a
/// share of the base's score in percent; empty where there is none
Message gate_value(const GateLine& gate, int decimals);
/// Decimals of the metric that a gate is on
int gate_decimals(const Comparison& comparison, const GateLine& gate);

/// The sentence first, then a chapter for each run against the base
Document write_document(const Comparison& comparison);

}  // namespace shijin
