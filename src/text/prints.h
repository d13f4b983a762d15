// Prints of a text, for finding it again: a hash of the whole, and hashes of its character n-grams,
// with widths, cases, scripts, blanks and punctuation made equal first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/fold.h"

namespace shijin {

/// Characters of a shingle, by which texts are alike, and of a gram, by which one holds another
inline constexpr std::size_t kShingle = 4;
inline constexpr std::size_t kHeldGram = 8;
/// Shingles kept of one text: the smallest hashes, all of them in texts up to this long
inline constexpr std::size_t kShingles = 256;

struct Prints {
  std::uint64_t whole = 0;              // of the normalised text; equal means the same text
  std::size_t characters = 0;           // of the normalised text
  std::vector<std::uint32_t> shingles;  // at most kShingles, in any order, maybe repeated
  std::vector<std::uint64_t> grams;     // of kHeldGram characters, in order of the text
};

/// Make shingles ascending and distinct, as they are compared
void put_in_order(std::vector<std::uint32_t>& shingles);

/// Takes prints of one text after the other; keeps its buffers
class Printer {
 public:
  /// Take the prints of a text; valid until the next call. A text that is nothing but blanks and
  /// punctuation is taken as it stands
  const Prints& print(std::string_view text);

 private:
  void keep_what_counts(std::string_view text);

  FoldedText folded_;
  std::u32string characters_;
  Prints prints_;
};

}  // namespace shijin
