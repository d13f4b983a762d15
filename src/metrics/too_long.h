// The length beyond which metrics that align two texts give no value rather than an approximate
// one.
#pragma once

#include <cstdint>

#include "base/text.h"

namespace shijin {

/// Pairs of tokens, one of each text, that an alignment looks at: two texts of a million tokens
inline constexpr std::uint64_t kMostPairs = std::uint64_t{1} << 40U;

/// Tell whether two texts of so many tokens are beyond what is aligned
constexpr bool is_too_long(std::uint64_t output, std::uint64_t reference) {
  return reference != 0 && output > kMostPairs / reference;
}

/// Say why there is no score where that many rows are too long
Message too_long(double rows, std::uint64_t most_pairs = kMostPairs);

}  // namespace shijin
