// NgramLanes: the counting of metrics/ngram_overlap.h with one order in each lane of an AVX-512
// register, for machines that have it; elsewhere ngram_overlap.cpp counts order by order.
#pragma once

#include <cstdint>
#include <span>

#include "metrics/token_masks.h"

namespace shijin::ngram_lanes {

inline constexpr std::size_t kMostOrders = 8;
inline constexpr std::size_t kMostWords = 8;

/// How many words to give masks that need so many: 2, 3, 4, 6 or 8
constexpr std::size_t words_for(std::size_t needed) {
  return needed > 4 ? (needed + 1) / 2 * 2 : needed;
}

/// Whether this machine can
bool available();

/// matches[n - 1] of the n-grams of `text` in the text that was put into the masks; all orders at
/// once, at most kMostOrders
void count(std::span<const std::uint32_t> text, TokenMasks::View masks,
           std::span<std::uint32_t> matches);

/// The same where a mask has `words` words, 2 to kMostWords and one of words_for's; the mask of
/// token i of the text begins at masks[begin[i]]
void count(std::span<const std::uint32_t> begin, const std::uint64_t* masks, std::size_t words,
           std::span<std::uint32_t> matches);

}  // namespace shijin::ngram_lanes
