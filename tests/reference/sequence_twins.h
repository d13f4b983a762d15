// Naive twins of metrics/ngram_overlap.h, alignment.h and subsequence_trace.h: maps and full
// tables.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace shijin::reference {

using Sequence = std::vector<std::uint32_t>;

inline std::map<Sequence, std::uint32_t> ngrams(std::span<const std::uint32_t> tokens,
                                                std::size_t order) {
  std::map<Sequence, std::uint32_t> counts;
  for (std::size_t i = 0; i + order <= tokens.size(); ++i) {
    ++counts[Sequence(tokens.begin() + static_cast<std::ptrdiff_t>(i),
                      tokens.begin() + static_cast<std::ptrdiff_t>(i + order))];
  }
  return counts;
}

inline std::vector<std::uint32_t> clipped_matches(std::span<const std::uint32_t> text,
                                                  const std::vector<Sequence>& references,
                                                  std::size_t orders) {
  std::vector<std::uint32_t> matches(orders);
  for (std::size_t order = 1; order <= orders; ++order) {
    std::map<Sequence, std::uint32_t> most;
    for (const Sequence& reference : references) {
      for (const auto& [ngram, count] : ngrams(reference, order)) {
        most[ngram] = std::max(most[ngram], count);
      }
    }
    for (const auto& [ngram, count] : ngrams(text, order)) {
      const auto found = most.find(ngram);
      if (found != most.end()) matches[order - 1] += std::min(count, found->second);
    }
  }
  return matches;
}

inline std::uint32_t edit_distance(std::span<const std::uint32_t> a,
                                   std::span<const std::uint32_t> b) {
  std::vector<std::uint32_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<std::uint32_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::uint32_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::uint32_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

inline std::uint32_t common_subsequence(std::span<const std::uint32_t> a,
                                        std::span<const std::uint32_t> b) {
  std::vector<std::uint32_t> row(b.size() + 1);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::uint32_t diagonal = 0;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::uint32_t above = row[j];
      row[j] = a[i - 1] == b[j - 1] ? diagonal + 1 : std::max(above, row[j - 1]);
      diagonal = above;
    }
  }
  return row[b.size()];
}

// The tokens of `a` in the common subsequence that is read out from the end: along equal tokens,
// else to the left only where the cell there is larger than the one above.
inline std::vector<std::uint8_t> trace_common_subsequence(std::span<const std::uint32_t> a,
                                                          std::span<const std::uint32_t> b) {
  std::vector<std::vector<std::uint32_t>> table(a.size() + 1,
                                                std::vector<std::uint32_t>(b.size() + 1));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      table[i][j] = a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1
                                         : std::max(table[i - 1][j], table[i][j - 1]);
    }
  }
  std::vector<std::uint8_t> marks(a.size());
  std::size_t i = a.size();
  std::size_t j = b.size();
  while (i > 0 && j > 0) {
    if (a[i - 1] == b[j - 1]) {
      marks[--i] = 1;
      --j;
    } else if (table[i][j - 1] > table[i - 1][j]) {
      --j;
    } else {
      --i;
    }
  }
  return marks;
}

struct Edits {
  std::uint32_t substitutions = 0;
  std::uint32_t deletions = 0;
  std::uint32_t insertions = 0;
  bool operator==(const Edits&) const = default;
};

// The edits of the alignment read out from the end of the full table: a deletion where the cell is
// one more than the one above, else an insertion where that of the token before is one less than
// its own cell above, else a pair.
inline Edits trace_edits(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  std::size_t same = 0;
  while (same < a.size() && same < b.size() && a[same] == b[same]) ++same;
  a = a.subspan(same);
  b = b.subspan(same);
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a = a.first(a.size() - 1);
    b = b.first(b.size() - 1);
  }
  std::vector<std::vector<std::uint32_t>> table(a.size() + 1,
                                                std::vector<std::uint32_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) table[i][0] = static_cast<std::uint32_t>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) table[0][j] = static_cast<std::uint32_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      table[i][j] = std::min({table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U),
                              table[i - 1][j] + 1, table[i][j - 1] + 1});
    }
  }
  Edits edits;
  std::size_t i = a.size();
  std::size_t j = b.size();
  while (i > 0 && j > 0) {
    if (table[i][j] == table[i - 1][j] + 1) {
      ++edits.deletions;
      --i;
    } else if (--j > 0 && table[i][j] + 1 == table[i - 1][j]) {
      ++edits.insertions;
    } else {
      --i;
      edits.substitutions += a[i] == b[j] ? 0U : 1U;
    }
  }
  edits.deletions += static_cast<std::uint32_t>(i);
  edits.insertions += static_cast<std::uint32_t>(j);
  return edits;
}

inline std::uint32_t longest_common_run(std::span<const std::uint32_t> a,
                                        std::span<const std::uint32_t> b) {
  std::uint32_t longest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      std::uint32_t run = 0;
      while (i + run < a.size() && j + run < b.size() && a[i + run] == b[j + run]) ++run;
      longest = std::max(longest, run);
    }
  }
  return longest;
}

}  // namespace shijin::reference
