// What the search for slices is given: rows, and what to do with them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evidence/example.h"

namespace shijin {

/// One row as the search sees it
struct SliceRow {
  std::uint64_t priority = 0;  // rows with the lowest are kept; a hash of the row's number
  std::int64_t row = 0;        // 1-based data row
  bool wrong = false;
  std::string text;                   // the input, cut
  Example example;                    // as a report shows it; only where it is wrong
  std::int32_t truth = -1;            // which of the probabilities is that of the true label
  std::vector<double> probabilities;  // of every label; empty where there are none
  std::vector<std::string> metadata;  // by the layout's slice columns; too long ones are ""
};

/// What the search is told besides the rows
struct SlicePlan {
  std::vector<std::string> columns;  // names of the metadata columns of each row
  std::vector<std::string> pinned;   // columns, or kinds such as "length", that are always shown
  std::size_t depth = 2;
  std::uint64_t seed = 0;
  std::size_t threads = 1;
};

}  // namespace shijin
