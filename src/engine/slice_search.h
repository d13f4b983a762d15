// From rows to slices: which features the rows have, and what the search over them finds.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/slice_rows.h"
#include "evidence/slice.h"

namespace shijin {

/// What the search is told besides the rows
struct SlicePlan {
  std::vector<std::string> columns;  // names of the metadata columns of each row
  std::vector<std::string> pinned;   // columns, or kinds such as "length", that are always shown
  std::size_t depth = 2;
  std::uint64_t seed = 0;
  std::size_t threads = 1;
};

/// Search the rows for slices and for words that mark errors
SliceFacts search_slices(std::span<const SliceRow> rows, const SlicePlan& plan);

/// What can be pinned besides columns: "length", "script", "negation", "number", …
const std::vector<std::string>& slice_kinds();

}  // namespace shijin
