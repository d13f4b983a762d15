// How many hits, substitutions, deletions and insertions turn one token sequence into another;
// where several alignments are as short, the one that rapidfuzz takes. Its naive twin is in
// tests/reference.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "metrics/token_slots.h"

namespace shijin {

/// Trace edit distances; reuse one object for many pairs (it keeps its memory)
///
/// Not thread-safe. Time in proportion to the product of the lengths / 64, memory to their sum.
class EditTrace {
 public:
  using TokenSpan = std::span<const std::uint32_t>;
  struct Counts {
    std::uint32_t hits = 0;
    std::uint32_t substitutions = 0;
    std::uint32_t deletions = 0;
    std::uint32_t insertions = 0;
  };

  /// Deletions are tokens that only the reference has, insertions those that only the output has
  Counts count(TokenSpan reference, TokenSpan output);

 private:
  void trace(TokenSpan reference, TokenSpan output, std::size_t most);
  void align(TokenSpan reference, TokenSpan output, std::size_t most);
  std::vector<std::uint32_t> distances(TokenSpan reference, TokenSpan output);
  template <class Visit>
  void fill(TokenSpan reference, TokenSpan output, Visit visit);
  void index(TokenSpan reference, TokenSpan output);

  TokenSlots slots_;
  std::vector<std::uint32_t> reference_slots_;
  std::vector<std::uint32_t> output_slots_;
  std::vector<std::uint64_t> masks_;
  std::vector<std::int8_t> border_;
  std::vector<std::uint64_t> more_;   // near the diagonal: cells one more than the one above
  std::vector<std::uint64_t> fewer_;  // and one less
  Counts counts_;
};

}  // namespace shijin
