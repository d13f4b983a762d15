// The delta method for any function of a table of counts: its standard error from the counts alone.
#pragma once

#include <functional>
#include <optional>
#include <span>

namespace shijin {

/// Standard error of g(counts) for multinomial counts; nothing where g is undefined nearby
///
/// The gradient is taken by central differences in the cell shares. Counts may be weighted.
std::optional<double> delta_standard_error(
    std::span<const double> counts,
    const std::function<std::optional<double>(std::span<const double>)>& g);

}  // namespace shijin
