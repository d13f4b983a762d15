// Adding shards up and resampling them.
#include "engine/accumulate.h"

#include "base/random.h"

namespace shijin {

Accumulator::Accumulator(const Statistic& statistic, Keep keep)
    : statistic_(&statistic), keep_(keep), sum_(statistic.start()) {}

void Accumulator::add(ShardStats shard, std::span<const std::uint64_t> keys,
                      std::span<const double> weights) {
  statistic_->merge(sum_, shard.sum);
  if (keep_ == Keep::nothing) return;
  if (blocks_.empty() && keys_.size() + keys.size() <= kResampleRows) {
    rows_.insert(rows_.end(), shard.rows.begin(), shard.rows.end());
    keys_.insert(keys_.end(), keys.begin(), keys.end());
    weights_.insert(weights_.end(), weights.begin(), weights.end());
    return;
  }
  if (blocks_.empty()) fold_into_blocks();
  add_to_blocks(shard.rows, keys, weights);
}

void Accumulator::fold_into_blocks() {
  blocks_.resize(kResampleBlocks);
  for (State& block : blocks_) block = statistic_->start();
  add_to_blocks(rows_, keys_, weights_);
  rows_ = {};
  keys_ = {};
  weights_ = {};
}

void Accumulator::add_to_blocks(std::span<const std::byte> rows,
                                std::span<const std::uint64_t> keys,
                                std::span<const double> weights) {
  const std::size_t bytes = statistic_->stat_bytes();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    // The block is the high part of the key: replicate weights use the whole of it.
    const auto block =
        static_cast<std::size_t>((static_cast<Wide>(keys[i]) * kResampleBlocks) >> 64U);
    statistic_->add(blocks_[block], rows.subspan(i * bytes, bytes),
                    weights.empty() ? weights : weights.subspan(i, 1));
  }
}

std::vector<std::uint64_t> Accumulator::resampling_keys() const {
  if (blocks_.empty()) return keys_;
  std::vector<std::uint64_t> keys(blocks_.size());
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = mix_bits(i);
  return keys;
}

State Accumulator::weighted(std::span<const double> weights) const {
  State state = statistic_->start();
  if (blocks_.empty()) {
    if (weights_.empty()) {
      statistic_->add(state, rows_, weights);
      return state;
    }
    std::vector<double> both(weights.begin(), weights.end());
    for (std::size_t i = 0; i < both.size(); ++i) both[i] *= weights_[i];
    statistic_->add(state, rows_, both);
    return state;
  }
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    for (double left = weights[i]; left > 0; --left) statistic_->merge(state, blocks_[i]);
  }
  return state;
}

}  // namespace shijin
