// Jackknife: the difference of two rankings of many rows, by what each row moves either score.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "metrics/metric.h"

namespace shijin {

/// The standard error of the difference of a metric between two runs whose rows stand in the same
/// order; nothing where the metric cannot tell what a row moves
///
/// With `clusters`, one key a row, what the rows of a cluster move is added up first.
/// For the ROC area this is DeLong's (1988) with n in place of n − 1: made for many rows.
std::optional<double> error_of_difference(const Metric& metric, const State& first,
                                          const State& second, std::span<const double> weights,
                                          std::span<const std::uint64_t> clusters = {});

}  // namespace shijin
