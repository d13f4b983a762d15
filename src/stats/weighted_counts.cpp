// Two rows of 16 bits (or four of 8) are multiplied and added in one instruction, to sums of 32. A
// tile is short enough that no sum passes 31 bits; its sums go on in doubles, exactly.
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

constexpr std::size_t kBlock = 16;      // columns worked on at once
constexpr std::size_t kTileRows = 512;  // rows before the next columns
constexpr double kMost = 32767;
constexpr double kMostNarrow = 255;
static_assert(kTileRows * 32767 * kMostWeight < 0x7FFFFFFF);

// 16 columns of some rows; `step` numbers lie between two groups of rows. Beyond the last row
// weights are zero.
template <class Number, class Weight>
struct Tile {
  const Number* rows;
  std::size_t groups;
  std::size_t step;
  const std::array<std::array<Weight, kTileRows>, kWeightings>& weights;
};
using Pairs = Tile<std::int16_t, std::int16_t>;
using Quads = Tile<std::uint8_t, std::int8_t>;
using Sums = std::array<std::array<std::int32_t, kBlock>, kWeightings>;

void add_plain(const Pairs& tile, Sums& sums) {
  for (std::size_t r = 0; r < kWeightings; ++r) {
    for (std::size_t i = 0; i < tile.groups; ++i) {
      const std::int16_t* const row = tile.rows + i * tile.step;
      const std::int16_t* const weights = tile.weights[r].data() + 2 * i;
      for (std::size_t k = 0; k < kBlock; ++k) {
        sums[r][k] += row[2 * k] * weights[0] + row[2 * k + 1] * weights[1];
      }
    }
  }
}

#if defined(__x86_64__)
// The weights of the i-th group of rows under weighting r, as one number.
template <class Number, class Weight>
int together(const Tile<Number, Weight>& tile, std::size_t r, std::size_t i) {
  int all = 0;
  std::memcpy(&all, tile.weights[r].data() + i * sizeof(all) / sizeof(Weight), sizeof(all));
  return all;
}

[[gnu::target("avx2")]] void add_avx2(const Pairs& tile, Sums& sums) {
  for (std::size_t half = 0; half < kBlock; half += 8) {
    __m256i total[kWeightings];
    for (std::size_t r = 0; r < kWeightings; ++r) {
      total[r] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(sums[r].data() + half));
    }
    for (std::size_t i = 0; i < tile.groups; ++i) {
      const auto* const at = reinterpret_cast<const __m256i*>(tile.rows + i * tile.step + 2 * half);
      const __m256i row = _mm256_loadu_si256(at);
#pragma GCC unroll 8
      for (std::size_t r = 0; r < kWeightings; ++r) {
        const __m256i weights = _mm256_set1_epi32(together(tile, r, i));
        total[r] = _mm256_add_epi32(total[r], _mm256_madd_epi16(row, weights));
      }
    }
    for (std::size_t r = 0; r < kWeightings; ++r) {
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums[r].data() + half), total[r]);
    }
  }
}

// Sums have names here: GCC copies those of an array from register to register.
[[gnu::target("avx512bw")]] void add_avx512(const Pairs& tile, Sums& sums) {
  for (std::size_t r = 0; r < kWeightings; r += 4) {
    __m512i a = _mm512_loadu_si512(sums[r].data());
    __m512i b = _mm512_loadu_si512(sums[r + 1].data());
    __m512i c = _mm512_loadu_si512(sums[r + 2].data());
    __m512i d = _mm512_loadu_si512(sums[r + 3].data());
    for (std::size_t i = 0; i < tile.groups; ++i) {
      const __m512i row = _mm512_loadu_si512(tile.rows + i * tile.step);
      a = _mm512_add_epi32(a, _mm512_madd_epi16(row, _mm512_set1_epi32(together(tile, r, i))));
      b = _mm512_add_epi32(b, _mm512_madd_epi16(row, _mm512_set1_epi32(together(tile, r + 1, i))));
      c = _mm512_add_epi32(c, _mm512_madd_epi16(row, _mm512_set1_epi32(together(tile, r + 2, i))));
      d = _mm512_add_epi32(d, _mm512_madd_epi16(row, _mm512_set1_epi32(together(tile, r + 3, i))));
    }
    _mm512_storeu_si512(sums[r].data(), a);
    _mm512_storeu_si512(sums[r + 1].data(), b);
    _mm512_storeu_si512(sums[r + 2].data(), c);
    _mm512_storeu_si512(sums[r + 3].data(), d);
  }
}

[[gnu::target("avx512f,avx512vnni")]] void add_quads(const Quads& tile, Sums& sums) {
  for (std::size_t r = 0; r < kWeightings; r += 4) {
    __m512i a = _mm512_loadu_si512(sums[r].data());
    __m512i b = _mm512_loadu_si512(sums[r + 1].data());
    __m512i c = _mm512_loadu_si512(sums[r + 2].data());
    __m512i d = _mm512_loadu_si512(sums[r + 3].data());
    for (std::size_t i = 0; i < tile.groups; ++i) {
      const __m512i row = _mm512_loadu_si512(tile.rows + i * tile.step);
      a = _mm512_dpbusd_epi32(a, row, _mm512_set1_epi32(together(tile, r, i)));
      b = _mm512_dpbusd_epi32(b, row, _mm512_set1_epi32(together(tile, r + 1, i)));
      c = _mm512_dpbusd_epi32(c, row, _mm512_set1_epi32(together(tile, r + 2, i)));
      d = _mm512_dpbusd_epi32(d, row, _mm512_set1_epi32(together(tile, r + 3, i)));
    }
    _mm512_storeu_si512(sums[r].data(), a);
    _mm512_storeu_si512(sums[r + 1].data(), b);
    _mm512_storeu_si512(sums[r + 2].data(), c);
    _mm512_storeu_si512(sums[r + 3].data(), d);
  }
}
#else
void add_quads(const Quads&, Sums&) { SJ_CHECK(false, "no processor for narrow rows"); }
#endif

bool multiplies_bytes() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512vnni") != 0;
#else
  return false;
#endif
}

auto* fastest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512bw") != 0) return &add_avx512;
  if (__builtin_cpu_supports("avx2") != 0) return &add_avx2;
#endif
  return &add_plain;
}

using Weights = std::array<std::int8_t, kTileRows>;

void take(const Weights& from, Weights& to) { to = from; }
void take(const Weights& from, std::array<std::int16_t, kTileRows>& to) {
  using Bytes = std::int8_t __attribute__((vector_size(16)));
  using Shorts = std::int16_t __attribute__((vector_size(32)));
  for (std::size_t i = 0; i < kTileRows; i += sizeof(Bytes)) {
    Bytes bytes;
    std::memcpy(&bytes, from.data() + i, sizeof(bytes));
    const auto shorts = __builtin_convertvector(bytes, Shorts);
    std::memcpy(to.data() + i, &shorts, sizeof(shorts));
  }
}

// All rows under all weightings, tile by tile; `together` rows lie beside each other in a group.
template <class Number, class Weight>
void add_tiles(const std::vector<Number>& rows, std::size_t size, std::size_t columns,
               std::span<const Counts, kWeightings> weights, std::span<double> sums,
               void (*add)(const Tile<Number, Weight>&, Sums&)) {
  constexpr std::size_t kTogether = 4 / sizeof(Number);
  const std::size_t width = (columns + kBlock - 1) / kBlock * kBlock;
  std::array<std::array<Weight, kTileRows>, kWeightings> some;
  for (std::size_t start = 0; start < size; start += kTileRows) {
    const std::size_t count = std::min(kTileRows, size - start);
    for (std::size_t r = 0; r < kWeightings; ++r) {
      Weights mine{};  // rows that fill up the last group have zeros, and weights of zero
      std::memcpy(mine.data(), weights[r].data() + start, count);
      take(mine, some[r]);
    }
    for (std::size_t first = 0; first < width; first += kBlock) {
      Sums tile_sums{};
      add({rows.data() + start * width + kTogether * first, (count + kTogether - 1) / kTogether,
           kTogether * width, some},
          tile_sums);
      for (std::size_t r = 0; r < kWeightings; ++r) {
        double* const into = sums.data() + r * columns;
        for (std::size_t k = first; k < std::min(columns, first + kBlock); ++k) {
          into[k] += tile_sums[r][k - first];
        }
      }
    }
  }
}

}  // namespace

CountRows::CountRows(std::size_t columns)
    : columns_(columns),
      width_((columns + kBlock - 1) / kBlock * kBlock),
      narrow_(multiplies_bytes()) {}

bool CountRows::push(std::span<const double> row) {
  SJ_CHECK(row.size() == columns_, "a row of another width");
  bool fits_bytes = true;
  for (const double x : row) {
    if (!(std::abs(x) <= kMost) || x != std::nearbyint(x)) return false;
    fits_bytes = fits_bytes && x >= 0 && x <= kMostNarrow;
  }
  if (narrow_ && !fits_bytes) widen();
  if (narrow_) {
    if (size_ % 4 == 0) quads_.resize(quads_.size() + 4 * width_);
    std::uint8_t* const at = quads_.data() + size_ / 4 * 4 * width_ + size_ % 4;
    for (std::size_t k = 0; k < columns_; ++k) at[4 * k] = static_cast<std::uint8_t>(row[k]);
  } else {
    if (size_ % 2 == 0) pairs_.resize(pairs_.size() + 2 * width_);
    std::int16_t* const at = pairs_.data() + size_ / 2 * 2 * width_ + size_ % 2;
    for (std::size_t k = 0; k < columns_; ++k) at[2 * k] = static_cast<std::int16_t>(row[k]);
  }
  ++size_;
  return true;
}

void CountRows::widen() {
  pairs_.resize((size_ + 1) / 2 * 2 * width_);
  for (std::size_t i = 0; i < size_; ++i) {
    std::int16_t* const to = pairs_.data() + i / 2 * 2 * width_ + i % 2;
    for (std::size_t k = 0; k < columns_; ++k) to[2 * k] = static_cast<std::int16_t>(at(i, k));
  }
  quads_ = {};
  narrow_ = false;
}

double CountRows::at(std::size_t row, std::size_t column) const {
  return narrow_ ? quads_[(row / 4 * width_ + column) * 4 + row % 4]
                 : pairs_[(row / 2 * width_ + column) * 2 + row % 2];
}

void CountRows::add_weighted(std::span<const Counts, kWeightings> weights,
                             std::span<double> sums) const {
  if (narrow_) {
    add_tiles(quads_, size_, columns_, weights, sums, &add_quads);
  } else {
    add_tiles(pairs_, size_, columns_, weights, sums, fastest());
  }
}

}  // namespace shijin
