// Words between Python white space, and how tokenisers whose tokens are bytes of the text give
// them.
#pragma once

#include <string_view>

#include "text/byte_scan.h"
#include "text/code_points.h"
#include "text/tokenizer.h"

namespace shijin {

/// Call word(begin, end) for the bytes of each
template <class Word>
void for_each_word(std::string_view text, Word word) {
  std::size_t begin = 0;  // of the word that no space has ended yet
  ByteScan<SpaceStops> scan(text);
  for (std::size_t at = scan.next(); at < text.size(); at = scan.next()) {
    std::size_t next = at;
    if (!is_space(next_code_point(text, next))) continue;
    if (begin < at) word(begin, at);
    begin = next;
  }
  if (begin < text.size()) word(begin, text.size());
}

/// Give a sink what `each(text, word)` finds
template <class Each>
void words_to_sink(std::string_view text, TokenSink& sink, Each each) {
  each(text, [&](std::size_t begin, std::size_t end) {
    sink.token(text.substr(begin, end - begin),
               {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  });
}

/// The same as pieces
template <class Each>
bool words_to_pieces(std::string_view text, Pieces& out, Each each) {
  Piece* const first = out.begin(text.size());
  Piece* next = first;
  each(text, [&](std::size_t begin, std::size_t end) {
    *next++ = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
  });
  out.set_size(static_cast<std::size_t>(next - first));
  return true;
}

}  // namespace shijin
