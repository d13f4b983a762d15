// TokenSlots: the distinct tokens of one short text as 0, 1, 2 …, found again without clearing
// anything between texts. What the bit-parallel algorithms index their masks by.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace shijin {

/// Number the distinct tokens of a text; reuse one object for many texts
class TokenSlots {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  /// Forget the last text and make room for one of `tokens` tokens
  void begin(std::size_t tokens) {
    const std::size_t wanted = std::bit_ceil(tokens * 2 < 64 ? std::size_t{64} : tokens * 2);
    if (entries_.size() < wanted) entries_.resize(wanted);
    mask_ = wanted - 1;
    shift_ = 64U - static_cast<unsigned>(std::countr_zero(wanted));
    size_ = 0;
    if (++stamp_ == 0) {  // after 2^32 texts old stamps could be taken for new ones
      entries_.assign(entries_.size(), Entry{});
      stamp_ = 1;
    }
  }
  /// The number of a token, the next free one if it is new
  std::uint32_t add(std::uint32_t token) {
    Entry& entry = entries_[place(token)];
    if (entry.stamp != stamp_) entry = {token, stamp_, size_++};
    return entry.slot;
  }
  /// The number of a token, or kNone
  std::uint32_t find(std::uint32_t token) const {
    const Entry& entry = entries_[place(token)];
    return entry.stamp == stamp_ ? entry.slot : kNone;
  }
  std::uint32_t size() const { return size_; }

 private:
  struct Entry {
    std::uint32_t token = 0;
    std::uint32_t stamp = 0;
    std::uint32_t slot = 0;
  };

  std::size_t place(std::uint32_t token) const {
    std::size_t at = (token * 0x9E3779B97F4A7C15ULL) >> shift_;
    while (entries_[at].stamp == stamp_ && entries_[at].token != token) at = (at + 1) & mask_;
    return at;
  }

  std::vector<Entry> entries_;
  std::size_t mask_ = 0;
  unsigned shift_ = 0;
  std::uint32_t stamp_ = 0;
  std::uint32_t size_ = 0;
};

}  // namespace shijin
