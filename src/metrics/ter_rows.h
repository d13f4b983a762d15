// The distance table under TER, row by row of the output, in three kinds: the whole table in one
// word a row (short references), the peer's beam in one word a row, and the peer's beam cell by
// cell where a reference is more than 50 times its output. Cells outside the beam are infinite.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "metrics/token_slots.h"

namespace shijin::ter {

/// How a cell follows from its neighbours; of equally cheap ways the first one counts
enum class Edit : std::uint8_t { keep, replace, remove, insert };

/// Cells on each side of the diagonal that the peer fills
inline constexpr std::size_t kBeam = 25;

/// A reference as bit masks: of each of its words, where it stands. Words are numbers: equal ones
/// mean equal words, and `unknown()` is any word that the reference has not
class Positions {
 public:
  /// Position p of the reference is bit p + offset
  void index(std::span<const std::uint32_t> reference, std::size_t offset) {
    slots_.begin();
    words_.resize(reference.size());
    for (std::size_t i = 0; i < reference.size(); ++i) words_[i] = slots_.add(reference[i]);
    size_ = reference.size();
    stride_ = (size_ + offset) / 64 + 3;  // reads of 64 bits may reach beyond the end
    masks_.assign((slots_.size() + 1) * stride_, 0);
    for (std::size_t i = 0; i < size_; ++i) {
      masks_[words_[i] * stride_ + (i + offset) / 64] |= 1ULL << ((i + offset) % 64);
    }
  }
  std::size_t size() const { return size_; }
  std::uint32_t unknown() const { return slots_.size(); }
  std::uint32_t word_of(std::uint32_t token) const {
    return std::min(slots_.find(token), slots_.size());
  }
  std::span<const std::uint32_t> words() const { return words_; }
  /// 64 bits from `bit` on
  std::uint64_t bits(std::uint32_t word, std::size_t bit) const {
    const std::uint64_t* const mask = masks_.data() + word * stride_ + bit / 64;
    return mask[0] >> (bit % 64) | (mask[1] << 1U) << (63 - bit % 64);
  }
  /// The first 64 bits
  std::uint64_t first_bits(std::uint32_t word) const { return masks_[word * stride_]; }

 private:
  TokenSlots slots_;
  std::vector<std::uint32_t> words_;
  std::vector<std::uint64_t> masks_;
  std::size_t size_ = 0;
  std::size_t stride_ = 0;
};

/// One row as differences: bit k is set where cell k is one more (`up`), one less (`down`) than the
/// cell before it, or equal to the cell before it in the row before (`level`)
struct BitRow {
  std::uint64_t up = ~0ULL;
  std::uint64_t down = 0;
  std::uint64_t level = 0;
  std::int64_t first = 0;  // the value of the first cell

  /// Myers' step to the next row, the first bit's left neighbour growing by one
  void step(std::uint64_t equal) {
    level = (((equal & up) + up) ^ up) | equal | down;
    const std::uint64_t more = down | ~(level | up);
    const std::uint64_t less = up & level;
    const std::uint64_t more_before = (more << 1U) | 1U;
    up = (less << 1U) | ~(level | more_before);
    down = more_before & level;
    first += static_cast<std::int64_t>(more & 1U) - static_cast<std::int64_t>(less & 1U);
  }
};

/// The whole table, for references of up to 64 words where the beam cuts nothing
class WholeRows {
 public:
  using Row = BitRow;
  static constexpr bool kCuts = false;

  WholeRows(const Positions& reference, std::size_t rows) : reference_(&reference), rows_(rows) {}

  Row start() const { return {}; }
  void step(Row& row, std::size_t, std::uint32_t word) const {
    row.step(reference_->first_bits(word));
  }
  std::uint32_t distance(const Row& last) const {
    const std::size_t columns = reference_->size();
    const std::uint64_t inside = columns == 64 ? ~0ULL : (1ULL << columns) - 1;
    return static_cast<std::uint32_t>(rows_) +
           static_cast<std::uint32_t>(std::popcount(last.up & inside)) -
           static_cast<std::uint32_t>(std::popcount(last.down & inside));
  }
  Edit edit(std::size_t, std::size_t j, const Row& before, const Row& row, bool equal) const {
    if (equal) return Edit::keep;
    if ((row.level >> (j - 1) & 1U) == 0) return Edit::replace;
    return (before.down >> (j - 1) & 1U) != 0 ? Edit::remove : Edit::insert;
  }

 private:
  const Positions* reference_;
  std::size_t rows_;
};

/// Where the peer's beam lies in each row: cells [begin, end), the whole row behind the last one
struct Beam {
  std::vector<std::size_t> begin;
  std::vector<std::size_t> end;

  void lay(std::size_t rows, std::size_t columns);
};

/// The peer's beam of 50 cells; bit k of row i is the cell at begin[i] + k, its word the one before
class BeamRows {
 public:
  using Row = BitRow;
  static constexpr bool kCuts = true;

  BeamRows(const Positions& reference, const Beam& beam) : reference_(&reference), beam_(&beam) {}

  Row start() const { return {}; }
  void step(Row& row, std::size_t i, std::uint32_t word) const {
    const std::size_t begin = beam_->begin[i];
    const std::size_t moved = begin - beam_->begin[i - 1];
    const std::size_t left = beam_->end[i - 1] - begin;  // cells of the row before still in reach
    const std::uint64_t known = left >= 64 ? ~0ULL : (1ULL << left) - 1;
    // The cells that leave make the way to the first one that stays.
    for (std::size_t gone = 1; gone <= moved; ++gone) {  // nearly always none or one
      row.first += static_cast<std::int64_t>(row.up >> gone & 1U);
      row.first -= static_cast<std::int64_t>(row.down >> gone & 1U);
    }
    // Behind the beam cells grow by one each, and no word there is equal: never the cheapest way.
    row.up = (row.up >> moved) | ~known | ~(~0ULL >> moved);
    row.down = (row.down >> moved) & known;
    if (moved == 0) {  // nor is there a way from the cell before the first
      row.up &= ~1ULL;
      row.down |= 1U;
    }
    row.step(reference_->bits(word, begin) & ((known << 1U) | 1U));
  }
  std::uint32_t distance(const Row& last) const {
    const std::size_t cells = reference_->size() - beam_->begin.back();
    const std::uint64_t inside = ((1ULL << cells) - 1) << 1U;
    return static_cast<std::uint32_t>(last.first + std::popcount(last.up & inside) -
                                      std::popcount(last.down & inside));
  }
  Edit edit(std::size_t i, std::size_t j, const Row& before, const Row& row, bool equal) const {
    if (j > beam_->end[i - 1]) return Edit::insert;
    if (j == beam_->begin[i - 1]) return Edit::remove;
    if (equal) return Edit::keep;
    if ((row.level >> (j - beam_->begin[i]) & 1U) == 0) return Edit::replace;
    const bool lower =
        i > 1 && j < beam_->end[i - 1] && (before.down >> (j - beam_->begin[i - 1]) & 1U) != 0;
    return lower ? Edit::remove : Edit::insert;
  }

 private:
  const Positions* reference_;
  const Beam* beam_;
};

/// The peer's wider beam, cell by cell
class CellRows {
 public:
  using Row = std::vector<std::uint32_t>;
  static constexpr bool kCuts = true;

  CellRows(const Positions& reference, const Beam& beam) : reference_(&reference), beam_(&beam) {}

  Row start() const;
  void step(Row& row, std::size_t i, std::uint32_t word) const;
  std::uint32_t distance(const Row& last) const { return last.back(); }
  Edit edit(std::size_t i, std::size_t j, const Row& before, const Row& row, bool equal) const;

 private:
  static constexpr std::uint32_t kInfinite = 1U << 30U;

  const Positions* reference_;
  const Beam* beam_;
};

}  // namespace shijin::ter
