// A row's overall rating is the mean of its dimensions, unless a column gives it.
#include "engine/rated.h"

#include <cmath>

#include "base/numbers.h"
#include "base/utf8.h"
#include "stats/interval.h"

namespace shijin {
namespace {

constexpr std::string_view kOverall = "overall";
constexpr double kLevel = 0.95;
constexpr double kLowest = 1;  // of the scale that raters use
constexpr double kHighest = 5;

}  // namespace

void Rated::look(const ShardPlan& plan, const Shard& shard) {
  if (plan.layout.ratings.empty()) return;
  const auto add = [&](const std::string& dimension, double value) {
    Sums& sums = dimensions_[dimension];
    ++sums.n;
    sums.sum.add(value);
    sums.squares.add(value * value);
  };
  for (std::size_t i = 0; i < shard.batch.rows(); ++i) {
    std::map<std::string, std::pair<double, int>> row;
    for (const auto& [dimension, position] : plan.layout.ratings) {
      const std::string_view cell = shard.batch.columns[static_cast<std::size_t>(position)][i];
      if (cell.data() == nullptr) continue;
      const auto value = parse_number(strip_python_space(cell));
      if (!value || !std::isfinite(*value)) continue;
      auto& [sum, count] = row[dimension];
      sum += *value;
      ++count;
    }
    double sum = 0;
    for (const auto& [dimension, cell] : row) {
      const double mean = cell.first / cell.second;
      add(dimension, mean);
      sum += mean;
    }
    if (!row.empty() && !row.contains(std::string(kOverall))) {
      add(std::string(kOverall), sum / static_cast<double>(row.size()));
    }
  }
}

void Rated::merge(const Rated& later) {
  for (const auto& [dimension, from] : later.dimensions_) {
    Sums& into = dimensions_[dimension];
    into.n += from.n;
    into.sum.merge(from.sum);
    into.squares.merge(from.squares);
  }
}

std::vector<RatingLine> Rated::lines() const {
  std::vector<RatingLine> lines;
  for (const auto& [dimension, sums] : dimensions_) {
    const auto n = static_cast<double>(sums.n);
    RatingLine line{dimension, sums.n, sums.sum.value() / n, {}};
    if (sums.n >= 2) {
      const double variance =
          std::max(0.0, (sums.squares.value() - n * line.mean * line.mean) / (n - 1));
      if (variance > 0) {
        const Bounds bounds = mean_interval(line.mean, variance, n, kLevel);
        line.interval = Interval{bounds.lo, bounds.hi, kLevel, "t"};
      } else if (line.mean >= kLowest && line.mean <= kHighest) {
        const auto bounds = alike_interval(line.mean, n, kLowest, kHighest, kLevel);
        if (bounds) line.interval = Interval{bounds->lo, bounds->hi, kLevel, "all-alike"};
      }
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace shijin
