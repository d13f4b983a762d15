// Excerpts: the beginning of a text, never ending inside a character.
#pragma once

#include <string>
#include <string_view>

namespace shijin {

/// The beginning of valid UTF-8: at most `bytes`, cut at the end of a character
constexpr std::string_view utf8_prefix(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

/// … with "…" behind it where something was cut off
inline std::string excerpt(std::string_view text, std::size_t bytes) {
  std::string out(utf8_prefix(text, bytes));
  if (out.size() < text.size()) out += "…";
  return out;
}

}  // namespace shijin
