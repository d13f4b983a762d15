// Commas, indentation, escapes (RFC 8259) and numbers that read back to the same double.
#include "base/json_writer.h"

#include <cmath>

#include "base/numbers.h"
#include "base/utf8.h"

namespace shijin {
namespace {

constexpr double kExactIntegers = 9007199254740992.0;  // 2^53

void append_escaped(std::string& out, unsigned char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kHex[c >> 4U];
      out += kHex[c & 0xFU];
  }
}

bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

}  // namespace

void append_json_text(std::string& out, std::string_view words) {
  out += '"';
  std::size_t start = 0;  // of what is yet to be copied as it stands
  for (std::size_t at = 0; at < words.size();) {
    const auto c = static_cast<unsigned char>(words[at]);
    std::size_t next = at + 1;
    if (c >= 0x80) {
      next = at;
      decode_utf8(words, next);
    }
    if (c < 0x80 ? is_plain(c) : next > at + 1) {
      at = next;
      continue;
    }
    out.append(words, start, at - start);
    if (c < 0x80) {
      append_escaped(out, c);
    } else {
      append_utf8(out, 0xFFFD);
    }
    start = at = next;
  }
  out.append(words, start);
  out += '"';
}

void JsonWriter::new_line() {
  *out_ += '\n';
  out_->append(2 * levels_.size(), ' ');
}

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  if (!levels_.back().empty) *out_ += ',';
  levels_.back().empty = false;
  if (levels_.back().layout == Layout::lines) {
    new_line();
  } else if (layout_ == Layout::lines && out_->back() == ',') {
    *out_ += ' ';
  }
}

JsonWriter& JsonWriter::open(char bracket, Layout layout) {
  before_value();
  *out_ += bracket;
  const Layout outer = levels_.empty() ? layout_ : levels_.back().layout;
  levels_.push_back({true, outer == Layout::one_line ? outer : layout});
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  const Level level = levels_.back();
  levels_.pop_back();
  if (!level.empty && level.layout == Layout::lines) new_line();
  *out_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  before_value();
  append_json_text(*out_, name);
  *out_ += layout_ == Layout::lines ? ": " : ":";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view words) {
  before_value();
  append_json_text(*out_, words);
  return *this;
}

JsonWriter& JsonWriter::number(double x) {
  if (!std::isfinite(x)) return null();
  if (x == std::floor(x) && std::abs(x) < kExactIntegers) {
    return integer(static_cast<std::int64_t>(x));
  }
  return raw(shortest(x));
}

JsonWriter& JsonWriter::integer(std::int64_t x) { return raw(std::to_string(x)); }

JsonWriter& JsonWriter::boolean(bool x) { return raw(x ? "true" : "false"); }

JsonWriter& JsonWriter::null() { return raw("null"); }

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  *out_ += json;
  return *this;
}

}  // namespace shijin
