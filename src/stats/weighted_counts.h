// CountRows: rows of small whole numbers, kept in 16 bits each (in 8 where that is faster), and
// their weighted sums under several weightings at once. What most metrics' statistics are, at an
// eighth of the work of doubles; weighted_sums.h is for the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "stats/weighted_sums.h"

namespace shijin {

/// Weights of one replicate, one a row, each from 0 to kMostWeight
using Counts = std::span<const std::int8_t>;
inline constexpr std::int8_t kMostWeight = 12;

/// Rows of `columns` whole numbers from −32,767 to 32,767
class CountRows {
 public:
  explicit CountRows(std::size_t columns = 0);

  std::size_t size() const { return size_; }
  /// Append a row, or give false (and append nothing) when a number does not fit
  bool push(std::span<const double> row);
  double at(std::size_t row, std::size_t column) const;
  /// Add weight · row to the sums of each weighting, exactly; `sums` is kWeightings × columns, and
  /// each weighting as long as size(). Thread-safe
  void add_weighted(std::span<const Counts, kWeightings> weights, std::span<double> sums) const;

 private:
  void widen();

  std::size_t columns_;
  std::size_t width_;  // columns with padding
  std::size_t size_ = 0;
  // As long as no number passes 8 bits and the processor multiplies such: four rows beside each
  // other, column by column. Else two rows.
  bool narrow_;
  std::vector<std::uint8_t> quads_;
  std::vector<std::int16_t> pairs_;
};

}  // namespace shijin
