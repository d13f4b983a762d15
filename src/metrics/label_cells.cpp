// Eight rows at a time where the processor can: their weights under the eight weightings are
// turned, so that those of one row lie beside each other as its cell's counts do.
#include "metrics/label_cells.h"

#include "base/result.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace shijin {
namespace {

static_assert(kWeightings == 8, "the weights of one row fill eight bytes");

struct ToAdd {
  std::span<const std::uint32_t> cells;
  std::span<const Counts, kWeightings> weights;
  std::span<std::int32_t> counts;
};

#if defined(__x86_64__)
[[gnu::target("avx2")]] inline __m128i eight_weights(const ToAdd& to_add, std::size_t r,
                                                     std::size_t row) {
  return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(to_add.weights[r].data() + row));
}

// The weights under r and r + 1 of eight rows, row by row.
[[gnu::target("avx2")]] inline __m128i two_weightings(const ToAdd& to_add, std::size_t r,
                                                      std::size_t row) {
  return _mm_unpacklo_epi8(eight_weights(to_add, r, row), eight_weights(to_add, r + 1, row));
}

[[gnu::target("avx2")]] inline void add_row(const ToAdd& to_add, std::size_t row, __m128i weights) {
  auto* const at =
      reinterpret_cast<__m256i*>(to_add.counts.data() + to_add.cells[row] * kWeightings);
  const __m256i sum = _mm256_add_epi32(_mm256_loadu_si256(at), _mm256_cvtepi8_epi32(weights));
  _mm256_storeu_si256(at, sum);
}

// Gives how many rows were added.
[[gnu::target("avx2")]] std::size_t add_avx2(const ToAdd& to_add) {
  std::size_t row = 0;
  for (; row + 8 <= to_add.cells.size(); row += 8) {
    // Two weightings of all eight rows, then four weightings of four, then all of two.
    const __m128i a = two_weightings(to_add, 0, row);
    const __m128i b = two_weightings(to_add, 2, row);
    const __m128i c = two_weightings(to_add, 4, row);
    const __m128i d = two_weightings(to_add, 6, row);
    const __m128i low_front = _mm_unpacklo_epi16(a, b);
    const __m128i low_back = _mm_unpacklo_epi16(c, d);
    const __m128i high_front = _mm_unpackhi_epi16(a, b);
    const __m128i high_back = _mm_unpackhi_epi16(c, d);
    const __m128i rows[] = {
        _mm_unpacklo_epi32(low_front, low_back), _mm_unpackhi_epi32(low_front, low_back),
        _mm_unpacklo_epi32(high_front, high_back), _mm_unpackhi_epi32(high_front, high_back)};
    for (std::size_t two = 0; two < 4; ++two) {
      add_row(to_add, row + 2 * two, rows[two]);
      add_row(to_add, row + 2 * two + 1, _mm_srli_si128(rows[two], 8));
    }
  }
  return row;
}
#endif

std::size_t add_fast([[maybe_unused]] const ToAdd& to_add) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0) return add_avx2(to_add);
#endif
  return 0;
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
  for (std::size_t row = add_fast({cells, weights, counts}); row < cells.size(); ++row) {
    for (std::size_t r = 0; r < kWeightings; ++r) {
      counts[cells[row] * kWeightings + r] += weights[r][row];
    }
  }
}

}  // namespace shijin
