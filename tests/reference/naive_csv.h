// The naive twin of the CSV reader: one character at a time, the whole text in memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shijin::reference {

struct NaiveRecord {
  std::string bytes;
  std::int64_t line = 0;
  bool operator==(const NaiveRecord&) const = default;
};

/// Cut a text into records, blank lines left out
///
/// A quote opens only where a field begins. Where a closing quote is followed by text and looks
/// like an opening one (after a delimiter or line end), or the text ends in quotes, the record ends
/// at the line on which its field opened.
inline std::vector<NaiveRecord> naive_records(std::string_view text, char delimiter) {
  std::vector<NaiveRecord> out;
  const auto lines_before = [&](std::size_t at) {
    std::int64_t lines = 1;
    for (const char c : text.substr(0, at)) lines += c == '\n' ? 1 : 0;
    return lines;
  };
  std::size_t begin = 0;
  while (begin < text.size()) {
    bool inside = false;
    bool closed = false;  // the character before is a closing quote
    std::size_t opened = begin;
    std::size_t end = text.size();
    for (std::size_t at = begin; at <= text.size(); ++at) {
      if (at == text.size()) {
        if (inside && text.find('\n', opened) != std::string_view::npos) {
          end = text.find('\n', opened);
        }
        break;
      }
      const char c = text[at];
      const char before = at == begin ? '\n' : text[at - 1];
      const bool border = before == delimiter || before == '\n';
      if (c == '"' && inside) {
        const char after = at + 1 < text.size() ? text[at + 1] : '\n';
        const bool may_close = after == delimiter || after == '\n' || after == '\r' || after == '"';
        if (!may_close && border && text.find('\n', opened) < at) {
          end = text.find('\n', opened);
          break;
        }
        inside = false;
        closed = true;
        continue;
      }
      if (c == '"') {
        if (border) opened = at;
        inside = border || closed;
      } else if (c == '\n' && !inside) {
        end = at;
        break;
      }
      closed = false;
    }
    std::string bytes(text.substr(begin, end - begin));
    if (!bytes.empty() && bytes.back() == '\r') bytes.pop_back();
    if (!bytes.empty()) out.push_back({bytes, lines_before(begin)});
    begin = end + 1;
  }
  return out;
}

/// Take a well-formed record apart; nothing when it is not
inline std::optional<std::vector<std::string>> naive_fields(std::string_view record,
                                                            char delimiter) {
  enum class State { begin, plain, quoted, after };
  std::vector<std::string> out(1);
  State state = State::begin;
  for (const char c : record) {
    if (c == '\0') return std::nullopt;
    if (state == State::quoted) {
      if (c == '"') {
        state = State::after;
      } else {
        out.back() += c;
      }
    } else if (c == delimiter) {
      out.emplace_back();
      state = State::begin;
    } else if (c == '"') {
      if (state == State::plain) return std::nullopt;
      if (state == State::after) out.back() += c;
      state = State::quoted;
    } else {
      if (state == State::after) return std::nullopt;
      out.back() += c;
      state = State::plain;
    }
  }
  if (state == State::quoted) return std::nullopt;
  return out;
}

}  // namespace shijin::reference
