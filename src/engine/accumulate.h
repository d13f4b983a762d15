// Accumulator: the running sum of one statistic over all shards, and enough kept beside it to
// resample: each row's statistic up to 100,000 rows, 2,000 hashed blocks of rows beyond that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "metrics/label_cells.h"
#include "metrics/metric.h"
#include "stats/weighted_counts.h"

namespace shijin {

/// Rows up to which each row is resampled by itself
inline constexpr std::size_t kResampleRows = 100'000;
/// Blocks of rows that are resampled beyond it
inline constexpr std::size_t kResampleBlocks = 2'000;

/// What one shard gives to one statistic
struct ShardStats {
  std::vector<std::byte> rows;
  State sum;
  bool words_used = false;  // the tokens may have been changed by a user's words
};

/// The sum of a statistic; shards are added in their order
class Accumulator {
 public:
  enum class Keep : std::uint8_t { nothing, for_resampling };

  Accumulator(const Statistic& statistic, Keep keep);

  const Statistic& statistic() const { return *statistic_; }
  /// Add a shard; `keys` are the rows' stream keys for resampling, `weights` empty or one a row
  void add(ShardStats shard, std::span<const std::uint64_t> keys, std::span<const double> weights);
  const State& sum() const { return sum_; }
  /// Whether a user's words may have changed any token that was counted
  bool words_used() const { return words_used_; }
  /// Keep rows from now on; only before the first shard
  void keep_for_resampling() { keep_ = Keep::for_resampling; }
  /// The stream keys of what is resampled: one a row, or one a block
  std::vector<std::uint64_t> resampling_keys() const;
  /// Whether such a weighting draws no row that counts: it is no evidence then
  bool draws_nothing(Counts weights) const;
  /// The sums under whole-number weights, one for each of resampling_keys()
  std::vector<State> weighted(std::span<const Counts, kWeightings> weights) const;

 private:
  void keep(std::span<const std::byte> rows, std::span<const std::uint64_t> keys,
            std::span<const double> weights);
  void keep_sums(std::span<const std::byte> rows, std::span<const std::uint64_t> keys,
                 std::span<const double> weights);
  void forget();
  void forget_rows();
  void fold_into_blocks();
  void add_to_blocks(std::span<const std::byte> rows, std::span<const std::uint64_t> keys,
                     std::span<const double> weights);
  State weighted_once(std::span<const double> weights) const;
  void counts_to_sums();

  const Statistic* statistic_;
  Keep keep_;
  State sum_;
  bool words_used_ = false;
  std::vector<std::uint64_t> keys_;  // of the rows; empty once there are blocks
  bool in_blocks_ = false;
  std::vector<std::size_t> idle_;  // places in keys_ of rows that weigh nothing
  // A state that is plain sums: the rows' as small whole numbers as long as they are such, else one
  // padded row of doubles for each row or block.
  CountRows counts_;
  bool counting_;
  std::vector<double> sums_;
  // The label statistic: the rows as below, and the cell that each lies in.
  std::optional<LabelCells> label_cells_;
  std::vector<std::uint32_t> cells_;
  // Any other state.
  std::vector<std::byte> rows_;
  std::vector<double> weights_;
  std::vector<State> blocks_;
};

}  // namespace shijin
