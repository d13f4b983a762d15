// Undoing JSON escapes: copy up to the next backslash, then one escape at a time.
#include "table/json_text.h"

#include <algorithm>
#include <cstring>

namespace shijin {
namespace {

constexpr std::size_t kBad = std::string_view::npos;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The four hexadecimal digits at `at`, or -1.
int hex_four(std::string_view raw, std::size_t at) {
  if (at + 4 > raw.size()) return -1;
  int value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const int digit = hex_digit(raw[at + i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

char simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return c;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return '\0';
  }
}

std::size_t put_utf8(char32_t c, char* out) {
  const auto put = [&](std::size_t at, char32_t byte) { out[at] = static_cast<char>(byte); };
  if (c < 0x80) {
    put(0, c);
    return 1;
  }
  if (c < 0x800) {
    put(0, 0xC0U | (c >> 6U));
    put(1, 0x80U | (c & 0x3FU));
    return 2;
  }
  if (c < 0x10000) {
    put(0, 0xE0U | (c >> 12U));
    put(1, 0x80U | ((c >> 6U) & 0x3FU));
    put(2, 0x80U | (c & 0x3FU));
    return 3;
  }
  put(0, 0xF0U | (c >> 18U));
  put(1, 0x80U | ((c >> 12U) & 0x3FU));
  put(2, 0x80U | ((c >> 6U) & 0x3FU));
  put(3, 0x80U | (c & 0x3FU));
  return 4;
}

// One escape: the bytes it takes in `raw` (0 when it is not valid) and the character it stands for.
struct Escape {
  std::size_t taken;
  char32_t character;
};

Escape read_escape(std::string_view raw, std::size_t at) {
  if (at + 1 >= raw.size()) return {0, 0};
  if (raw[at + 1] != 'u') {
    const char plain = simple_escape(raw[at + 1]);
    return {plain == '\0' ? 0U : 2U, static_cast<unsigned char>(plain)};
  }
  const int first = hex_four(raw, at + 2);
  if (first < 0 || (first >= 0xDC00 && first <= 0xDFFF)) return {0, 0};
  if (first < 0xD800 || first > 0xDBFF) return {6, static_cast<char32_t>(first)};
  if (at + 7 >= raw.size() || raw[at + 6] != '\\' || raw[at + 7] != 'u') return {0, 0};
  const int second = hex_four(raw, at + 8);
  if (second < 0xDC00 || second > 0xDFFF) return {0, 0};
  return {12, static_cast<char32_t>(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))};
}

}  // namespace

std::size_t unescape_json(std::string_view raw, char* out) {
  std::size_t written = 0;
  std::size_t at = 0;
  while (at < raw.size()) {
    if (raw[at] == '\\') {
      const Escape escape = read_escape(raw, at);
      if (escape.taken == 0) return kBad;
      written += put_utf8(escape.character, out + written);
      at += escape.taken;
      continue;
    }
    const std::size_t stop = std::min(raw.find('\\', at), raw.size());
    std::memcpy(out + written, raw.data() + at, stop - at);
    written += stop - at;
    at = stop;
  }
  return written;
}

std::size_t find_bad_escape(std::string_view raw) {
  for (std::size_t at = raw.find('\\'); at != kBad; at = raw.find('\\', at)) {
    const Escape escape = read_escape(raw, at);
    if (escape.taken == 0) return at;
    at += escape.taken;
  }
  return kBad;
}

std::string_view strip_json_space(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == kBad) return text.substr(0, 0);
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace shijin
