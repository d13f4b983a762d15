// TokenSlots: the distinct tokens of one text as 0, 1, 2 …, found again without clearing anything
// between texts. What the bit-parallel algorithms index their masks by.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace shijin {

/// Number the distinct tokens of a text; reuse one object for many texts
///
/// Tokens are small numbers (Tokens' ids): a table is indexed by them, not hashed.
class TokenSlots {
  struct Entry {
    std::uint32_t stamp = 0;
    std::uint32_t slot = 0;
  };

 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  /// Forget the last text
  void begin() {
    size_ = 0;
    if (++stamp_ == 0) {  // after 2^32 texts old stamps could be taken for new ones
      entries_.assign(entries_.size(), Entry{});
      stamp_ = 1;
    }
  }
  /// The number of a token, the next free one if it is new
  std::uint32_t add(std::uint32_t token) {
    if (token >= entries_.size()) entries_.resize(std::bit_ceil(std::size_t{token} + 1));
    Entry& entry = entries_[token];
    if (entry.stamp != stamp_) entry = {stamp_, size_++};
    return entry.slot;
  }
  /// What `find` reads, for loops that write elsewhere meanwhile; valid until a token is added
  class View {
   public:
    explicit View(const TokenSlots& slots)
        : entries_(slots.entries_.data()), end_(slots.entries_.size()), stamp_(slots.stamp_) {}
    /// The number of a token, or `other`
    std::uint32_t find(std::uint32_t token, std::uint32_t other) const {
      return token < end_ && entries_[token].stamp == stamp_ ? entries_[token].slot : other;
    }

   private:
    const Entry* entries_;
    std::size_t end_;
    std::uint32_t stamp_;
  };
  View view() const { return View(*this); }
  /// The number of a token, or kNone
  std::uint32_t find(std::uint32_t token) const {
    if (token >= entries_.size()) return kNone;
    const Entry& entry = entries_[token];
    return entry.stamp == stamp_ ? entry.slot : kNone;
  }
  std::uint32_t size() const { return size_; }

 private:
  std::vector<Entry> entries_;
  std::uint32_t stamp_ = 0;
  std::uint32_t size_ = 0;
};

}  // namespace shijin
