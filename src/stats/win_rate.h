// How often one of two is preferred: with ties as halves, with the length of the texts taken out,
// and by the side on which it stood.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/interval.h"

namespace shijin {

/// One choice: 1 for the one asked about, ½ a tie, 0 for the other
struct Choice {
  double outcome = 0;
  std::uint64_t cluster = 0;  // choices between the same two texts are no evidence of their own
  double longer = 0;          // how much longer the text of the one asked about is
};

/// A share and its interval: Wilson's of as many independent choices as would have the error over
/// clusters
struct WinRate {
  double value = 0;
  Bounds interval;
  std::size_t clusters = 0;
};

/// Nothing without a choice
std::optional<WinRate> win_rate(std::span<const Choice> choices, double level);

/// The win rate between texts of the same length, and what length does to it
struct LengthControlled {
  double value = 0;  // in 0–1
  Bounds interval;   // by the sandwich over clusters, on the scale of logits
  double base = 0;   // logit where the lengths are the same
  double slope = 0;  // on tanh(difference / its standard deviation)
  double deviation = 0;
  double slope_error = 0;
};

/// Logistic regression of the choices on tanh of the standardised length difference (Dubois et al.
/// 2024, without the term of the instruction)
///
/// Nothing where the lengths never differ or a line parts the choices without an error.
std::optional<LengthControlled> length_controlled(std::span<const Choice> choices, double level);

}  // namespace shijin
