// EditColumn: 64 cells of one column of the edit distance table, as differences to the cell above
// (Myers 1999, in blocks after Hyyrö 2003).
#pragma once

#include <cstddef>
#include <cstdint>

namespace shijin {

/// One column of a block of 64 rows; begins as the column before the first
struct EditColumn {
  std::uint64_t up = ~0ULL;  // rows whose cell is one more than the one above
  std::uint64_t down = 0;    // rows whose cell is one less

  /// Move one column to the right: `equal` are the rows of the same token, `in` is how much the
  /// cell above the block grows, the answer how much that of row `bottom` does
  int step(std::uint64_t equal, int in, std::size_t bottom) {
    const std::uint64_t vertical = equal | down;
    equal |= in < 0 ? 1U : 0U;
    const std::uint64_t diagonal = (((equal & up) + up) ^ up) | equal;
    std::uint64_t right_up = down | ~(diagonal | up);
    std::uint64_t right_down = up & diagonal;
    const int out =
        static_cast<int>((right_up >> bottom) & 1U) - static_cast<int>((right_down >> bottom) & 1U);
    right_up = (right_up << 1U) | (in > 0 ? 1U : 0U);
    right_down = (right_down << 1U) | (in < 0 ? 1U : 0U);
    up = right_down | ~(vertical | right_up);
    down = right_up & vertical;
    return out;
  }
};

}  // namespace shijin
