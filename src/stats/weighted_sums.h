// Weighted sums of many rows under several weightings at once: the inner loop of every bootstrap of
// a metric whose state is plain sums.
#pragma once

#include <cstddef>
#include <span>

namespace shijin {

/// Weightings worked on in one pass over the rows
inline constexpr std::size_t kWeightings = 8;

/// Rows are padded with zeros to a whole number of lanes
inline constexpr std::size_t kLanes = 8;
constexpr std::size_t padded_width(std::size_t width) {
  return (width + kLanes - 1) / kLanes * kLanes;
}

/// Add weight · row to the sums of each weighting
///
/// `rows` is n × width, row by row, and width a multiple of kLanes; `weights` holds kWeightings
/// spans of n; `sums` is kWeightings × width and is added to. Every sum takes its rows in their
/// order, so the result is the same on every machine.
void add_weighted_rows(std::span<const double> rows, std::size_t width,
                       std::span<const std::span<const double>, kWeightings> weights,
                       std::span<double> sums);

}  // namespace shijin
