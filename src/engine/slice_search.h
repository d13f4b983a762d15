// From rows to slices: the rows that are kept, which features they have, and what the search over
// them finds.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/shard.h"
#include "engine/slice_row.h"
#include "evidence/slice.h"

namespace shijin {

/// At most kMost rows, the same whatever the order in which shards are merged
class SliceRows {
 public:
  static constexpr std::size_t kMost = 32'768;

  /// Keep the rows of a classification's shard
  void look(const ShardPlan& plan, const Shard& shard);
  void merge(SliceRows& later);

  /// Rows whose priority is not below cannot be among those kept in the end
  std::uint64_t bound() const;
  /// The rows kept, in order of their numbers
  std::vector<SliceRow> take();

 private:
  void prune();

  std::vector<SliceRow> rows_;
  std::uint64_t bound_ = ~std::uint64_t{0};  // rows at or above it cannot be among those kept
};

/// Search the rows for slices and for words that mark errors
SliceFacts search_slices(std::span<const SliceRow> rows, const SlicePlan& plan);

/// What can be pinned besides columns: "length", "script", "negation", "number", …
const std::vector<std::string>& slice_kinds();

}  // namespace shijin
