// latin: rouge-score's default without stemming: lower-cased runs of a–z and 0–9, all else dropped.
#include <array>
#include <string>

#include "text/byte_scan.h"
#include "text/code_points.h"
#include "text/split.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

// The letter or digit that an ASCII byte becomes when lowered, or 0.
constexpr std::array<char, 256> kKept = [] {
  std::array<char, 256> table{};
  for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = c;
  for (char c = 'a'; c <= 'z'; ++c) {
    table[static_cast<unsigned char>(c)] = c;
    table[static_cast<unsigned char>(c - ('a' - 'A'))] = c;
  }
  return table;
}();

// Two letters outside ASCII lower into it: the Kelvin sign, and I with a dot (whose dot then
// separates).
char kept_beyond_ascii(std::string_view text, std::size_t& at) {
  const char32_t c = next_code_point(text, at);
  if (c == 0x212A) return 'k';
  return c == 0x130 ? 'i' : '\0';
}

void split_ascii(std::string_view text, TokenSink& sink) {
  std::size_t begin = 0;
  ByteScan<AlphanumericStops> scan(text);
  for (;;) {
    const std::size_t end = scan.next();
    if (begin < end) {
      sink.token(text.substr(begin, end - begin),
                 {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
    if (end == text.size()) return;
    begin = end + 1;
  }
}

void split_any(std::string_view text, TokenSink& sink) {
  std::string token;
  std::size_t begin = 0;
  std::size_t i = 0;
  const auto close = [&](std::size_t end) {
    if (token.empty()) return;
    sink.token(token, {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    token.clear();
  };
  while (i < text.size()) {
    const std::size_t at = i;
    const auto byte = static_cast<unsigned char>(text[i]);
    const char letter = byte < 0x80 ? kKept[byte] : kept_beyond_ascii(text, i);
    if (byte < 0x80) ++i;
    if (letter == '\0') {
      close(at);
      continue;
    }
    if (token.empty()) begin = at;
    token += letter;
    if (letter == 'i' && byte >= 0x80) close(i);
  }
  close(text.size());
}

}  // namespace

void split_latin(std::string_view text, TokenSink& sink) {
  const std::size_t first = ByteScan<CapitalStops>(text).next();
  if (first == text.size()) return split_ascii(text, sink);
  std::string lowered(text);
  bool ascii = true;
  for (std::size_t i = first; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    ascii = ascii && byte < 0x80;
    if (byte >= 'A' && byte <= 'Z') lowered[i] = static_cast<char>(byte + ('a' - 'A'));
  }
  if (ascii) return split_ascii(lowered, sink);
  split_any(text, sink);
}

SJ_TOKENIZER(latin, {.name = "latin",
                     .summary = {"Lower-cased runs of the letters a to z and the digits; any other "
                                 "script vanishes.",
                                 "小寫的 a–z 與數字片段；其他文字（包括中文）一律消失。"},
                     .cite = "rouge-score 0.1.2, tokenize without stemmer",
                     .split = split_latin});

}  // namespace shijin
