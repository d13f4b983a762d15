// The tables behind base/width.h.
#pragma once

#include <span>

namespace shijin {

/// Code points from first to last, both included
struct CodePointRange {
  char32_t first;
  char32_t last;
};

/// Sorted ranges that take two columns, and none
std::span<const CodePointRange> wide_ranges();
std::span<const CodePointRange> zero_ranges();

}  // namespace shijin
