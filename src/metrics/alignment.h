// Lengths of alignments of two token sequences, 64 cells at a time: edit distance (Myers 1999, in
// blocks after Hyyrö 2003) and longest common subsequence (Hyyrö 2004). Their naive twins are in
// tests/reference.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "metrics/token_masks.h"
#include "metrics/token_slots.h"

namespace shijin {

/// Align pairs of sequences; reuse one object for many pairs (it keeps its memory)
///
/// Not thread-safe. Time in proportion to the product of the lengths / 64, memory to their sum.
class Alignment {
 public:
  using TokenSpan = std::span<const std::uint32_t>;

  /// The least insertions, deletions and substitutions that turn one into the other
  std::uint32_t edit_distance(TokenSpan a, TokenSpan b);
  /// The most tokens that both have in the same order
  std::uint32_t common_subsequence(TokenSpan a, TokenSpan b);

 private:
  void index(TokenSpan rows, TokenSpan columns);
  void load_block(std::size_t first);
  // The usual case: the shorter sequence has at most 64 tokens.
  std::uint32_t edit_distance_one_block(TokenSpan rows, TokenSpan columns);
  std::uint32_t common_subsequence_one_block(TokenSpan rows, TokenSpan columns);

  TokenMasks short_masks_;
  TokenSlots slots_;
  std::vector<std::uint32_t> row_slots_;
  std::vector<std::uint32_t> column_slots_;  // slots_.size() for tokens that no row has
  std::vector<std::uint64_t> masks_;         // of each slot: its rows in the block at hand
  std::vector<std::int8_t> border_;          // what each column hands from one block to the next
};

}  // namespace shijin
