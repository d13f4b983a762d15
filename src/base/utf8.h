// UTF-8: strict validation, decoding, encoding, and the white space that Python's str.split knows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace shijin {

/// Decode the character at `at` and move past it; an invalid byte gives U+FFFD and one step
char32_t decode_utf8(std::string_view text, std::size_t& at);

/// Append a code point (must be a scalar value)
void append_utf8(std::string& out, char32_t code_point);

/// Give the byte offset of the first invalid sequence, or npos when all is valid (strict: no
/// surrogates, no overlong forms, nothing above U+10FFFF)
std::size_t find_invalid_utf8(std::string_view text);

/// Count the code points of valid UTF-8
std::size_t count_code_points(std::string_view text);

/// Tell whether Python's str.split() splits on this code point (29 of them)
constexpr bool is_python_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 ||
         c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

/// Tell whether a code point is a Han ideograph (any block, with the compatibility ones)
constexpr bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x20000 && c <= 0x323AF) || (c >= 0xF900 && c <= 0xFAFF) || c == 0x3007;
}

/// Remove Python white space from both ends; the view points into `text`
std::string_view strip_python_space(std::string_view text);

}  // namespace shijin
