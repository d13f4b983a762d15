// Words of a comparison: the first sentence, and why.
#pragma once

#include "evidence/comparison.h"

namespace shijin {

/// Write the headline and the reason from the numbers
void say_comparison(Comparison& comparison);

}  // namespace shijin
