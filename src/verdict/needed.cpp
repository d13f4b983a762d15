// Growing an interval's rows in thought.
#include "verdict/needed.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "stats/interval.h"

namespace shijin {
namespace {

using Grown = std::function<Bounds(double scale)>;

// The interval of a line if it had `scale` times as many rows at the same rates.
Grown grown(double value, const Interval& interval) {
  const double level = interval.level;
  const Bounds now{interval.lo, interval.hi};
  if (interval.method == "wilson") {
    const double rows = wilson_rows(value, now, level);
    return [=](double scale) { return wilson_interval(value * rows * scale, rows * scale, level); };
  }
  if (interval.method == "wilson-jaccard") {
    const double rate = jaccard_of_f1(value);
    const double rows = wilson_rows(rate, {jaccard_of_f1(now.lo), jaccard_of_f1(now.hi)}, level);
    return [=](double scale) { return f1_interval(rate * rows * scale, rows * scale, level); };
  }
  return [=](double scale) {
    const double shrink = 1 / std::sqrt(scale);
    return Bounds{value - (value - now.lo) * shrink, value + (now.hi - value) * shrink};
  };
}

}  // namespace

std::optional<double> factor_to_clear(const ScoreLine& line, double bar) {
  if (!line.score.value || !line.interval) return std::nullopt;
  return needed_scale(grown(*line.score.value, *line.interval), bar);
}

std::optional<double> factor_to_resolve(const ScoreLine& line, double step) {
  if (!line.score.value || !line.interval) return std::nullopt;
  const Grown interval = grown(*line.score.value, *line.interval);
  std::optional<double> most;
  for (double bar : {*line.score.value - step, *line.score.value + step}) {
    if (bar <= line.low || bar >= line.high) continue;
    const std::optional<double> factor = needed_scale(interval, bar);
    if (factor) most = std::max(most.value_or(1), *factor);
  }
  return most;
}

std::optional<double> factor_to_narrow(const ScoreLine& line, double width) {
  if (!line.score.value || !line.interval || !(width > 0)) return std::nullopt;
  const Grown interval = grown(*line.score.value, *line.interval);
  const auto excess = [&](double scale) {
    const Bounds bounds = interval(scale);
    // Wide means below the bar 0, narrow enough means above it.
    const double room = width - (bounds.hi - bounds.lo);
    return room >= 0 ? Bounds{room, room + 1} : Bounds{room, 1};
  };
  return needed_scale(excess, 0);
}

}  // namespace shijin
