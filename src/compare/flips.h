// Flips: rows that went from right to wrong, or from wrong to right.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "engine/evaluate.h"
#include "evidence/comparison.h"

namespace shijin {

/// What a row of a run is called: its id, else its number
std::string row_name(const KeptRun& run, std::size_t row);

/// Right and wrong answers of two runs beside each other, where every row's score is 0 or 1; the
/// rows of `after` are in the base's order
std::optional<Flips> flips_of(const Metric& metric, std::span<const std::byte> before_rows,
                              std::span<const std::byte> after_rows, const KeptRun& base);

}  // namespace shijin
