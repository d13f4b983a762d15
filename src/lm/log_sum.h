// The logarithm of a sum of exponentials over a row of scores, which every log-probability needs.
#pragma once

#include <span>

namespace shijin {

/// log(Σ exp(x)), to about 1e-7; NaN where a score is NaN or infinite
double log_sum_exp(std::span<const float> scores);

}  // namespace shijin
