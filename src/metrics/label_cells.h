// LabelCells: the rows of label statistics numbered by their cell, (truth, predicted), so that they
// can be added up again under thousands of weightings without a search for each row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "metrics/label_counts.h"
#include "stats/weighted_counts.h"

namespace shijin {

/// The cells that some rows lie in
///
/// Counts of cells are given as kWeightings numbers for each cell, cell after cell.
class LabelCells {
 public:
  /// Append the cell of each row to `cells`; rows without a truth lie in cell 0, which no state has
  void place(std::span<const LabelCounts::Stat> rows, std::vector<std::uint32_t>& cells);
  std::size_t size() const { return pairs_.size() + 1; }
  /// The statistic that the counts under one weighting make; `counts` has size() × kWeightings
  LabelCounts::State state(std::span<const std::int32_t> counts, std::size_t weighting) const;

 private:
  PairCounts numbers_;                // the number of each pair's cell
  std::vector<std::uint64_t> pairs_;  // of the cells 1, 2, …
  PairCounts empty_;                  // all pairs, with no count
};

/// Add the weight of each row to its cell, for each weighting; at most 2^27 rows
void add_to_cells(std::span<const std::uint32_t> cells,
                  std::span<const Counts, kWeightings> weights, std::span<std::int32_t> counts);

}  // namespace shijin
