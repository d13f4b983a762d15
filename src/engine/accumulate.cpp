// Adding shards up and resampling them.
#include "engine/accumulate.h"

#include "base/random.h"

namespace shijin {
namespace {

// The block is the high part of a row's key; replicate weights use the whole of it.
std::size_t block_of(std::uint64_t key) {
  return static_cast<std::size_t>((static_cast<Wide>(key) * kResampleBlocks) >> 64U);
}

}  // namespace

Accumulator::Accumulator(const Statistic& statistic, Keep keep)
    : statistic_(&statistic),
      keep_(keep),
      sum_(statistic.start()),
      counts_(statistic.sums()),
      counting_(statistic.sums() > 0) {
  if (statistic.key() == LabelRule().shared_key()) label_cells_.emplace();
}

void Accumulator::add(ShardStats shard, std::span<const std::uint64_t> keys,
                      std::span<const double> weights) {
  statistic_->merge(sum_, shard.sum);
  words_used_ = words_used_ || shard.words_used;
  if (keep_ == Keep::nothing) return;
  if (!statistic_->resampled(sum_)) return forget();
  if (!in_blocks_ && keys_.size() + keys.size() > kResampleRows) fold_into_blocks();
  for (std::size_t i = 0; !in_blocks_ && i < weights.size(); ++i) {
    if (weights[i] == 0) idle_.push_back(keys_.size() + i);
  }
  if (statistic_->sums() > 0) {
    keep_sums(shard.rows, keys, weights);
  } else if (in_blocks_) {
    add_to_blocks(shard.rows, keys, weights);
  } else {
    keep(shard.rows, keys, weights);
  }
}

void Accumulator::forget() {
  keep_ = Keep::nothing;
  keys_ = {};
  idle_ = {};
  counts_ = CountRows();
  sums_ = {};
  forget_rows();
  blocks_ = {};
}

void Accumulator::forget_rows() {
  rows_ = {};
  weights_ = {};
  label_cells_.reset();
  cells_ = {};
}

void Accumulator::keep(std::span<const std::byte> rows, std::span<const std::uint64_t> keys,
                       std::span<const double> weights) {
  // Weights are kept from the first shard that has any: the rows before it weigh 1.
  if (!weights.empty()) weights_.resize(keys_.size(), 1.0);
  rows_.insert(rows_.end(), rows.begin(), rows.end());
  if (label_cells_) {
    const auto* const labels = reinterpret_cast<const LabelCounts::Stat*>(rows.data());
    label_cells_->place({labels, rows.size() / sizeof(LabelCounts::Stat)}, cells_);
  }
  keys_.insert(keys_.end(), keys.begin(), keys.end());
  weights_.insert(weights_.end(), weights.begin(), weights.end());
  if (!weights_.empty()) weights_.resize(keys_.size(), 1.0);
}

void Accumulator::keep_sums(std::span<const std::byte> rows, std::span<const std::uint64_t> keys,
                            std::span<const double> weights) {
  const std::size_t narrow = statistic_->sums();
  const std::size_t width = padded_width(narrow);
  std::vector<double> units(keys.size() * narrow);
  statistic_->unit_sums(rows, units);
  std::vector<double> row(width);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const double weight = weights.empty() ? 1.0 : weights[i];
    for (std::size_t k = 0; k < narrow; ++k) row[k] = units[i * narrow + k] * weight;
    if (counting_ && !in_blocks_) {
      if (counts_.push(std::span(row).first(narrow))) continue;
      counts_to_sums();
    }
    if (in_blocks_) {
      double* const block = sums_.data() + block_of(keys[i]) * width;
      for (std::size_t k = 0; k < width; ++k) block[k] += row[k];
    } else {
      sums_.insert(sums_.end(), row.begin(), row.end());
    }
  }
  if (!in_blocks_) keys_.insert(keys_.end(), keys.begin(), keys.end());
}

// Go on in doubles: a number is too large, or a weight made it a fraction.
void Accumulator::counts_to_sums() {
  const std::size_t narrow = statistic_->sums();
  const std::size_t width = padded_width(narrow);
  sums_.resize(counts_.size() * width);
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    for (std::size_t k = 0; k < narrow; ++k) sums_[i * width + k] = counts_.at(i, k);
  }
  counts_ = CountRows(narrow);
  counting_ = false;
}

void Accumulator::fold_into_blocks() {
  in_blocks_ = true;
  idle_ = {};
  const std::vector<std::uint64_t> keys = std::move(keys_);
  keys_.clear();
  if (const std::size_t width = padded_width(statistic_->sums()); width > 0) {
    if (counting_) counts_to_sums();
    std::vector<double> blocks(kResampleBlocks * width);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      double* const block = blocks.data() + block_of(keys[i]) * width;
      for (std::size_t k = 0; k < width; ++k) block[k] += sums_[i * width + k];
    }
    sums_ = std::move(blocks);
    return;
  }
  blocks_.resize(kResampleBlocks);
  for (State& block : blocks_) block = statistic_->start();
  add_to_blocks(rows_, keys, weights_);
  forget_rows();
}

void Accumulator::add_to_blocks(std::span<const std::byte> rows,
                                std::span<const std::uint64_t> keys,
                                std::span<const double> weights) {
  const std::size_t bytes = statistic_->stat_bytes();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    statistic_->add(blocks_[block_of(keys[i])], rows.subspan(i * bytes, bytes),
                    weights.empty() ? weights : weights.subspan(i, 1));
  }
}

std::vector<std::uint64_t> Accumulator::resampling_keys() const {
  if (!in_blocks_) return keys_;
  std::vector<std::uint64_t> keys(kResampleBlocks);
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = mix_bits(i);
  return keys;
}

bool Accumulator::draws_nothing(Counts weights) const {
  auto idle = idle_.begin();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (idle != idle_.end() && *idle == i) {
      ++idle;
    } else if (weights[i] > 0) {
      return false;
    }
  }
  return true;
}

std::vector<State> Accumulator::weighted(std::span<const Counts, kWeightings> weights) const {
  std::vector<State> states;
  const std::size_t narrow = statistic_->sums();
  if (counting_) {
    std::vector<double> sums(kWeightings * narrow);
    counts_.add_weighted(weights, sums);
    for (std::size_t r = 0; r < kWeightings; ++r) {
      states.push_back(statistic_->from_sums(std::span(sums).subspan(r * narrow, narrow)));
    }
    return states;
  }
  if (label_cells_ && weights_.empty()) {
    std::vector<std::int32_t> counts(label_cells_->size() * kWeightings);
    add_to_cells(cells_, weights, counts);
    for (std::size_t r = 0; r < kWeightings; ++r) {
      states.push_back(statistic_->start());
      states.back().as<LabelCounts::State>() = label_cells_->state(counts, r);
    }
    return states;
  }
  std::vector<std::vector<double>> doubles;
  for (const Counts one : weights) doubles.emplace_back(one.begin(), one.end());
  if (narrow == 0) {
    for (const std::vector<double>& one : doubles) states.push_back(weighted_once(one));
    return states;
  }
  const std::size_t width = padded_width(narrow);
  const std::vector<std::span<const double>> views(doubles.begin(), doubles.end());
  std::vector<double> sums(kWeightings * width);
  add_weighted_rows(sums_, width, std::span(views).first<kWeightings>(), sums);
  for (std::size_t r = 0; r < kWeightings; ++r) {
    states.push_back(statistic_->from_sums(std::span(sums).subspan(r * width, narrow)));
  }
  return states;
}

State Accumulator::weighted_once(std::span<const double> weights) const {
  State state = statistic_->start();
  if (in_blocks_) {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      for (double left = weights[i]; left > 0; --left) statistic_->merge(state, blocks_[i]);
    }
    return state;
  }
  if (weights_.empty()) {
    statistic_->add(state, rows_, weights);
    return state;
  }
  std::vector<double> both(weights.begin(), weights.end());
  for (std::size_t i = 0; i < both.size(); ++i) both[i] *= weights_[i];
  statistic_->add(state, rows_, both);
  return state;
}

}  // namespace shijin
