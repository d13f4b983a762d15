// Reading code points fast: what the hot loops of tokenisers use in place of decode_utf8.
#pragma once

#include "base/utf8.h"

namespace shijin {

/// The same as decode_utf8, with the frequent cases inline
inline char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const char32_t lead = byte(0);
  if (lead < 0x80) {
    ++at;
    return lead;
  }
  if ((lead & 0xF0U) == 0xE0 && lead != 0xE0 && lead != 0xED && at + 3 <= text.size() &&
      (byte(1) & 0xC0U) == 0x80 && (byte(2) & 0xC0U) == 0x80) {
    const char32_t c = ((lead & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    at += 3;
    return c;
  }
  return decode_utf8(text, at);
}

/// The same as is_python_space, one or two comparisons for an ASCII letter or a Han character
constexpr bool is_space(char32_t c) {
  if (c > 0x20 && c < 0x85) return false;
  return c <= 0x3000 && is_python_space(c);
}

}  // namespace shijin
