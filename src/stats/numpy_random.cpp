// SeedSequence's mixing, PCG64's step, and bounded draws by Lemire's method on 32 bits.
#include "stats/numpy_random.h"

#include <array>
#include <bit>

#include "base/result.h"

namespace shijin {
namespace {

constexpr Wide wide(std::uint64_t high, std::uint64_t low) {
  return static_cast<Wide>(high) << 64U | low;
}

constexpr Wide kMultiplier = wide(0x2360ED051FC65DA4ULL, 0x4385DF649FCCF645ULL);

// A hash whose constant moves on with every value.
struct MovingHash {
  std::uint32_t constant;
  std::uint32_t multiplier;

  std::uint32_t operator()(std::uint32_t value) {
    value ^= constant;
    constant *= multiplier;
    value *= constant;
    return value ^ value >> 16U;
  }
};

std::uint32_t mixed(std::uint32_t x, std::uint32_t y) {
  const std::uint32_t value = 0xCA01F9DDU * x - 0x4973F715U * y;
  return value ^ value >> 16U;
}

// The four 64-bit words that a seed comes to.
std::array<std::uint64_t, 4> seed_words(std::uint64_t seed) {
  MovingHash hash{0x43B0D7E5U, 0x931E8875U};
  std::array<std::uint32_t, 4> pool{};
  pool[0] = hash(static_cast<std::uint32_t>(seed));
  pool[1] = hash(static_cast<std::uint32_t>(seed >> 32U));
  pool[2] = hash(0);
  pool[3] = hash(0);
  for (std::size_t from = 0; from < 4; ++from) {
    for (std::size_t to = 0; to < 4; ++to) {
      if (from != to) pool[to] = mixed(pool[to], hash(pool[from]));
    }
  }
  MovingHash out{0x8B51F9DDU, 0x58F38DEDU};
  std::array<std::uint64_t, 4> words{};
  for (std::size_t i = 0; i < 8; ++i) {
    words[i / 2] |= std::uint64_t{out(pool[i % 4])} << 32U * (i % 2);
  }
  return words;
}

}  // namespace

NumpyRandom::NumpyRandom(std::uint64_t seed) {
  const std::array<std::uint64_t, 4> words = seed_words(seed);
  increment_ = wide(words[2], words[3]) << 1U | 1U;
  state_ = increment_ + wide(words[0], words[1]);
  state_ = state_ * kMultiplier + increment_;
}

std::uint64_t NumpyRandom::bits64() {
  state_ = state_ * kMultiplier + increment_;
  const auto high = static_cast<std::uint64_t>(state_ >> 64U);
  const auto low = static_cast<std::uint64_t>(state_);
  return std::rotr(high ^ low, static_cast<int>(high >> 58U));
}

std::uint32_t NumpyRandom::bits32() {
  if (has_kept_) {
    has_kept_ = false;
    return kept_;
  }
  const std::uint64_t bits = bits64();
  kept_ = static_cast<std::uint32_t>(bits >> 32U);
  has_kept_ = true;
  return static_cast<std::uint32_t>(bits);
}

std::uint32_t NumpyRandom::below(std::uint32_t bound) {
  SJ_CHECK(bound > 0, "a draw needs something to draw from");
  if (bound == 1) return 0;
  std::uint64_t product = std::uint64_t{bits32()} * bound;
  if (static_cast<std::uint32_t>(product) < bound) {
    const std::uint32_t threshold = (0xFFFFFFFFU - (bound - 1)) % bound;
    while (static_cast<std::uint32_t>(product) < threshold) {
      product = std::uint64_t{bits32()} * bound;
    }
  }
  return static_cast<std::uint32_t>(product >> 32U);
}

bool NumpyBooleans::next() {
  if (left_ == 0) {
    word_ = random_->bits32();
    left_ = 32;
  }
  const bool bit = (word_ & 1U) != 0;
  word_ >>= 1U;
  --left_;
  return bit;
}

}  // namespace shijin
