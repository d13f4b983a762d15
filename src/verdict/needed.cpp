// Growing an interval's rows in thought.
#include "verdict/needed.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "stats/interval.h"

namespace shijin {
namespace {

constexpr std::int64_t kEnoughEqualRows = 30;

using Grown = std::function<Bounds(double scale)>;

// Standard deviation of one row behind a t interval; nothing when the range cut it at both ends.
std::optional<double> spread_of(const ScoreLine& line) {
  if (line.spread > 0) return line.spread;
  const Interval& interval = *line.interval;
  const double below = interval.lo > line.low ? *line.score.value - interval.lo : 0;
  const double above = interval.hi < line.high ? interval.hi - *line.score.value : 0;
  const double arm = std::max(below, above);
  if (arm == 0 || line.n < 2) return std::nullopt;
  const auto rows = static_cast<double>(line.n);
  return arm * std::sqrt(rows) / student_quantile(0.5 + interval.level / 2, rows - 1);
}

// The interval of a line if it had `scale` times as many rows at the same rates.
std::optional<Grown> grown(const ScoreLine& line) {
  if (!line.score.value || !tells_spread(line)) return std::nullopt;
  const double value = *line.score.value;
  const Interval& interval = *line.interval;
  const double level = interval.level;
  const Bounds now{interval.lo, interval.hi};
  if (interval.method == "wilson") {
    const double rows = wilson_rows(value, now, level);
    return Grown(
        [=](double scale) { return wilson_interval(value * rows * scale, rows * scale, level); });
  }
  if (interval.method == "wilson-jaccard") {
    const double rate = jaccard_of_f1(value);
    const double rows = wilson_rows(rate, {jaccard_of_f1(now.lo), jaccard_of_f1(now.hi)}, level);
    return Grown(
        [=](double scale) { return f1_interval(rate * rows * scale, rows * scale, level); });
  }
  if (interval.method == "t") {
    const std::optional<double> spread = spread_of(line);
    if (!spread || line.n < 2) return std::nullopt;
    const auto rows = static_cast<double>(line.n);
    return Grown([=, variance = *spread * *spread](double scale) {
      return mean_interval(value, variance, rows * scale, level);
    });
  }
  if (interval.method == "all-alike") {
    const auto rows = static_cast<double>(line.n);
    return Grown([=, low = line.low, high = line.high](double scale) {
      return alike_interval(value, rows * scale, low, high, level).value_or(now);
    });
  }
  return Grown([=](double scale) {
    const double shrink = 1 / std::sqrt(scale);
    return Bounds{value - (value - now.lo) * shrink, value + (now.hi - value) * shrink};
  });
}

}  // namespace

bool holds_score(const ScoreLine& line) {
  constexpr double kRounding = 1e-9;
  return line.interval && line.score.value && line.interval->lo <= *line.score.value + kRounding &&
         *line.score.value <= line.interval->hi + kRounding;
}

bool tells_spread(const ScoreLine& line) {
  return holds_score(line) && (line.interval->lo < line.interval->hi || line.n >= kEnoughEqualRows);
}

std::optional<double> factor_to_clear(const ScoreLine& line, double bar) {
  const std::optional<Grown> interval = grown(line);
  if (!interval) return std::nullopt;
  return needed_scale(*interval, bar);
}

std::optional<double> factor_to_resolve(const ScoreLine& line, double step) {
  const std::optional<Grown> interval = grown(line);
  if (!interval) return std::nullopt;
  std::optional<double> most;
  for (double bar : {*line.score.value - step, *line.score.value + step}) {
    if (bar <= line.low || bar >= line.high) continue;
    const std::optional<double> factor = needed_scale(*interval, bar);
    if (factor) most = std::max(most.value_or(1), *factor);
  }
  return most;
}

std::optional<double> factor_to_narrow(const ScoreLine& line, double width) {
  const std::optional<Grown> interval = grown(line);
  if (!interval || !(width > 0)) return std::nullopt;
  const auto excess = [&](double scale) {
    const Bounds bounds = (*interval)(scale);
    // Wide means below the bar 0, narrow enough means above it.
    const double room = width - (bounds.hi - bounds.lo);
    return room >= 0 ? Bounds{room, room + 1} : Bounds{room, 1};
  };
  return needed_scale(excess, 0);
}

}  // namespace shijin
