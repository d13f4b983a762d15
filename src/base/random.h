// Counter-based random numbers: a pure function of (seed, stream, index), so that results do not
// depend on threads, order or machines. The mixing is SplitMix64's finaliser (Steele et al. 2014).
#pragma once

#include <array>
#include <cmath>
#include <cstdint>

namespace shijin {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t mix_bits(std::uint64_t x) {
  x ^= x >> 30U;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27U;
  x *= 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

/// What all places of one stream share; for loops that keep it
constexpr std::uint64_t random_state(std::uint64_t seed, std::uint64_t stream) {
  const std::uint64_t a = mix_bits(seed + 0x9E3779B97F4A7C15ULL);
  return mix_bits(a ^ (stream + 0xD1B54A32D192ED03ULL));
}
constexpr std::uint64_t random_bits_at(std::uint64_t state, std::uint64_t index) {
  return mix_bits(state + (index + 1) * 0x9E3779B97F4A7C15ULL);
}

/// 64 random bits for one place in the stream
constexpr std::uint64_t random_bits(std::uint64_t seed, std::uint64_t stream, std::uint64_t index) {
  return random_bits_at(random_state(seed, stream), index);
}

/// A double in (0, 1), never 0 or 1
constexpr double uniform(std::uint64_t bits) {
  // 52 bits and a half fill the 53 of a double exactly; 53 would round up to 1.
  return (static_cast<double>(bits >> 12U) + 0.5) * 0x1.0p-52;
}

/// Cumulative probabilities of Poisson(1) times 2^32, rounded to nearest
inline constexpr std::array<std::uint32_t, 12> kPoissonBounds = {
    1580030169U, 3160060337U, 3950075422U, 4213413783U, 4279248374U, 4292415292U,
    4294609778U, 4294923276U, 4294962463U, 4294966817U, 4294967253U, 4294967292U};

/// A Poisson(1) count from 32 random bits (exact inversion; 0…12)
constexpr std::uint32_t poisson_one(std::uint32_t bits) {
  std::uint32_t count = 0;
  for (std::uint32_t bound : kPoissonBounds) count += bits >= bound ? 1U : 0U;
  return count;
}

/// A sequence of draws for code that needs "the next number"; copyable, cheap
class Random {
 public:
  constexpr Random(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {}

  constexpr std::uint64_t bits() { return random_bits(seed_, stream_, index_++); }
  constexpr double uniform() { return shijin::uniform(bits()); }
  /// A whole number in [0, bound); bound > 0 (Lemire's multiply, bias below 2^-64·bound)
  std::uint64_t below(std::uint64_t bound) {
    return static_cast<std::uint64_t>((static_cast<Wide>(bits()) * bound) >> 64U);
  }
  /// A standard normal (Box–Muller, one of the pair)
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(uniform()));
    return radius * std::cos(6.283185307179586476925 * uniform());
  }
  /// A Gamma(shape, 1) draw (Marsaglia and Tsang 2000; boosted for shape < 1)
  double gamma(double shape);

 private:
  std::uint64_t seed_;
  std::uint64_t stream_;
  std::uint64_t index_ = 0;
};

}  // namespace shijin
