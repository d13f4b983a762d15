// TokenMasks: of each token, where a text of up to 64 tokens has it, as bits of one word: what the
// bit-parallel algorithms read for most texts.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace shijin {

/// Index one text after another; reuse one object for many texts (it keeps its memory)
class TokenMasks {
 public:
  static constexpr std::size_t kMost = 64;

  /// The masks of one text, valid until the next is put; kept in registers by who reads them
  struct View {
    const std::uint64_t* masks;
    std::size_t size;

    std::uint64_t of(std::uint32_t token) const { return token < size ? masks[token] : 0; }
  };

  /// Forget the last text and index this one
  View put(std::span<const std::uint32_t> text) {
    SJ_CHECK(text.size() <= kMost, "a text too long for masks of 64 bits");
    std::uint64_t* masks = masks_.data();
    std::size_t size = masks_.size();
    for (std::size_t i = 0; i < count_; ++i) masks[tokens_[i]] = 0;
    count_ = text.size();
    std::uint64_t bit = 1;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::uint32_t token = text[i];
      if (token >= size) {
        masks_.resize(std::bit_ceil(std::size_t{token} + 1));
        masks = masks_.data();
        size = masks_.size();
      }
      masks[token] |= bit;
      tokens_[i] = token;
      bit <<= 1U;
    }
    return {masks, size};
  }

 private:
  std::vector<std::uint64_t> masks_;
  std::array<std::uint32_t, kMost> tokens_{};
  std::size_t count_ = 0;
};

}  // namespace shijin
