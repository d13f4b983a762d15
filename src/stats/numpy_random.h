// The numbers that numpy.random.default_rng(seed) draws, for printing what others print. Our own
// random numbers come from base/random.h.
#pragma once

#include <cstdint>

#include "base/random.h"

namespace shijin {

/// PCG64 (XSL-RR, 128 bits) seeded through SeedSequence, as NumPy 1.17 and later
class NumpyRandom {
 public:
  explicit NumpyRandom(std::uint64_t seed);

  std::uint64_t bits64();
  /// The low half of a 64-bit draw, then its high half
  std::uint32_t bits32();
  /// One of the numbers that integers(0, bound) and choice(bound) draw; bound 1 draws nothing
  std::uint32_t below(std::uint32_t bound);

 private:
  Wide state_ = 0;
  Wide increment_ = 0;
  std::uint32_t kept_ = 0;
  bool has_kept_ = false;
};

/// The booleans of one call of integers(2, dtype=bool): 32 from a draw, the lowest bit first, what
/// is left over thrown away
class NumpyBooleans {
 public:
  explicit NumpyBooleans(NumpyRandom& random) : random_(&random) {}
  bool next();

 private:
  NumpyRandom* random_;
  std::uint32_t word_ = 0;
  int left_ = 0;
};

}  // namespace shijin
