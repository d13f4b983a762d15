// From rows to slices: the rows that are kept, which features they have, and what the search over
// them finds.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/shard.h"
#include "evidence/example.h"
#include "evidence/slice.h"

namespace shijin {

/// One row as the search sees it
struct SliceRow {
  std::uint64_t priority = 0;  // rows with the lowest are kept; a hash of the row's number
  std::int64_t row = 0;        // 1-based data row
  bool wrong = false;
  std::string text;                   // the input, cut
  Example example;                    // as a report shows it; only where it is wrong
  std::int32_t truth = -1;            // which of the probabilities is that of the true label
  std::vector<double> probabilities;  // of every label; empty where there are none
  std::vector<std::string> metadata;  // by the layout's slice columns; too long ones are ""
};

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

/// What the search is told besides the rows
struct SlicePlan {
  std::vector<std::string> columns;  // names of the metadata columns of each row
  std::vector<std::string> pinned;   // columns, or kinds such as "length", that are always shown
  std::size_t depth = 2;
  std::uint64_t seed = 0;
  std::size_t threads = 1;
};

/// Search the rows for slices and for words that mark errors
SliceFacts search_slices(std::span<const SliceRow> rows, const SlicePlan& plan);

/// What can be pinned besides columns: "length", "script", "negation", "number", …
const std::vector<std::string>& slice_kinds();

}  // namespace shijin
