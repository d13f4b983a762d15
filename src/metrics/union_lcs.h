// UnionLcs: the rouge package's summary-level ROUGE-L: the distinct words in the longest common
// subsequences of every sentence with every sentence, by the trace that the package takes.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "metrics/ngram_overlap.h"

namespace shijin {

/// Reuse one object for many pairs (it keeps its memory); not thread-safe
class UnionLcs {
 public:
  /// Cells of one table of words × words; beyond it there is no answer
  static constexpr std::size_t kMostCells = std::size_t{1} << 28U;

  /// How many different words the subsequences hold together; a sentence is a span of words
  std::optional<std::uint32_t> count(const std::vector<TokenSpan>& text,
                                     const std::vector<TokenSpan>& reference);

 private:
  void trace(TokenSpan reference, TokenSpan text);

  std::vector<std::uint32_t> above_;  // lengths of the row before, and of this one
  std::vector<std::uint32_t> here_;
  std::vector<bool> up_;  // for each cell: the way back leads up
  std::vector<std::uint32_t> words_;
};

}  // namespace shijin
