// Gates decided: a metric's interval against a bar.
#pragma once

#include "evidence/evidence.h"

namespace shijin {

/// Decide one gate from the evidence: pass when the whole interval is on the good side, fail when
/// the whole interval is on the bad side, else undecided; a profile's own gate on something that
/// was not measured is skipped
void decide_gate(const Evidence& evidence, GateLine& gate);

/// One fail beats any undecided; without a gate that counts, none
Decision combine(const std::vector<GateLine>& gates);

/// The bar as a number that reads well beside scores: 0.60, but 0.625
Message bar_number(const GateLine& gate, int decimals);
/// The bar in words: "at least 0.60"
Message bar_words(const GateLine& gate, int decimals);

}  // namespace shijin
