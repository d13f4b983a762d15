// Signs are looked for only from bytes above 0x7F and from "<0x", so that plain ASCII costs a scan.
#include "text/mojibake.h"

#include <algorithm>

#include "text/code_points.h"

namespace shijin {
namespace {

constexpr std::size_t kLatinRun = 6;

// What the bytes 0x80 to 0xBF become in Latin-1 and in Windows-1252.
bool is_continuation(char32_t c) {
  constexpr std::u32string_view kWindows = U"€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
  return (c >= 0x80 && c <= 0xBF) || kWindows.find(c) != std::u32string_view::npos;
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); }

// What is remembered from one character to the next.
struct Signs {
  char32_t before = 0;
  char32_t second_before = 0;
  std::size_t latin_run = 0;
  std::size_t punctuation_gbk = 0;
  std::size_t piece_marks = 0;
};

bool utf8_as_latin(const Signs& signs, char32_t c) {
  if (signs.before == 0xC3 || signs.before == 0xC2) return is_continuation(c);
  return signs.second_before >= 0xE0 && signs.second_before <= 0xEF &&
         is_continuation(signs.before) && is_continuation(c);
}

// A mark of the beginning of a word, glued to the word before it.
bool is_piece_mark(const Signs& signs, char32_t c) {
  if (c != 0x0120 && c != 0x010A && c != 0x2581) return false;
  return signs.before > 0x20;
}

// Han and its punctuation, which are most of what is above ASCII: only what GBK makes of UTF-8
// tells.
bool is_harmless(char32_t c) {
  return c >= 0x3000 && c < 0xFFFD && c != 0x951B && c != 0x9286 && c != 0x9225 && c != 0x62F7;
}

Garbled look(Signs& signs, char32_t c) {
  const bool latin = c >= 0xA1 && c <= 0xFF;
  signs.latin_run = latin ? signs.latin_run + 1 : 0;
  if (c == 0xFFFD) return Garbled::replaced;
  if (utf8_as_latin(signs, c)) return Garbled::utf8_as_latin;
  if (signs.latin_run >= kLatinRun) return Garbled::gbk_as_latin;
  if (c == 0x951B || c == 0x9286 || c == 0x9225) {
    if (++signs.punctuation_gbk >= 2) return Garbled::utf8_as_gbk;
  }
  if (c == 0x62F7 && signs.before == 0x65A4 && signs.second_before == 0x951F) return Garbled::twice;
  if (is_piece_mark(signs, c) && ++signs.piece_marks >= 3) return Garbled::tokens;
  return Garbled::none;
}

}  // namespace

GarbledPlace find_garbled(std::string_view text) {
  Signs signs;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (text[at] == '<' && text.size() - at >= 6 && text.substr(at, 3) == "<0x" &&
        is_hex(text[at + 3]) && is_hex(text[at + 4]) && text[at + 5] == '>') {
      const auto place = static_cast<std::uint32_t>(begin);
      return {Garbled::tokens, {place, place + 6}};
    }
    const char32_t c = next_code_point(text, at);
    const bool harmless = c < 0x80 || is_harmless(c);
    const Garbled kind = harmless ? Garbled::none : look(signs, c);
    if (harmless) signs.latin_run = 0;
    if (kind != Garbled::none) {
      return {kind, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at)}};
    }
    signs.second_before = signs.before;
    signs.before = c;
  }
  return {};
}

}  // namespace shijin
