// FoldedText: a text as screens compare it, each character with its place in the original: widths
// and cases made equal, Traditional made Simplified, what cannot be seen left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/tokenizer.h"

namespace shijin {

/// Code points and where each came from; several may share a place (Ⅲ is three letters)
struct FoldedText {
  std::u32string characters;
  std::vector<Span> places;  // bytes of the original text

  void clear();
  /// The bytes of the original that characters [begin, end) came from
  Span original(std::size_t begin, std::size_t end) const {
    return {places[begin].begin, places[end - 1].end};
  }
};

/// Fold a text, or no more than its first `most` characters: Unicode's compatibility forms and case
/// folding (NFKC_Casefold, one character at a time), Traditional Han to Simplified, curly
/// apostrophes to straight ones; invisible characters are left out, white space becomes U+0020
void fold_text(std::string_view text, FoldedText& out, std::size_t most = SIZE_MAX);

/// The same without the places
std::u32string folded(std::string_view text);

/// Take out what is inserted between two Han characters to hide a word: up to two blanks, marks or
/// symbols in a row, but none that ends a clause
void drop_inserted(FoldedText& text);

}  // namespace shijin
