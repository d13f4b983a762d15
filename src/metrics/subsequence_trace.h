// Which tokens form the longest common subsequence of two token sequences, where there are several
// the one that rouge-score reads out. Its naive twin is in tests/reference.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "metrics/token_slots.h"

namespace shijin {

/// Trace common subsequences; reuse one object for many pairs (it keeps its memory)
///
/// Not thread-safe. Time in proportion to the product of the lengths / 64, memory to the product /
/// 8 bytes, so that callers stop at kMostPairsTraced.
class SubsequenceTrace {
 public:
  using TokenSpan = std::span<const std::uint32_t>;
  static constexpr std::uint64_t kMostPairsTraced = std::uint64_t{1} << 30U;

  /// Set marks[i] where reference[i] belongs to the subsequence; the others stay as they are
  void mark(TokenSpan reference, TokenSpan text, std::span<std::uint8_t> marks);

 private:
  void fill(TokenSpan reference, TokenSpan text);
  bool grows(std::size_t row, std::size_t column) const;
  std::uint32_t length(std::size_t row, std::size_t column) const;

  TokenSlots slots_;
  std::vector<std::uint64_t> masks_;  // of each slot: its columns, words_ words
  std::vector<std::uint64_t> rows_;   // of each row of the table: a zero where it grows
  std::size_t words_ = 0;
};

}  // namespace shijin
