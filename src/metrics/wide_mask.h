// Masks of 64, 128 and more bits, with the few operations that bit-parallel counting needs.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace shijin {

/// kWords × 64 bits, the lowest word first
template <std::size_t kWords>
struct WideMask {
  static constexpr bool kWide = true;
  std::array<std::uint64_t, kWords> words{};

  WideMask() = default;
  /// Only the lowest word is given
  explicit WideMask(std::uint64_t low) { words[0] = low; }

  friend WideMask operator&(WideMask a, const WideMask& b) {
    for (std::size_t i = 0; i < kWords; ++i) a.words[i] &= b.words[i];
    return a;
  }
  friend WideMask operator|(WideMask a, const WideMask& b) {
    for (std::size_t i = 0; i < kWords; ++i) a.words[i] |= b.words[i];
    return a;
  }
  /// Shift by one; no other distance is needed
  friend WideMask operator<<(const WideMask& a, int) {
    WideMask out;
    out.words[0] = a.words[0] << 1U;
    for (std::size_t i = 1; i < kWords; ++i) {
      out.words[i] = (a.words[i] << 1U) | (a.words[i - 1] >> 63U);
    }
    return out;
  }

  bool any() const {
    std::uint64_t all = 0;
    for (const std::uint64_t word : words) all |= word;
    return all != 0;
  }
  void fill() { words.fill(~std::uint64_t{0}); }
  /// Clear the lowest bit that stands in both; false when there is none
  bool take_one_of(const WideMask& wanted) {
    for (std::size_t i = 0; i < kWords; ++i) {
      const std::uint64_t hit = words[i] & wanted.words[i];
      if (hit == 0) continue;
      words[i] ^= hit & (0 - hit);
      return true;
    }
    return false;
  }
};

/// The same for one built-in number, without a branch
template <class Number>
struct NarrowMask {
  static constexpr bool kWide = false;
  Number bits{};

  NarrowMask() = default;
  explicit NarrowMask(Number value) : bits(value) {}

  friend NarrowMask operator&(NarrowMask a, NarrowMask b) { return NarrowMask(a.bits & b.bits); }
  friend NarrowMask operator|(NarrowMask a, NarrowMask b) { return NarrowMask(a.bits | b.bits); }
  friend NarrowMask operator<<(NarrowMask a, int by) { return NarrowMask(a.bits << by); }

  bool any() const { return bits != 0; }
  void fill() { bits = ~Number{0}; }
  bool take_one_of(NarrowMask wanted) {
    const Number hit = bits & wanted.bits;
    bits ^= hit & (0 - hit);
    return hit != 0;
  }
  /// How many bits were taken since fill()
  std::uint32_t taken() const {
    std::uint32_t count = 0;
    for (std::size_t at = 0; at < 8 * sizeof(Number); at += 64) {
      count += static_cast<std::uint32_t>(std::popcount(static_cast<std::uint64_t>(~bits >> at)));
    }
    return count;
  }
};

}  // namespace shijin
