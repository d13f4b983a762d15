// The naive twin of metrics/ter_search.h: full tables of costs and operations, every shift written
// out, candidates compared one by one.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <tuple>
#include <vector>

#include "sequence_twins.h"

namespace shijin::reference {

struct TerCell {
  std::int64_t cost = 1'000'000'000;
  char edit = '?';  // keep, replace, delete from the output, insert from the reference
};

/// The table of the beam, row by row of the output; cells outside stay infinite
inline std::vector<std::vector<TerCell>> ter_table(const Sequence& output, const Sequence& wanted) {
  const auto rows = static_cast<int>(output.size());
  const auto columns = static_cast<int>(wanted.size());
  std::vector<std::vector<TerCell>> table(output.size() + 1,
                                          std::vector<TerCell>(wanted.size() + 1));
  for (int j = 0; j <= columns; ++j) table[0][static_cast<std::size_t>(j)] = {j, 'i'};
  const double ratio = rows == 0 ? 1 : static_cast<double>(columns) / rows;
  const int width = 25 < ratio / 2 ? static_cast<int>(std::ceil(ratio / 2 + 25)) : 25;
  for (int i = 1; i <= rows; ++i) {
    const int diagonal = static_cast<int>(std::floor(i * ratio));
    const int end = i == rows ? columns + 1 : std::min(columns + 1, diagonal + width);
    for (int j = std::max(0, diagonal - width); j < end; ++j) {
      const auto r = static_cast<std::size_t>(i);
      const auto c = static_cast<std::size_t>(j);
      TerCell& cell = table[r][c];
      const auto offer = [&](std::int64_t cost, char edit) {
        if (cost < cell.cost) cell = {cost, edit};
      };
      if (j > 0) {
        const bool equal = output[r - 1] == wanted[c - 1];
        offer(table[r - 1][c - 1].cost + (equal ? 0 : 1), equal ? 'k' : 'r');
      }
      offer(table[r - 1][c].cost + 1, 'd');
      if (j > 0) offer(table[r][c - 1].cost + 1, 'i');
    }
  }
  return table;
}

struct TerAlignment {
  std::vector<int> aligned;  // of each word of the reference: the output word before its end
  std::vector<bool> error_output;
  std::vector<bool> error_wanted;
};

inline TerAlignment ter_alignment(const std::vector<std::vector<TerCell>>& table) {
  std::size_t i = table.size() - 1;
  std::size_t j = table[0].size() - 1;
  TerAlignment found{std::vector<int>(j), std::vector<bool>(i), std::vector<bool>(j)};
  while (i > 0 || j > 0) {
    const char edit = table[i][j].edit;
    if (edit != 'd') {
      found.aligned[j - 1] = static_cast<int>(i) - 1;
      found.error_wanted[j - 1] = edit != 'k';
    }
    if (edit != 'i') found.error_output[i - 1] = edit != 'k';
    if (edit != 'd') --j;
    if (edit != 'i') --i;
  }
  return found;
}

inline Sequence ter_shifted(const Sequence& words, int start, int length, int target) {
  const auto size = static_cast<int>(words.size());
  const int end = start + length;
  int first = target, second = start, third = end, last = end;  // swap [first, …) and [second, …)
  if (target >= start) {
    last = std::min(size, target > end ? target : length + target);
    first = start, second = end, third = last;
  }
  Sequence out(words.begin(), words.begin() + first);
  out.insert(out.end(), words.begin() + second, words.begin() + third);
  out.insert(out.end(), words.begin() + first, words.begin() + second);
  out.insert(out.end(), words.begin() + last, words.end());
  return out;
}

inline std::uint32_t ter_edits(Sequence output, const Sequence& wanted) {
  if (wanted.empty()) return static_cast<std::uint32_t>(output.size());
  const auto cost = [&](const Sequence& words) {
    return ter_table(words, wanted).back().back().cost;
  };
  int checked = 0;
  std::int64_t shifts = 0;
  for (;;) {
    const std::int64_t before = cost(output);
    const TerAlignment found = ter_alignment(ter_table(output, wanted));
    using Candidate = std::tuple<std::int64_t, int, int, int, Sequence>;
    bool any = false;
    Candidate best;
    for (int h = 0; h < static_cast<int>(output.size()) && checked < 1000; ++h) {
      for (int r = 0; r < static_cast<int>(wanted.size()) && checked < 1000; ++r) {
        if (std::abs(r - h) > 50) continue;
        bool wrong_output = false;
        bool wrong_wanted = false;
        for (int length = 1; length <= 10; ++length) {
          const auto h_end = static_cast<std::size_t>(h + length);
          const auto r_end = static_cast<std::size_t>(r + length);
          if (h_end > output.size() || r_end > wanted.size()) break;
          if (output[h_end - 1] != wanted[r_end - 1]) break;
          wrong_output = wrong_output || found.error_output[h_end - 1];
          wrong_wanted = wrong_wanted || found.error_wanted[r_end - 1];
          const int place = found.aligned[static_cast<std::size_t>(r)];
          if (!wrong_output || !wrong_wanted || (place >= h && place < h + length)) continue;
          int last = -1;
          for (int k = r - 1; k < r + length; ++k) {
            const int target = k < 0 ? 0 : found.aligned[static_cast<std::size_t>(k)] + 1;
            if (target == last) continue;
            last = target;
            Sequence words = ter_shifted(output, h, length, target);
            const std::int64_t gain = before - cost(words);
            Candidate candidate(gain, length, -h, -target, std::move(words));
            ++checked;
            if (!any || candidate > best) best = std::move(candidate);
            any = true;
          }
        }
      }
    }
    if (checked >= 1000 || !any || std::get<0>(best) <= 0) {
      return static_cast<std::uint32_t>(shifts + before);
    }
    ++shifts;
    output = std::get<4>(best);
  }
}

}  // namespace shijin::reference
