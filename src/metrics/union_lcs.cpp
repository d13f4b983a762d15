// The table of the textbook, of which one bit a cell is kept: whether the way back leads up.
#include "metrics/union_lcs.h"

#include <algorithm>

namespace shijin {

std::optional<std::uint32_t> UnionLcs::count(const std::vector<TokenSpan>& text,
                                             const std::vector<TokenSpan>& reference) {
  words_.clear();
  for (const TokenSpan wanted : reference) {
    for (const TokenSpan said : text) {
      if (wanted.size() * said.size() > kMostCells) return std::nullopt;
      trace(wanted, said);
    }
  }
  std::sort(words_.begin(), words_.end());
  const auto end = std::unique(words_.begin(), words_.end());
  return static_cast<std::uint32_t>(end - words_.begin());
}

void UnionLcs::trace(TokenSpan reference, TokenSpan text) {
  const std::size_t columns = text.size();
  above_.assign(columns + 1, 0);
  here_.assign(columns + 1, 0);
  up_.assign(reference.size() * columns, false);
  for (std::size_t i = 0; i < reference.size(); ++i) {
    for (std::size_t j = 0; j < columns; ++j) {
      if (reference[i] == text[j]) {
        here_[j + 1] = above_[j] + 1;
      } else {
        const bool up = above_[j + 1] > here_[j];
        up_[i * columns + j] = up;
        here_[j + 1] = up ? above_[j + 1] : here_[j];
      }
    }
    above_.swap(here_);
    here_[0] = 0;
  }
  for (std::size_t i = reference.size(), j = columns; i > 0 && j > 0;) {
    if (reference[i - 1] == text[j - 1]) {
      words_.push_back(reference[i - 1]);
      --i;
      --j;
    } else if (up_[(i - 1) * columns + j - 1]) {
      --i;
    } else {
      --j;
    }
  }
}

}  // namespace shijin
