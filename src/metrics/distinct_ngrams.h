// DistinctNgrams: how many different n-grams two texts have, and how many both have: sets, unlike
// NgramOverlap's counts. Under rouge-chinese's ROUGE-1 and ROUGE-2.
#pragma once

#include <cstdint>
#include <vector>

#include "metrics/ngram_overlap.h"

namespace shijin {

/// Compare the sets of n-grams of pairs of texts; reuse one object (it keeps its memory)
///
/// Not thread-safe. Time in proportion to the lengths.
class DistinctNgrams {
 public:
  struct Counts {
    std::uint32_t text = 0;
    std::uint32_t reference = 0;
    std::uint32_t common = 0;
  };

  /// Of single tokens (order 1) or of pairs of neighbours (order 2)
  Counts count(TokenSpan text, TokenSpan reference, std::uint32_t order);

 private:
  struct Entry {
    std::uint64_t key = 0;
    std::uint32_t stamp = 0;
    std::uint32_t seen = 0;  // bit 0: in the reference, bit 1: in the text
  };
  Entry& entry(std::uint64_t key);

  std::vector<Entry> entries_;
  std::uint32_t stamp_ = 0;
};

}  // namespace shijin
