// What the metrics of perplexity say alike: of themselves, and where there is no number.
#pragma once

#include <limits>

#include "metrics/metric.h"

namespace shijin {

/// Said where there is nothing to add up, or no number for what comes of it
inline constexpr Text kNoTokens{"no text has any token", "沒有任何文字含有詞元"};
inline constexpr Text kTooUnlikely{"tokens so unlikely that the perplexity is no number",
                                   "詞元的機率過低，困惑度超出可表示的範圍"};

/// Texts that examples are worked out for: ln 2, ln 4 and ln 8 as negative logarithms, which are
/// probabilities of 1/2, 1/4 and 1/8
inline constexpr ExampleRow kTwoScored[] = {
    {"a b", "-", "", "", "-0.6931471805599453,-1.3862943611198906"},
    {"cd", "-", "", "", "-2.0794415416798357"}};

/// What is so of every perplexity, put into the description of one
constexpr MetricInfo perplexity_info(MetricInfo info) {
  info.better = Better::lower;
  info.low = info.perfect = 1;
  info.high = std::numeric_limits<double>::infinity();
  info.family = "model";
  return info;
}

}  // namespace shijin
