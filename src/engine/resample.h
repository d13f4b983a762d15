// Resample: what metrics score on other draws of the same rows: Poisson replicates, and the rows
// without each unit in turn. A unit is a row, a cluster of rows, or a hashed block of either.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "engine/accumulate.h"
#include "evidence/score.h"
#include "metrics/metric.h"
#include "stats/interval.h"

namespace shijin {

/// Replicates of a bootstrap
inline constexpr std::size_t kReplicates = 1'000;

/// What is left out at once, for each key that an accumulator resamples by
struct Units {
  std::vector<std::uint32_t> of_key;  // numbered in the order in which they come
  std::size_t count = 0;
};

/// Units of equal keys; from `most` of them on, as many hashed blocks
Units units_of(const std::vector<std::uint64_t>& keys, std::size_t most);

/// Call `each(unit, state)` with the sum of all other units, for every unit, from several threads
void leave_out_each(const Accumulator& accumulator, const Units& units, std::size_t threads,
                    const std::function<void(std::size_t unit, const State& state)>& each);

/// One metric that waits for its interval
struct WaitingMetric {
  const Metric* metric;
  ScoreLine* line;
  std::vector<std::optional<double>> values = {};
};
using WaitingMetrics = std::map<const Accumulator*, std::vector<WaitingMetric>>;

/// Put the middle of Poisson replicates on every line: bias-corrected and accelerated (Efron 1987)
/// up to kAcceleratedUnits units, else percentiles
///
/// All accumulators must hold the same rows (or blocks): the weights are drawn once for all.
inline constexpr std::size_t kAcceleratedUnits = 1'000;
void bootstrap_intervals(WaitingMetrics& waiting, std::uint64_t seed, std::size_t threads,
                         double level);

/// Put an interval on a line, cut to the metric's range; without one, the reason why
///
/// Bounds without a width say that all units (`units`; else the line's rows) score alike: the
/// interval is then that of stats/interval.h's alike_interval.
void put_interval(ScoreLine& line, const std::optional<Bounds>& bounds, double level,
                  std::string_view method, std::size_t units = 0);

/// The values that are defined, sorted; nothing when more than one in twenty of `drawn` is not
std::vector<double> defined_values(const std::vector<std::optional<double>>& values,
                                   std::size_t drawn);

}  // namespace shijin
