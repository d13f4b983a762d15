// HeldGrams: which texts of a set have most of their n-grams in another, larger set that streams
// by.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace shijin {

/// The grams of the texts that are added, marked when they are seen elsewhere
///
/// At most about kKept grams are kept: beyond, those whose hash is divisible by 2, 4, 8, … only.
class HeldGrams {
 public:
  static constexpr std::size_t kKept = 16'000'000;
  static constexpr std::size_t kLeast = 4;  // kept grams of a text that are enough to judge it
  static constexpr double kShare = 0.7;     // of its grams seen: the text is held

  void add(std::span<const std::uint64_t> grams);
  void append(HeldGrams&& later);
  void seal();
  /// Mark grams as seen. Thread-safe
  void see(std::span<const std::uint64_t> grams);
  /// The share of a text's kept grams that were seen; below 0 where there are too few
  double seen_share(std::size_t text) const;

 private:
  void thin();
  std::size_t slot_of(std::uint64_t gram) const;

  std::vector<std::uint64_t> grams_;  // text after text
  std::vector<std::size_t> begin_ = {0};
  std::uint64_t mask_ = 0;  // grams with one of these bits are not kept
  std::vector<std::uint64_t> table_;
  std::unique_ptr<std::atomic<std::uint8_t>[]> seen_;
};

}  // namespace shijin
