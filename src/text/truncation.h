// Truncation: does a text stop before its end? Recognised by how it ends, in Chinese and English.
#pragma once

#include <cstdint>
#include <string_view>

namespace shijin {

/// What is missing at the end of a text
enum class CutOff : std::uint8_t {
  none,
  character,  // the end is half a character: U+FFFD
  code,       // a code block ``` is open
  bracket,    // a bracket or quote is open
  comma,      // it ends in a comma, a colon, an opening bracket
  word,       // it ends in a word that asks for more: "the", "以及"
  sentence,   // its last line has ended a sentence and begun another
};

/// The first of these that holds, in the order above
CutOff cut_off(std::string_view text);

}  // namespace shijin
