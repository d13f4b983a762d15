// Ratings that stand in columns beside the outputs: sums a dimension, for means with intervals.
#pragma once

#include <cstdint>
#include <map>
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

}  // namespace shijin
