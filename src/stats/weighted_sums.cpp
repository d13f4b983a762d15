// One body, compiled for the plain machine, AVX2 and AVX-512; without fused operations all give the
// same bits. Eight sums of two weightings stay in registers while the rows go by.
#include "stats/weighted_sums.h"

#include <algorithm>
#include <cstring>

namespace shijin {
namespace {

using Weights = std::span<const std::span<const double>, kWeightings>;
using Lane = double __attribute__((vector_size(kLanes * sizeof(double))));

// Rows worked on before the next weighting: few enough to stay in the nearest caches.
constexpr std::size_t kTile = 128;

// Eight columns of the tile's rows under two weightings.
[[gnu::always_inline]] inline void add_lane(const double* row, std::size_t count, std::size_t width,
                                            const double* even, const double* odd, double* even_sum,
                                            double* odd_sum) {
  Lane first;
  Lane second;
  std::memcpy(&first, even_sum, sizeof(Lane));
  std::memcpy(&second, odd_sum, sizeof(Lane));
  for (std::size_t i = 0; i < count; ++i, row += width) {
    Lane values;
    std::memcpy(&values, row, sizeof(Lane));
    first += values * even[i];
    second += values * odd[i];
  }
  std::memcpy(even_sum, &first, sizeof(Lane));
  std::memcpy(odd_sum, &second, sizeof(Lane));
}

[[gnu::always_inline]] inline void add_all(std::span<const double> rows, std::size_t width,
                                           Weights weights, std::span<double> sums) {
  const std::size_t count = width == 0 ? 0 : rows.size() / width;
  for (std::size_t start = 0; start < count; start += kTile) {
    const std::size_t tile = std::min(kTile, count - start);
    for (std::size_t r = 0; r < kWeightings; r += 2) {
      for (std::size_t k = 0; k < width; k += kLanes) {
        add_lane(rows.data() + start * width + k, tile, width, weights[r].data() + start,
                 weights[r + 1].data() + start, sums.data() + r * width + k,
                 sums.data() + (r + 1) * width + k);
      }
    }
  }
}

#if defined(__x86_64__)
[[gnu::target("avx512f")]] void add_all_avx512(std::span<const double> rows, std::size_t width,
                                               Weights weights, std::span<double> sums) {
  add_all(rows, width, weights, sums);
}

[[gnu::target("avx2")]] void add_all_avx2(std::span<const double> rows, std::size_t width,
                                          Weights weights, std::span<double> sums) {
  add_all(rows, width, weights, sums);
}
#endif

}  // namespace

void add_weighted_rows(std::span<const double> rows, std::size_t width, Weights weights,
                       std::span<double> sums) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") != 0) return add_all_avx512(rows, width, weights, sums);
  if (__builtin_cpu_supports("avx2") != 0) return add_all_avx2(rows, width, weights, sums);
#endif
  add_all(rows, width, weights, sums);
}

}  // namespace shijin
