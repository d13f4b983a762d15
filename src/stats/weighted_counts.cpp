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
// Rows that may pass 8 bits: so many, and this share of all.
constexpr std::size_t kFewWide = 16;
constexpr std::size_t kShareWide = 32;
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

// Products of one unsigned and one signed byte: the weights, never negative, are either.
template <bool kSigned>
[[gnu::target("avx512f,avx512vnni"), gnu::always_inline]] inline __m512i add_products(
    __m512i sums, __m512i row, __m512i weights) {
  if constexpr (kSigned) return _mm512_dpbusd_epi32(sums, weights, row);
  return _mm512_dpbusd_epi32(sums, row, weights);
}

template <bool kSigned>
[[gnu::target("avx512f,avx512vnni")]] void add_quads(const Quads& tile, Sums& sums) {
  for (std::size_t r = 0; r < kWeightings; r += 4) {
    __m512i a = _mm512_loadu_si512(sums[r].data());
    __m512i b = _mm512_loadu_si512(sums[r + 1].data());
    __m512i c = _mm512_loadu_si512(sums[r + 2].data());
    __m512i d = _mm512_loadu_si512(sums[r + 3].data());
    for (std::size_t i = 0; i < tile.groups; ++i) {
      const __m512i row = _mm512_loadu_si512(tile.rows + i * tile.step);
      a = add_products<kSigned>(a, row, _mm512_set1_epi32(together(tile, r, i)));
      b = add_products<kSigned>(b, row, _mm512_set1_epi32(together(tile, r + 1, i)));
      c = add_products<kSigned>(c, row, _mm512_set1_epi32(together(tile, r + 2, i)));
      d = add_products<kSigned>(d, row, _mm512_set1_epi32(together(tile, r + 3, i)));
    }
    _mm512_storeu_si512(sums[r].data(), a);
    _mm512_storeu_si512(sums[r + 1].data(), b);
    _mm512_storeu_si512(sums[r + 2].data(), c);
    _mm512_storeu_si512(sums[r + 3].data(), d);
  }
}
#else
template <bool kSigned>
void add_quads(const Quads&, Sums&) {
  SJ_CHECK(false, "no processor for narrow rows");
}
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

CountRows::CountRows(std::size_t columns, Most most)
    : columns_(columns),
      width_((columns + kBlock - 1) / kBlock * kBlock),
      most_(most),
      narrow_(multiplies_bytes()) {}

bool CountRows::fits_bytes(std::span<const double> row) const {
  const double low = most_ == Most::counts ? 0 : -128;
  return std::all_of(row.begin(), row.end(), [&](double x) { return x >= low && x <= low + 255; });
}

// As two's complement, which for a number that is not negative is the number.
void CountRows::put_bytes(std::span<const double> row) {
  std::uint8_t* const at = quads_.data() + size_ / 4 * 4 * width_ + size_ % 4;
  for (std::size_t k = 0; k < columns_; ++k) {
    at[4 * k] = static_cast<std::uint8_t>(static_cast<int>(row[k]));
  }
}

bool CountRows::push(std::span<const double> row) {
  SJ_CHECK(row.size() == columns_, "a row of another width");
  for (const double x : row) {
    if (!(std::abs(x) <= kMost) || x != std::nearbyint(x)) return false;
  }
  const bool fits = narrow_ && fits_bytes(row);
  if (narrow_ && !fits && wide_.size() > kFewWide + size_ / kShareWide) widen();
  if (narrow_) {
    if (size_ % 4 == 0) quads_.resize(quads_.size() + 4 * width_);
    if (fits) {
      put_bytes(row);
    } else {
      wide_.push_back(size_);
      for (const double x : row) wide_numbers_.push_back(static_cast<std::int16_t>(x));
    }
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
  wide_ = {};
  wide_numbers_ = {};
  narrow_ = false;
}

std::span<const std::int16_t> CountRows::wide_row(std::size_t place) const {
  return std::span(wide_numbers_).subspan(place * columns_, columns_);
}

double CountRows::at(std::size_t row, std::size_t column) const {
  if (!narrow_) return pairs_[(row / 2 * width_ + column) * 2 + row % 2];
  const auto wide = std::lower_bound(wide_.begin(), wide_.end(), row);
  if (wide != wide_.end() && *wide == row) {
    return wide_row(static_cast<std::size_t>(wide - wide_.begin()))[column];
  }
  const std::uint8_t byte = quads_[(row / 4 * width_ + column) * 4 + row % 4];
  if (most_ == Most::counts) return byte;
  return static_cast<std::int8_t>(byte);
}

void CountRows::add_weighted(std::span<const Counts, kWeightings> weights,
                             std::span<double> sums) const {
  if (!narrow_) {
    add_tiles(pairs_, size_, columns_, weights, sums, fastest());
    return;
  }
  const auto add = most_ == Most::counts ? &add_quads<false> : &add_quads<true>;
  add_tiles(quads_, size_, columns_, weights, sums, add);
  for (std::size_t place = 0; place < wide_.size(); ++place) {
    const std::span<const std::int16_t> row = wide_row(place);
    for (std::size_t r = 0; r < kWeightings; ++r) {
      const int weight = weights[r][wide_[place]];
      for (std::size_t k = 0; k < columns_; ++k) sums[r * columns_ + k] += weight * row[k];
    }
  }
}

}  // namespace shijin
