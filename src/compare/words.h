// Words of a comparison: the first sentence, and why.
#pragma once

#include "evidence/comparison.h"

namespace shijin {

/// Write the headline and the reason from the numbers; `traps` are sentences that stand after what
/// is said against the base
void say_comparison(const std::vector<Message>& traps, Comparison& comparison);

}  // namespace shijin
