// Poisson weights by a table on the top eight bits, and intervals from replicates.
#include "stats/bootstrap.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/random.h"
#include "base/result.h"

namespace shijin {
namespace {

constexpr std::uint8_t kAsk = 255;

// The count that all 32-bit draws with these top bits give, or kAsk where they differ.
constexpr std::array<std::uint8_t, 256> kCounts = [] {
  std::array<std::uint8_t, 256> counts{};
  for (std::uint32_t top = 0; top < 256; ++top) {
    const std::uint32_t first = poisson_one(top << 24U);
    const std::uint32_t last = poisson_one((top << 24U) | 0xFFFFFFU);
    counts[top] = first == last ? static_cast<std::uint8_t>(first) : kAsk;
  }
  return counts;
}();

std::uint8_t count_of(std::uint32_t bits) {
  const std::uint8_t count = kCounts[bits >> 24U];
  return count != kAsk ? count : static_cast<std::uint8_t>(poisson_one(bits));
}

std::uint32_t low_half(std::uint64_t bits) { return static_cast<std::uint32_t>(bits); }
std::uint32_t high_half(std::uint64_t bits) { return static_cast<std::uint32_t>(bits >> 32U); }

#if defined(__x86_64__)
using Eight = std::uint64_t __attribute__((vector_size(64)));
using EightCounts = std::int8_t __attribute__((vector_size(8)));

[[gnu::target("avx512f,avx512dq")]] inline Eight mix_eight(Eight x) {
  x ^= x >> 30U;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27U;
  x *= 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

// poisson_one of 16 draws: the bounds that are not above a draw, counted. Beyond the fifth bound
// lies one draw in 270.
[[gnu::target("avx512f,avx512dq")]] inline __m512i count_sixteen(__m512i draws) {
  const __m512i one = _mm512_set1_epi32(1);
  __m512i counts = _mm512_setzero_si512();
  __mmask16 beyond = 0xFFFF;
  for (std::size_t k = 0; k < kPoissonBounds.size() && (k < 5 || beyond != 0); ++k) {
    beyond = _mm512_cmpge_epu32_mask(draws, _mm512_set1_epi32(static_cast<int>(kPoissonBounds[k])));
    counts = _mm512_mask_add_epi32(counts, beyond, counts, one);
  }
  return counts;
}

// Eight samples at a time; gives how many were done.
[[gnu::target("avx512f,avx512dq")]] std::size_t fill_avx512(std::span<const std::uint64_t> states,
                                                            std::uint64_t pair, std::int8_t* even,
                                                            std::int8_t* odd) {
  const std::uint64_t step = (pair + 1) * 0x9E3779B97F4A7C15ULL;
  std::size_t i = 0;
  for (; i + 8 <= states.size(); i += 8) {
    Eight eight;
    std::memcpy(&eight, states.data() + i, sizeof(eight));
    const Eight bits = mix_eight(eight + step);
    const auto counts = reinterpret_cast<Eight>(count_sixteen(reinterpret_cast<__m512i>(bits)));
    const auto even_eight = __builtin_convertvector(counts, EightCounts);
    const auto odd_eight = __builtin_convertvector(counts >> 32U, EightCounts);
    std::memcpy(even + i, &even_eight, sizeof(even_eight));
    std::memcpy(odd + i, &odd_eight, sizeof(odd_eight));
  }
  return i;
}
#endif

// How many leading samples a faster way has filled.
std::size_t fill_fast(std::span<const std::uint64_t> states, std::uint64_t pair,
                      std::span<std::int8_t> even, std::span<std::int8_t> odd) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512dq") != 0) {
    return fill_avx512(states, pair, even.data(), odd.data());
  }
#endif
  return 0;
}
std::size_t fill_fast(std::span<const std::uint64_t>, std::uint64_t, std::span<double>,
                      std::span<double>) {
  return 0;
}

template <class Weight>
void fill_counts(std::span<const std::uint64_t> states, std::uint64_t pair, std::span<Weight> even,
                 std::span<Weight> odd) {
  SJ_CHECK(even.size() == states.size() && odd.size() == states.size(),
           "one weight for each sample");
  for (std::size_t i = fill_fast(states, pair, even, odd); i < states.size(); ++i) {
    const std::uint64_t bits = random_bits_at(states[i], pair);
    even[i] = static_cast<Weight>(count_of(low_half(bits)));
    odd[i] = static_cast<Weight>(count_of(high_half(bits)));
  }
}

}  // namespace

std::uint32_t bootstrap_weight(std::uint64_t seed, std::uint64_t sample, std::uint64_t replicate) {
  const std::uint64_t bits = random_bits(seed, sample, replicate / 2);
  return poisson_one(replicate % 2 == 0 ? low_half(bits) : high_half(bits));
}

void bootstrap_weights(std::uint64_t seed, std::uint64_t sample, std::uint64_t first,
                       std::span<std::uint8_t> weights) {
  SJ_CHECK(first % 2 == 0, "a block of bootstrap weights begins at an even replicate");
  const std::uint64_t state = random_state(seed, sample);
  for (std::size_t i = 0; i < weights.size(); i += 2) {
    const std::uint64_t bits = random_bits_at(state, (first + i) / 2);
    weights[i] = count_of(low_half(bits));
    if (i + 1 < weights.size()) weights[i + 1] = count_of(high_half(bits));
  }
}

BootstrapWeights::BootstrapWeights(std::uint64_t seed, std::span<const std::uint64_t> samples) {
  states_.reserve(samples.size());
  for (std::uint64_t sample : samples) states_.push_back(random_state(seed, sample));
}

void BootstrapWeights::fill(std::uint64_t pair, std::span<double> even,
                            std::span<double> odd) const {
  fill_counts(states_, pair, even, odd);
}

void BootstrapWeights::fill(std::uint64_t pair, std::span<std::int8_t> even,
                            std::span<std::int8_t> odd) const {
  fill_counts(states_, pair, even, odd);
}

double sorted_quantile(std::span<const double> sorted, double p) {
  SJ_CHECK(!sorted.empty() && p >= 0 && p <= 1, "a quantile needs values and p in [0, 1]");
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

namespace {

Bounds between(std::span<const double> replicates, const Bounds& levels) {
  std::vector<double> sorted(replicates.begin(), replicates.end());
  std::sort(sorted.begin(), sorted.end());
  return {sorted_quantile(sorted, levels.lo), sorted_quantile(sorted, levels.hi)};
}

// How fast the standard error changes with the value: the skewness of the jackknife, over six.
double acceleration(std::span<const double> jackknife) {
  double mean = 0;
  for (double x : jackknife) mean += x / static_cast<double>(jackknife.size());
  double squares = 0;
  double cubes = 0;
  for (double x : jackknife) {
    const double u = mean - x;
    squares += u * u;
    cubes += u * u * u;
  }
  return squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0.0;
}

}  // namespace

Bounds percentile_interval(std::span<const double> replicates, double level) {
  return between(replicates, {(1 - level) / 2, (1 + level) / 2});
}

PairedBootstrap paired_bootstrap(std::span<const double> differences, double observed,
                                 double level) {
  SJ_CHECK(differences.size() >= 2, "a paired bootstrap needs replicates");
  const auto count = static_cast<double>(differences.size());
  double mean = 0;
  for (double x : differences) mean += x / count;
  double squares = 0;
  double size = std::abs(observed);
  for (double x : differences) {
    squares += (x - mean) * (x - mean);
    size = std::max(size, std::abs(x));
  }
  const double bound = std::abs(observed) - 1e-12 * size;
  double beyond = 0;
  for (double x : differences) beyond += std::abs(x - mean) >= bound ? 1.0 : 0.0;
  return {percentile_interval(differences, level), (beyond + 1) / (count + 1),
          std::sqrt(squares / (count - 1))};
}

std::optional<Bounds> bca_levels(std::span<const double> replicates, double value,
                                 std::span<const double> jackknife, double level) {
  double below = 0;
  for (double x : replicates) below += x < value ? 1.0 : (x == value ? 0.5 : 0.0);
  const double share = below / static_cast<double>(replicates.size());
  if (!(share > 0 && share < 1)) return std::nullopt;
  const double bias = normal_quantile(share);
  const double speed = acceleration(jackknife);
  const auto corrected = [&](double p) {
    const double z = bias + normal_quantile(p);
    return normal_probability(bias + z / (1 - speed * z));
  };
  return Bounds{corrected((1 - level) / 2), corrected((1 + level) / 2)};
}

std::optional<Bounds> bca_interval(std::span<const double> replicates, double value,
                                   std::span<const double> jackknife, double level) {
  const std::optional<Bounds> levels = bca_levels(replicates, value, jackknife, level);
  if (!levels) return std::nullopt;
  return between(replicates, *levels);
}

}  // namespace shijin
