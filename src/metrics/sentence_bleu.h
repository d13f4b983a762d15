// BLEU of one sentence as NLTK's sentence_bleu gives it to other tools: up to 4-grams, against one
// reference, under any weights, with no smoothing (method0) or NLTK's method3.
#pragma once

#include <array>
#include <cstdint>

#include "base/text.h"
#include "metrics/ngram_overlap.h"

namespace shijin {

/// What becomes of an order without a match
enum class ZeroMatches : std::uint8_t {
  tiny,    // method0: the smallest double
  halved,  // method3: 1/2, 1/4, … of one match
};

inline constexpr std::array<double, 4> kEqualWeights = {0.25, 0.25, 0.25, 0.25};

/// The score in 0–1 of a text against one reference; `overlap` lends its memory
double sentence_bleu(TokenSpan text, TokenSpan reference, const std::array<double, 4>& weights,
                     ZeroMatches zeros, NgramOverlap& overlap);

/// Say why there is no score where that many rows hold texts that only NLTK's Punkt model can cut
/// into sentences
Message needs_punkt(double rows);

}  // namespace shijin
