// Mojibake: text that went through the wrong encoding, and tokens that were never turned back into
// text.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/tokenizer.h"

namespace shijin {

enum class Garbled : std::uint8_t {
  none,
  replaced,       // U+FFFD, the mark of bytes that could not be read
  utf8_as_latin,  // "Ã©", "â€™", "ä½ å¥½"
  utf8_as_gbk,    // two of the characters that full-width punctuation becomes
  gbk_as_latin,   // six or more accented letters and signs in a row
  twice,          // what U+FFFD becomes when it is read as GBK once more
  tokens,         // "<0xE4>", "Ġ", "▁": pieces of a tokeniser
};

/// The first sign of it and where it stands
struct GarbledPlace {
  Garbled kind = Garbled::none;
  Span place{0, 0};
};

GarbledPlace find_garbled(std::string_view text);

}  // namespace shijin
