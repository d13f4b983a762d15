// Looking widths up in the tables, and cutting and padding by them.
#include "base/width.h"

#include <algorithm>
#include <iterator>

#include "base/utf8.h"
#include "base/width_internal.h"

namespace shijin {
namespace {

bool within(std::span<const CodePointRange> ranges, char32_t c) {
  const auto found = std::upper_bound(ranges.begin(), ranges.end(), c,
                                      [](char32_t x, CodePointRange r) { return x < r.first; });
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
  if (within(zero_ranges(), c)) return 0;
  return within(wide_ranges(), c) ? 2 : 1;
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
  if (columns == 0) return "";
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
