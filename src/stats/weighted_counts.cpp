// Two rows are multiplied and added in one instruction: products of 16 bits, sums of 32. A tile is
// short enough that no sum passes 31 bits; its sums go on in doubles, exactly.
#include "stats/weighted_counts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/result.h"

namespace shijin {
namespace {

constexpr std::size_t kBlock = 16;  // columns worked on at once
constexpr std::size_t kTile = 64;   // pairs of rows before the next weightings
constexpr double kMost = 32767;
static_assert(2 * kTile * 32767 * kMostWeight < 0x7FFFFFFF);

// The sums of 16 columns under two weightings; `step` numbers lie between two pairs of rows.
struct Tile {
  const std::int16_t* rows;
  std::size_t pairs;
  std::size_t step;
  const std::int16_t* even;
  const std::int16_t* odd;
};
using Sums = std::array<std::int32_t, kBlock>;

void add_plain(const Tile& tile, Sums& even, Sums& odd) {
  for (std::size_t i = 0; i < tile.pairs; ++i) {
    const std::int16_t* const row = tile.rows + i * tile.step;
    for (std::size_t k = 0; k < kBlock; ++k) {
      even[k] += row[2 * k] * tile.even[2 * i] + row[2 * k + 1] * tile.even[2 * i + 1];
      odd[k] += row[2 * k] * tile.odd[2 * i] + row[2 * k + 1] * tile.odd[2 * i + 1];
    }
  }
}

#if defined(__x86_64__)
int two_weights(const std::int16_t* weights) {
  int both = 0;
  std::memcpy(&both, weights, sizeof(both));
  return both;
}

[[gnu::target("avx2")]] void add_avx2(const Tile& tile, Sums& even, Sums& odd) {
  for (std::size_t half = 0; half < kBlock; half += 8) {
    __m256i even_sums = _mm256_setzero_si256();
    __m256i odd_sums = _mm256_setzero_si256();
    for (std::size_t i = 0; i < tile.pairs; ++i) {
      const auto* const at = reinterpret_cast<const __m256i*>(tile.rows + i * tile.step + 2 * half);
      const __m256i row = _mm256_loadu_si256(at);
      const __m256i even_weights = _mm256_set1_epi32(two_weights(tile.even + 2 * i));
      const __m256i odd_weights = _mm256_set1_epi32(two_weights(tile.odd + 2 * i));
      even_sums = _mm256_add_epi32(even_sums, _mm256_madd_epi16(row, even_weights));
      odd_sums = _mm256_add_epi32(odd_sums, _mm256_madd_epi16(row, odd_weights));
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(even.data() + half), even_sums);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(odd.data() + half), odd_sums);
  }
}

[[gnu::target("avx512bw")]] void add_avx512(const Tile& tile, Sums& even, Sums& odd) {
  __m512i even_sums = _mm512_setzero_si512();
  __m512i odd_sums = _mm512_setzero_si512();
  for (std::size_t i = 0; i < tile.pairs; ++i) {
    const __m512i row = _mm512_loadu_si512(tile.rows + i * tile.step);
    const __m512i even_weights = _mm512_set1_epi32(two_weights(tile.even + 2 * i));
    const __m512i odd_weights = _mm512_set1_epi32(two_weights(tile.odd + 2 * i));
    even_sums = _mm512_add_epi32(even_sums, _mm512_madd_epi16(row, even_weights));
    odd_sums = _mm512_add_epi32(odd_sums, _mm512_madd_epi16(row, odd_weights));
  }
  _mm512_storeu_si512(even.data(), even_sums);
  _mm512_storeu_si512(odd.data(), odd_sums);
}
#endif

auto* fastest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw") != 0) return &add_avx512;
  if (__builtin_cpu_supports("avx2") != 0) return &add_avx2;
#endif
  return &add_plain;
}

}  // namespace

CountRows::CountRows(std::size_t columns)
    : columns_(columns), width_((columns + kBlock - 1) / kBlock * kBlock) {}

bool CountRows::push(std::span<const double> row) {
  SJ_CHECK(row.size() == columns_, "a row of another width");
  for (const double x : row) {
    if (!(std::abs(x) <= kMost) || x != std::nearbyint(x)) return false;
  }
  if (size_ % 2 == 0) pairs_.resize(pairs_.size() + 2 * width_);
  std::int16_t* const at = pairs_.data() + size_ / 2 * 2 * width_ + size_ % 2;
  for (std::size_t k = 0; k < columns_; ++k) at[2 * k] = static_cast<std::int16_t>(row[k]);
  ++size_;
  return true;
}

double CountRows::at(std::size_t row, std::size_t column) const {
  return pairs_[(row / 2 * width_ + column) * 2 + row % 2];
}

void CountRows::add_weighted(std::span<const Counts, kWeightings> weights,
                             std::span<double> sums) const {
  const auto add = fastest();
  const auto give = [&](const Sums& some, std::size_t weighting, std::size_t first) {
    double* const into = sums.data() + weighting * columns_;
    for (std::size_t k = first; k < std::min(columns_, first + kBlock); ++k) {
      into[k] += some[k - first];
    }
  };
  for (std::size_t start = 0; start < size_; start += 2 * kTile) {
    const std::size_t rows = std::min(2 * kTile, size_ - start);
    for (std::size_t r = 0; r < kWeightings; r += 2) {
      // An odd last row has no partner: its weight is there, its numbers are zero.
      std::array<std::int16_t, 2 * kTile> even;
      std::array<std::int16_t, 2 * kTile> odd;
      const bool whole = rows == 2 * kTile;
      if (!whole) {
        even.fill(0);
        odd.fill(0);
        std::copy_n(weights[r].begin() + static_cast<std::ptrdiff_t>(start), rows, even.begin());
        std::copy_n(weights[r + 1].begin() + static_cast<std::ptrdiff_t>(start), rows, odd.begin());
      }
      for (std::size_t first = 0; first < width_; first += kBlock) {
        Sums even_sums{};
        Sums odd_sums{};
        add({pairs_.data() + start * width_ + 2 * first, (rows + 1) / 2, 2 * width_,
             whole ? weights[r].data() + start : even.data(),
             whole ? weights[r + 1].data() + start : odd.data()},
            even_sums, odd_sums);
        give(even_sums, r, first);
        give(odd_sums, r + 1, first);
      }
    }
  }
}

}  // namespace shijin
