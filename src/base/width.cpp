// Widths after Unicode's EastAsianWidth W and F, as ranges that matter on a terminal.
#include "base/width.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace shijin {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

constexpr std::array<Range, 24> kWide = {{
    {0x1100, 0x115F}, {0x231A, 0x231B}, {0x2329, 0x232A}, {0x23E9, 0x23EC}, {0x25FD, 0x25FE},
    {0x2614, 0x2615}, {0x2648, 0x2653}, {0x26AA, 0x26AB}, {0x26BD, 0x26BE}, {0x2705, 0x2705},
    {0x274C, 0x274E}, {0x2753, 0x2757}, {0x2795, 0x2797}, {0x2B1B, 0x2B1C}, {0x2E80, 0x303E},
    {0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0xA4CF}, {0xA960, 0xA97C}, {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6},
}};

constexpr std::array<Range, 12> kZero = {{
    {0x0300, 0x036F},
    {0x0483, 0x0489},
    {0x0591, 0x05BD},
    {0x064B, 0x065F},
    {0x0E31, 0x0E3A},
    {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF},
    {0x200B, 0x200F},
    {0x2060, 0x2064},
    {0x20D0, 0x20F0},
    {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F},
}};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t c) {
  const auto* found = std::upper_bound(ranges.begin(), ranges.end(), c,
                                       [](char32_t x, const Range& r) { return x < r.first; });
  return found != ranges.begin() && c <= std::prev(found)->last;
}

// Skip a colour escape (ESC [ … letter) that begins at `at`.
bool skip_escape(std::string_view text, std::size_t& at) {
  if (text[at] != '\x1b' || at + 1 >= text.size() || text[at + 1] != '[') return false;
  at += 2;
  while (at < text.size() && !(text[at] >= '@' && text[at] <= '~')) ++at;
  if (at < text.size()) ++at;
  return true;
}

}  // namespace

int code_point_width(char32_t c) {
  if (c < 0x300) return c == 0xAD ? 0 : 1;
  if (within(kZero, c) || c == 0xFEFF) return 0;
  if (within(kWide, c)) return 2;
  if ((c >= 0x1F300 && c <= 0x1F64F) || (c >= 0x1F680 && c <= 0x1F6FF) ||
      (c >= 0x1F900 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD)) {
    return 2;
  }
  return 1;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (skip_escape(text, at)) continue;
    width += static_cast<std::size_t>(code_point_width(decode_utf8(text, at)));
  }
  return width;
}

std::string cut_to_width(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  std::size_t width = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t next = at;
    const auto more = static_cast<std::size_t>(code_point_width(decode_utf8(text, next)));
    if (width + more + 1 > columns) break;
    width += more;
    at = next;
  }
  return std::string(text.substr(0, at)) + "…";
}

std::string pad_right(std::string_view text, std::size_t columns) {
  const std::size_t width = display_width(text);
  return std::string(text) + std::string(columns > width ? columns - width : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t columns) {
  const std::size_t width = display_width(text);
  return std::string(columns > width ? columns - width : 0, ' ') + std::string(text);
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = decode_utf8(text, at);
    if (c == '\n') {
      out += "⏎";
    } else if (c == '\t') {
      out += ' ';
    } else if (c < 0x20) {
      append_utf8(out, 0x2400 + c);
    } else if (c == 0x7F) {
      out += "␡";
    } else if ((c >= 0x80 && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
               (c >= 0x2066 && c <= 0x2069) || (c == 0xFFFD && at - start == 1)) {
      out += "�";
    } else {
      out += text.substr(start, at - start);
    }
  }
  return out;
}

}  // namespace shijin
