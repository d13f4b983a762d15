// Undoing JSON escapes: copy up to the next backslash, then one escape at a time.
#include "base/json_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace shijin {
namespace {

constexpr std::size_t kBad = std::string_view::npos;

constexpr std::array<std::int8_t, 256> make_hex_digits() {
  std::array<std::int8_t, 256> digits{};
  for (auto& digit : digits) digit = -1;
  for (int i = 0; i < 10; ++i)
    digits[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(i);
  for (int i = 0; i < 6; ++i) {
    digits[static_cast<std::size_t>('a' + i)] = static_cast<std::int8_t>(10 + i);
    digits[static_cast<std::size_t>('A' + i)] = static_cast<std::int8_t>(10 + i);
  }
  return digits;
}

constexpr std::array<std::int8_t, 256> kHexDigits = make_hex_digits();

int hex_digit(char c) { return kHexDigits[static_cast<unsigned char>(c)]; }

// The four hexadecimal digits at `at`, or -1.
int hex_four(std::string_view raw, std::size_t at) {
  if (at + 4 > raw.size()) return -1;
  const int a = hex_digit(raw[at]);
  const int b = hex_digit(raw[at + 1]);
  const int c = hex_digit(raw[at + 2]);
  const int d = hex_digit(raw[at + 3]);
  if ((a | b | c | d) < 0) return -1;
  return (a << 12) | (b << 8) | (c << 4) | d;
}

// What a backslash before a character stands for; 0 where it is no escape of two characters.
constexpr std::array<char, 256> make_simple_escapes() {
  std::array<char, 256> out{};
  constexpr std::string_view kWritten = "\"\\/bfnrt";
  constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
  for (std::size_t i = 0; i < kWritten.size(); ++i) {
    out[static_cast<unsigned char>(kWritten[i])] = kMeant[i];
  }
  return out;
}

constexpr std::array<char, 256> kSimpleEscapes = make_simple_escapes();

char simple_escape(char c) { return kSimpleEscapes[static_cast<unsigned char>(c)]; }

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
      const char simple = at + 1 < raw.size() ? simple_escape(raw[at + 1]) : '\0';
      if (simple != '\0') {
        out[written++] = simple;
        at += 2;
        continue;
      }
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

std::size_t escape_size(std::string_view raw, std::size_t at) { return read_escape(raw, at).taken; }

std::size_t find_bad_escape(std::string_view raw) {
  for (std::size_t at = raw.find('\\'); at != kBad; at = raw.find('\\', at)) {
    const Escape escape = read_escape(raw, at);
    if (escape.taken == 0) return at;
    at += escape.taken;
  }
  return kBad;
}

namespace {

const char* find_stop_plain(const char* p, const char* end) {
  while (p != end && *p != '"' && *p != '\\' && static_cast<unsigned char>(*p) >= 0x20) ++p;
  return p;
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] const char* find_stop_avx2(const char* p, const char* end) {
  const __m256i quote = _mm256_set1_epi8('"');
  const __m256i backslash = _mm256_set1_epi8('\\');
  const __m256i control = _mm256_set1_epi8(0x1F);
  for (; end - p >= 32; p += 32) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    const __m256i stops = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpeq_epi8(bytes, quote), _mm256_cmpeq_epi8(bytes, backslash)),
        _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, control), bytes));
    const auto mask = static_cast<unsigned>(_mm256_movemask_epi8(stops));
    if (mask != 0) return p + __builtin_ctz(mask);
  }
  return find_stop_plain(p, end);
}
#endif

using FindStop = const char* (*)(const char*, const char*);

FindStop choose_find_stop() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return &find_stop_avx2;
#endif
  return &find_stop_plain;
}

}  // namespace

const char* find_text_stop_long(const char* p, const char* end) {
  static const FindStop kFind = choose_find_stop();
  return kFind(p, end);
}

bool is_json_number(std::string_view word) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < word.size() && word[at] >= '0' && word[at] <= '9') ++at;
    return at - from;
  };
  if (at < word.size() && word[at] == '-') ++at;
  const bool zero = at < word.size() && word[at] == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (at < word.size() && word[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < word.size() && (word[at] == 'e' || word[at] == 'E')) {
    ++at;
    if (at < word.size() && (word[at] == '-' || word[at] == '+')) ++at;
    if (digits() == 0) return false;
  }
  return at == word.size();
}

std::string_view strip_json_space(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == kBad) return text.substr(0, 0);
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace shijin
