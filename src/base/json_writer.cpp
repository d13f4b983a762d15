// Commas, indentation, escapes (RFC 8259) and numbers that read back to the same double.
#include "base/json_writer.h"

#include <cmath>
#include <cstdint>
#include <cstring>

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

// Whether eight bytes are plain ASCII. A byte with a borrow from the one below it may be taken for
// one that is not, never the other way round.
bool eight_are_plain(const char* bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHigh = 0x80 * kOnes;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  const std::uint64_t quotes = word ^ ('"' * kOnes);
  const std::uint64_t slashes = word ^ ('\\' * kOnes);
  const std::uint64_t high = word | (word + kOnes);  // 0x7F too
  const std::uint64_t odd = high | (word - 0x20 * kOnes) | (quotes - kOnes) | (slashes - kOnes);
  return (odd & kHigh) == 0;
}

// The first byte from `at` on that cannot stay as it is.
std::size_t end_of_plain(std::string_view words, std::size_t at) {
  while (at < words.size()) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(words[at + i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) {
      const bool eight = at + 8 <= words.size() && eight_are_plain(words.data() + at);
      if (!eight && !is_plain(lead)) return at;
      at += eight ? 8 : 1;
    } else if (lead >= 0xE1 && lead <= 0xEC && at + 3 <= words.size() &&
               (byte(1) & 0xC0U) == 0x80 && (byte(2) & 0xC0U) == 0x80) {  // nearly all of Han
      at += 3;
    } else {
      std::size_t next = at;
      decode_utf8(words, next);
      if (next == at + 1) return at;
      at = next;
    }
  }
  return at;
}

}  // namespace

void append_json_text(std::string& out, std::string_view words) {
  out += '"';
  for (std::size_t at = 0;;) {
    const std::size_t end = end_of_plain(words, at);
    out.append(words, at, end - at);
    if (end == words.size()) break;
    const auto c = static_cast<unsigned char>(words[end]);
    if (c < 0x80) {
      append_escaped(out, c);
    } else {
      append_utf8(out, 0xFFFD);
    }
    at = end + 1;
  }
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
