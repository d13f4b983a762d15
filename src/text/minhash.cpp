// The 96 minima are of x·a + b modulo 2³² with odd a: one multiplication and one minimum each, as
// many side by side as the machine has lanes.
#include "text/minhash.h"

#include <algorithm>

#include "base/random.h"

namespace shijin {
namespace {

constexpr std::size_t kHashes = kBands * kBandRows;

struct Multipliers {
  std::array<std::uint32_t, kHashes> a{};
  std::array<std::uint32_t, kHashes> b{};
};

constexpr Multipliers make_multipliers() {
  Multipliers out;
  for (std::size_t i = 0; i < kHashes; ++i) {
    out.a[i] = static_cast<std::uint32_t>(random_bits(0, 0x3117, 2 * i)) | 1U;
    out.b[i] = static_cast<std::uint32_t>(random_bits(0, 0x3117, 2 * i + 1));
  }
  return out;
}

constexpr Multipliers kMultipliers = make_multipliers();

[[gnu::always_inline]] inline void take_minima(std::span<const std::uint32_t> set,
                                               std::uint32_t* minima) {
  for (const std::uint32_t x : set) {
    for (std::size_t i = 0; i < kHashes; ++i) {
      minima[i] = std::min(minima[i], x * kMultipliers.a[i] + kMultipliers.b[i]);
    }
  }
}

void minima_plain(std::span<const std::uint32_t> set, std::uint32_t* minima) {
  take_minima(set, minima);
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] void minima_avx2(std::span<const std::uint32_t> set,
                                         std::uint32_t* minima) {
  take_minima(set, minima);
}
[[gnu::target("avx512f")]] void minima_avx512(std::span<const std::uint32_t> set,
                                              std::uint32_t* minima) {
  take_minima(set, minima);
}
#endif

using TakeMinima = void (*)(std::span<const std::uint32_t>, std::uint32_t*);

TakeMinima choose_minima() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return &minima_avx512;
  if (__builtin_cpu_supports("avx2")) return &minima_avx2;
#endif
  return &minima_plain;
}

}  // namespace

Bands band_hashes(std::span<const std::uint32_t> set) {
  static const TakeMinima kTake = choose_minima();
  std::array<std::uint32_t, kHashes> minima;
  minima.fill(~std::uint32_t{0});
  kTake(set, minima.data());
  Bands bands;
  for (std::size_t band = 0; band < kBands; ++band) {
    static_assert(kBandRows == 4);
    const std::uint32_t* const four = minima.data() + band * kBandRows;
    const std::uint64_t first = four[0] | std::uint64_t{four[1]} << 32U;
    const std::uint64_t second = four[2] | std::uint64_t{four[3]} << 32U;
    const std::uint64_t hash = mix_bits(mix_bits(first + band) + second);
    bands[band] = static_cast<std::uint32_t>(hash >> 32U);
  }
  return bands;
}

double jaccard(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) {
  std::size_t both = 0;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    both += a[i] == b[j] ? 1 : 0;
    const bool step_a = a[i] <= b[j];
    const bool step_b = b[j] <= a[i];
    i += step_a ? 1 : 0;
    j += step_b ? 1 : 0;
  }
  const std::size_t all = a.size() + b.size() - both;
  return all == 0 ? 1 : static_cast<double>(both) / static_cast<double>(all);
}

double jaccard_of_smallest(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                           std::size_t least) {
  if (a.size() < least && b.size() < least) return jaccard(a, b);
  std::size_t both = 0;
  std::size_t seen = 0;
  std::size_t i = 0;
  std::size_t j = 0;
  while (seen < least && (i < a.size() || j < b.size())) {
    const bool take_a = i < a.size() && (j == b.size() || a[i] <= b[j]);
    const bool take_b = j < b.size() && (i == a.size() || b[j] <= a[i]);
    both += take_a && take_b ? 1 : 0;
    i += take_a ? 1 : 0;
    j += take_b ? 1 : 0;
    ++seen;
  }
  return seen == 0 ? 1 : static_cast<double>(both) / static_cast<double>(seen);
}

}  // namespace shijin
