// The table of lengths as one bit a cell (Hyyrö 2004): whether it is one more than its neighbour on
// the left. Row i is of the first i tokens of the reference, column j of the first j of the text.
#include "metrics/subsequence_trace.h"

#include <bit>

namespace shijin {

void SubsequenceTrace::fill(TokenSpan reference, TokenSpan text) {
  words_ = (text.size() + 63) / 64;
  slots_.begin();
  masks_.clear();
  for (std::size_t j = 0; j < text.size(); ++j) {
    const std::size_t slot = slots_.add(text[j]);
    if (masks_.size() == slot * words_) masks_.resize(masks_.size() + words_);
    masks_[slot * words_ + j / 64] |= 1ULL << (j % 64);
  }
  rows_.assign((reference.size() + 1) * words_, ~0ULL);
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const std::uint64_t* above = rows_.data() + i * words_;
    std::uint64_t* row = rows_.data() + (i + 1) * words_;
    const std::uint32_t slot = slots_.find(reference[i]);
    std::uint64_t carry = 0;
    for (std::size_t w = 0; w < words_; ++w) {
      const std::uint64_t equal = slot == TokenSlots::kNone ? 0 : masks_[slot * words_ + w];
      const std::uint64_t partial = above[w] + (above[w] & equal);
      const std::uint64_t sum = partial + carry;
      carry = partial < above[w] || sum < partial ? 1 : 0;
      row[w] = sum | (above[w] & ~equal);
    }
  }
}

bool SubsequenceTrace::grows(std::size_t row, std::size_t column) const {
  return (rows_[row * words_ + (column - 1) / 64] >> ((column - 1) % 64) & 1U) == 0;
}

std::uint32_t SubsequenceTrace::length(std::size_t row, std::size_t column) const {
  const std::uint64_t* bits = rows_.data() + row * words_;
  std::uint32_t count = 0;
  for (std::size_t w = 0; w < column / 64; ++w) {
    count += static_cast<std::uint32_t>(std::popcount(~bits[w]));
  }
  if (column % 64 == 0) return count;
  const std::uint64_t inside = (1ULL << (column % 64)) - 1;
  return count + static_cast<std::uint32_t>(std::popcount(~bits[column / 64] & inside));
}

// Back from the end: along an equal pair, else to the left only where that cell is the larger one.
void SubsequenceTrace::mark(TokenSpan reference, TokenSpan text, std::span<std::uint8_t> marks) {
  if (reference.empty() || text.empty()) return;
  fill(reference, text);
  std::size_t i = reference.size();
  std::size_t j = text.size();
  std::uint32_t here = length(i, j);
  std::uint32_t above = length(i - 1, j);
  while (here > 0) {
    const bool equal = reference[i - 1] == text[j - 1];
    if (equal) marks[i - 1] = 1;
    const std::uint32_t left = here - (grows(i, j) ? 1 : 0);
    if (equal || left <= above) {
      if (equal && grows(i - 1, j)) --above;
      here = above;
      --i;
      if (equal) --j;
      above = i == 0 ? 0 : length(i - 1, j);
    } else {
      if (grows(i - 1, j)) --above;
      here = left;
      --j;
    }
  }
}

}  // namespace shijin
