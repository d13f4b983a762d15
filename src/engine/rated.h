// Ratings that stand in columns beside the outputs: sums a dimension, for means with intervals, and
// the metrics held against them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/exact_sum.h"
#include "engine/shard.h"
#include "evidence/evidence.h"

namespace shijin {

/// The ratings of some shards; what is no number is left out
class Rated {
 public:
  void look(const ShardPlan& plan, const Shard& shard);
  void merge(const Rated& later);
  std::vector<RatingLine> lines() const;

 private:
  struct Sums {
    std::int64_t n = 0;
    ExactSum sum;
    ExactSum squares;
  };
  std::map<std::string, Sums> dimensions_;
};

/// Each sample's overall rating in the columns beside the outputs; nothing where it has none
std::vector<std::optional<double>> overall_ratings(const ShardPlan& plan, const Shard& shard);

/// What metrics and people said of the same rows, of some shards; of at most 100,000 rows
class PeopleScores {
 public:
  struct Column {
    std::string key;
    Better better = Better::higher;
    std::vector<std::optional<double>> scores;
  };

  /// Keep the rows of a shard that have an overall rating; the columns hold a score a sample
  void keep(const Shard& shard, const std::vector<std::optional<double>>& overall,
            const std::vector<Column>& columns);
  void merge(const PeopleScores& later);
  /// A line a metric that scores at least one of the rows
  std::vector<PeopleLine> lines() const;

 private:
  std::vector<std::string> ids_;
  std::vector<double> people_;
  std::vector<Column> columns_;
};

}  // namespace shijin
