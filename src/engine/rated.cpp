// A row's overall rating is the mean of its dimensions, unless a column gives it.
#include "engine/rated.h"

#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "base/utf8.h"
#include "engine/collect.h"
#include "rate/bridge.h"
#include "stats/interval.h"
#include "stats/rank_correlation.h"

namespace shijin {
namespace {

constexpr double kLevel = 0.95;
constexpr double kLowest = 1;  // of the scale that raters use
constexpr double kHighest = 5;

constexpr std::size_t kMostRows = 100'000;

// What a row of the batch was given: by dimension the sum of its cells and how many there are.
using Given = std::map<std::string, std::pair<double, int>>;

Given given_in(const ShardPlan& plan, const Shard& shard, std::size_t i) {
  Given row;
  for (const auto& [dimension, position] : plan.layout.ratings) {
    const std::string_view cell = shard.batch.columns[static_cast<std::size_t>(position)][i];
    if (cell.data() == nullptr) continue;
    const auto value = parse_number(strip_python_space(cell));
    if (!value || !std::isfinite(*value)) continue;
    auto& [sum, count] = row[dimension];
    sum += *value;
    ++count;
  }
  return row;
}

std::optional<double> overall_of(const Given& row) {
  if (row.empty()) return std::nullopt;
  const auto named = row.find(std::string(kOverall));
  if (named != row.end()) return named->second.first / named->second.second;
  double sum = 0;
  for (const auto& [dimension, cell] : row) sum += cell.first / cell.second;
  return sum / static_cast<double>(row.size());
}

// The metric's scores turned so that higher is better, beside what people gave; and which rows.
struct Both {
  std::vector<std::size_t> rows;
  std::vector<double> turned;
  std::vector<double> people;
};

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
    const Given row = given_in(plan, shard, i);
    for (const auto& [dimension, cell] : row) add(dimension, cell.first / cell.second);
    if (!row.empty() && !row.contains(std::string(kOverall))) {
      add(std::string(kOverall), *overall_of(row));
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

std::vector<std::optional<double>> overall_ratings(const ShardPlan& plan, const Shard& shard) {
  std::vector<std::optional<double>> overall(shard.samples.size);
  std::size_t at = 0;  // both are in the order of the rows
  for (std::size_t i = 0; i < shard.samples.size; ++i) {
    while (at < shard.batch.rows() && shard.batch.row[at] != shard.row[i]) ++at;
    if (at == shard.batch.rows()) break;
    overall[i] = overall_of(given_in(plan, shard, at));
  }
  return overall;
}

void PeopleScores::keep(const Shard& shard, const std::vector<std::optional<double>>& overall,
                        const std::vector<Column>& columns) {
  for (const Column& column : columns) columns_.push_back({column.key, column.better, {}});
  for (std::size_t i = 0; i < overall.size(); ++i) {
    if (!overall[i]) continue;
    ids_.push_back(sample_id(shard, i));
    people_.push_back(*overall[i]);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      columns_[c].scores.push_back(columns[c].scores[i]);
    }
  }
}

void PeopleScores::merge(const PeopleScores& later) {
  if (columns_.empty()) {
    *this = later;
    return;
  }
  for (std::size_t i = 0; i < later.ids_.size() && ids_.size() < kMostRows; ++i) {
    ids_.push_back(later.ids_[i]);
    people_.push_back(later.people_[i]);
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      columns_[c].scores.push_back(later.columns_[c].scores[i]);
    }
  }
}

std::vector<PeopleLine> PeopleScores::lines() const {
  std::vector<PeopleLine> lines;
  for (const Column& column : columns_) {
    const double sign = column.better == Better::lower ? -1 : 1;
    Both both;
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      if (!column.scores[i]) continue;
      both.rows.push_back(i);
      both.turned.push_back(sign * *column.scores[i]);
      both.people.push_back(people_[i]);
    }
    if (both.rows.empty()) continue;
    PeopleLine& line = lines.emplace_back();
    line.key = column.key;
    line.n = static_cast<std::int64_t>(both.rows.size());
    if (const auto order = spearman(both.turned, both.people, kLevel)) {
      line.spearman = order->value;
      line.interval = Interval{order->interval.lo, order->interval.hi, kLevel, "bonett-wright"};
    }
    const Parted parted = part_items(both.turned, both.people);
    line.low = std::min(sign * parted.low, sign * parted.high);
    line.high = std::max(sign * parted.low, sign * parted.high);
    for (const std::size_t i : parted.only_machine) line.only_machine.push_back(ids_[both.rows[i]]);
    for (const std::size_t i : parted.only_people) line.only_people.push_back(ids_[both.rows[i]]);
  }
  return lines;
}

}  // namespace shijin
