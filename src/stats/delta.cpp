// Var = (Σ p·g'² − (Σ p·g')²) / n over the cells, g' the slope of g in a cell's share p.
#include "stats/delta.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/random.h"

namespace shijin {
namespace {

constexpr std::size_t kDirections = 300;

struct Shares {
  std::vector<double> share;
  double total = 0;

  explicit Shares(std::span<const double> counts) : share(counts.begin(), counts.end()) {
    for (double count : counts) total += count;
    for (double& x : share) x /= total;
  }
};

// Slope and bend of g along a direction: g(p ± step · direction).
struct Slope {
  double slope;
  double bend;
};

std::optional<Slope> slope_along(const Shares& at, std::span<const double> direction, double step,
                                 double value, const ScoreOfCounts& g) {
  std::vector<double> moved = at.share;
  for (std::size_t i = 0; i < moved.size(); ++i) moved[i] += step * direction[i];
  const std::optional<double> above = g(moved);
  for (std::size_t i = 0; i < moved.size(); ++i) moved[i] -= 2 * step * direction[i];
  const std::optional<double> below = g(moved);
  if (!above || !below) return std::nullopt;
  return Slope{(*above - *below) / (2 * step), (*above + *below - 2 * value) / (step * step)};
}

// One cell after another, and the direction that moves all in proportion.
std::optional<DeltaEstimate> by_cells(const Shares& at, double value, const ScoreOfCounts& g) {
  double first = 0;
  double second = 0;
  double bends = 0;
  std::vector<double> direction(at.share.size());
  for (std::size_t cell = 0; cell < at.share.size(); ++cell) {
    const double p = at.share[cell];
    if (p == 0) continue;  // an empty cell has no variance
    direction[cell] = p;
    const auto along = slope_along(at, direction, 1e-3, value, g);
    direction[cell] = 0;
    if (!along) return std::nullopt;
    first += along->slope;
    second += along->slope * along->slope / p;
    bends += along->bend / p;
  }
  const auto all = slope_along(at, at.share, 1e-3, value, g);
  if (!all) return std::nullopt;
  return DeltaEstimate{value, std::sqrt(std::max(0.0, second - first * first) / at.total), at.total,
                       (bends - all->bend) / (2 * at.total)};
}

// All cells at once, each up or down by the root of its share, the sum kept: such directions have
// the covariance of the counts.
std::optional<DeltaEstimate> by_directions(const Shares& at, double value, const ScoreOfCounts& g) {
  double least = 1;
  for (double p : at.share) least = p > 0 ? std::min(least, p) : least;
  const double step = 0.02 * std::sqrt(least);
  double squares = 0;
  double bends = 0;
  std::vector<double> direction(at.share.size());
  for (std::size_t one = 0; one < kDirections; ++one) {
    Random random(0xDE17A, one);
    double sum = 0;
    std::uint64_t bits = 0;
    for (std::size_t cell = 0; cell < direction.size(); ++cell) {
      bits = cell % 64 == 0 ? random.bits() : bits >> 1U;
      direction[cell] = (bits & 1U) != 0 ? std::sqrt(at.share[cell]) : -std::sqrt(at.share[cell]);
      sum += direction[cell];
    }
    for (std::size_t cell = 0; cell < direction.size(); ++cell) {
      direction[cell] -= sum * at.share[cell];
    }
    const auto along = slope_along(at, direction, step, value, g);
    if (!along) return std::nullopt;
    squares += along->slope * along->slope / kDirections;
    bends += along->bend / kDirections;
  }
  return DeltaEstimate{value, std::sqrt(squares / at.total), at.total, bends / (2 * at.total)};
}

}  // namespace

std::optional<double> delta_standard_error(std::span<const double> counts, const ScoreOfCounts& g) {
  const Shares at(counts);
  if (!(at.total > 0)) return std::nullopt;
  const std::optional<double> value = g(at.share);
  if (!value) return std::nullopt;
  const auto estimate = by_cells(at, *value, g);
  return estimate ? std::optional(estimate->error) : std::nullopt;
}

std::optional<DeltaEstimate> delta_estimate(std::span<const double> counts,
                                            const ScoreOfCounts& g) {
  const Shares at(counts);
  if (!(at.total > 0)) return std::nullopt;
  const std::optional<double> value = g(at.share);
  if (!value) return std::nullopt;
  return counts.size() <= kCellsMoved ? by_cells(at, *value, g) : by_directions(at, *value, g);
}

Bounds count_score_interval(const DeltaEstimate& plain, const DeltaEstimate& smoothed, double low,
                            double high, double level) {
  const double error = smoothed.error * std::sqrt(smoothed.rows / plain.rows);
  const double t = student_quantile(0.5 + level / 2, std::max(1.0, plain.rows - 1));
  const double wider = std::min(2 * normal_probability(t) - 1, 1 - 1e-12);
  const double centre = std::clamp(plain.value - plain.bias, low, high);
  Bounds bounds = normal_interval(centre, error, wider, low, high);
  const double range = high - low;
  const double rate = (smoothed.value - low) / range;
  if (std::isfinite(range) && rate > 0 && rate < 1 && error > 0) {
    const double rows = rate * (1 - rate) * range * range / (error * error);
    bounds = wilson_interval((centre - low) / range * rows, rows, wider);
    bounds = {low + range * bounds.lo, low + range * bounds.hi};
  }
  return {std::min(bounds.lo, plain.value), std::max(bounds.hi, plain.value)};
}

}  // namespace shijin
