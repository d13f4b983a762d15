// RougeCounts: what ROUGE-1, ROUGE-2 and ROUGE-L count, in one pass over a pair and once for all
// metrics of a shard.
#pragma once

#include <cstdint>
#include <span>

#include "metrics/samples.h"

namespace shijin {

/// What an output and one reference have in common
struct RougeCounts {
  std::uint32_t unigrams = 0;
  std::uint32_t bigrams = 0;
  std::uint32_t subsequence = 0;
  bool too_long = false;  // then the subsequence was not looked for
};

/// The counts of each reference of the shard, flat like `samples.reference`; they live as long as
/// the samples do
std::span<const RougeCounts> rouge_counts(Samples& samples, const Tokenizer& tokenizer);

}  // namespace shijin
