// Grams: the words and character n-grams of a text that slices and duplicates are looked for by.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shijin {

/// A gram by its hash and where it stands in the folded text
struct Gram {
  std::uint64_t hash;
  std::uint32_t begin;
  std::uint32_t end;
};

/// The grams of folded text (fold_text's characters), each distinct one once, ordered by hash:
/// runs of 2 to 4 characters of a script without blanks, and words of any other
void word_grams(std::u32string_view folded_text, std::vector<Gram>& out);

/// A gram's text
std::string gram_text(std::u32string_view folded_text, const Gram& gram);

}  // namespace shijin
