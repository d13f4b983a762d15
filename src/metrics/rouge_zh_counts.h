// RougeZhCounts: the sets of words and of pairs of words that rouge-chinese compares, and the
// longest common subsequence, of each row at once: three metrics read them.
#pragma once

#include <cstdint>
#include <span>

#include "metrics/distinct_ngrams.h"
#include "metrics/samples.h"

namespace shijin {

/// Of one row's output and its first reference
struct RougeZhCounts {
  /// Longer texts are left to whoever needs one of the three
  static constexpr std::size_t kLongest = 64;

  bool counted = false;  // false: no reference, or a text of more than kLongest words
  DistinctNgrams::Counts words;
  DistinctNgrams::Counts pairs;
  std::uint32_t subsequence = 0;
};

/// One a sample; worked out by the first metric that asks, valid as long as the samples
std::span<const RougeZhCounts> rouge_zh_counts(Samples& samples, const Tokenizer& tokenizer);

}  // namespace shijin
