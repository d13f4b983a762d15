// Pass: reading the table once, shard by shard on all threads, into sums.
#pragma once

#include <functional>
#include <memory>
#include <unordered_set>
#include <vector>

#include "base/file.h"
#include "engine/accumulate.h"
#include "engine/collect.h"
#include "engine/plan.h"

namespace shijin {

/// What one pass over the table fills
struct PassResult {
  /// One for each distinct statistic and choice of rows
  struct Sum {
    std::unique_ptr<Accumulator> accumulator;
    Rows rows;
  };
  std::vector<Sum> sums;
  Collector facts;
  Notes notes;
  std::unordered_set<std::uint64_t> clusters;  // their keys; empty without a column of clusters

  const Accumulator& of(const PlannedMetric& planned) const;
};

/// Reads a table shard by shard; the first shard may be looked at before the plan is made
class Pass {
 public:
  Pass(Table& table, const ShardPlan& shard_plan, const EvaluateOptions& options,
       const EvaluateHooks& hooks);
  ~Pass();

  /// Read the first shard ahead of run(), or give nullptr when there is none; it stays the pass's
  /// own
  Result<Shard*> first();
  /// Measure everything; `samples_out`, if any, receives a line of JSON a row
  Result<PassResult> run(const Plan& plan, FileWriter* samples_out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace shijin
