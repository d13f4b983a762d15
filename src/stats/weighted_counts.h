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
  /// What most numbers are: from 0 to 255, or from −128 to 127
  enum class Most : std::uint8_t { counts, differences };

  explicit CountRows(std::size_t columns = 0, Most most = Most::counts);

  std::size_t size() const { return size_; }
  /// Append a row, or give false (and append nothing) when a number does not fit
  bool push(std::span<const double> row);
  double at(std::size_t row, std::size_t column) const;
  /// Add weight · row to the sums of each weighting, exactly; `sums` is kWeightings × columns, and
  /// each weighting as long as size(). Thread-safe
  void add_weighted(std::span<const Counts, kWeightings> weights, std::span<double> sums) const;

 private:
  bool fits_bytes(std::span<const double> row) const;
  void put_bytes(std::span<const double> row);
  void widen();
  std::span<const std::int16_t> wide_row(std::size_t place) const;

  std::size_t columns_;
  std::size_t width_;  // columns with padding
  std::size_t size_ = 0;
  Most most_;
  // As long as few rows pass 8 bits and the processor multiplies such: four rows beside each other,
  // column by column, with zeros for the rows that do. Else two rows.
  bool narrow_;
  std::vector<std::uint8_t> quads_;
  std::vector<std::size_t> wide_;           // the rows that pass 8 bits, ascending …
  std::vector<std::int16_t> wide_numbers_;  // … and their numbers
  std::vector<std::int16_t> pairs_;
};

}  // namespace shijin
