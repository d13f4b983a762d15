// Eight rows at a time: their weights under the eight weightings are turned, so that those of one
// row lie beside each other as its cell's counts do.
#include "metrics/label_cells.h"

#include <array>
#include <cstring>

#include "base/result.h"

namespace shijin {
namespace {

static_assert(kWeightings == 8, "the weights of one row fill eight bytes");
constexpr std::size_t kRows = 8;

using EightBytes = std::int8_t __attribute__((vector_size(8)));
using EightCounts = std::int32_t __attribute__((vector_size(32)));
using Square = std::array<std::uint64_t, kRows>;  // eight rows of eight bytes

// Exchange the parts above the diagonal with those below, of 4, 2 and 1 bytes.
void turn(Square& square) {
  constexpr std::array<std::uint64_t, 3> kLow = {0x00000000FFFFFFFFU, 0x0000FFFF0000FFFFU,
                                                 0x00FF00FF00FF00FFU};
  std::size_t step = 4;
  for (const std::uint64_t low : kLow) {
    for (std::size_t i = 0; i < kRows; ++i) {
      if ((i & step) != 0) continue;
      std::uint64_t& a = square[i];
      std::uint64_t& b = square[i + step];
      const std::uint64_t moved = ((a >> (8 * step)) ^ b) & low;
      a ^= moved << (8 * step);
      b ^= moved;
    }
    step /= 2;
  }
}

void add_row(std::uint64_t weights, std::int32_t* into) {
  EightBytes bytes;
  EightCounts counts;
  std::memcpy(&bytes, &weights, sizeof(bytes));
  std::memcpy(&counts, into, sizeof(counts));
  counts += __builtin_convertvector(bytes, EightCounts);
  std::memcpy(into, &counts, sizeof(counts));
}

}  // namespace

void LabelCells::place(std::span<const LabelCounts::Stat> rows, std::vector<std::uint32_t>& cells) {
  for (const LabelCounts::Stat& row : rows) {
    if (row.truth == kNoLabel) {
      cells.push_back(0);
      continue;
    }
    const std::uint64_t pair = pair_of(row);
    double& number = numbers_[pair];
    if (number == 0) {
      pairs_.push_back(pair);
      number = static_cast<double>(pairs_.size());
      empty_[pair] = 0;
    }
    cells.push_back(static_cast<std::uint32_t>(number));
  }
}

LabelCounts::State LabelCells::state(std::span<const std::int32_t> counts,
                                     std::size_t weighting) const {
  SJ_CHECK(counts.size() == size() * kWeightings, "the counts of other cells");
  LabelCounts::State state;
  state.whole = empty_;  // with room for all of them, and none to be searched for long
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    state.whole[pairs_[i]] = counts[(i + 1) * kWeightings + weighting];
  }
  return state;
}

void add_to_cells(std::span<const std::uint32_t> cells,
                  std::span<const Counts, kWeightings> weights, std::span<std::int32_t> counts) {
  for (std::size_t start = 0; start < cells.size(); start += kRows) {
    const std::size_t rows = std::min(kRows, cells.size() - start);
    Square square{};
    for (std::size_t r = 0; r < kWeightings; ++r) {
      std::memcpy(&square[r], weights[r].data() + start, rows);
    }
    turn(square);
    for (std::size_t i = 0; i < rows; ++i) {
      add_row(square[i], counts.data() + cells[start + i] * kWeightings);
    }
  }
}

}  // namespace shijin
