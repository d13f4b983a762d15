// latin: rouge-score's default without stemming: lower-cased runs of a–z and 0–9, all else dropped.
#include <array>
#include <string>

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

char kept_ascii(char c) { return kKept[static_cast<unsigned char>(c)]; }

// Two letters outside ASCII lower into it: the Kelvin sign, and I with a dot (whose dot then
// separates).
char kept_beyond_ascii(std::string_view text, std::size_t& at) {
  const char32_t c = next_code_point(text, at);
  if (c == 0x212A) return 'k';
  return c == 0x130 ? 'i' : '\0';
}

}  // namespace

void split_latin(std::string_view text, TokenSink& sink) {
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
    if (token.empty()) {
      // Nearly always a token is a run of ASCII letters that something else in ASCII ends.
      bool lowered = true;
      for (; i < text.size() && kept_ascii(text[i]) != '\0'; ++i) {
        lowered = lowered && kept_ascii(text[i]) == text[i];
      }
      const bool ended = i == text.size() || static_cast<unsigned char>(text[i]) < 0x80;
      if (ended && lowered && i > at) {
        sink.token(text.substr(at, i - at),
                   {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(i)});
        continue;
      }
      i = at;
    }
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

SJ_TOKENIZER(latin, {.name = "latin",
                     .summary = {"Lower-cased runs of the letters a to z and the digits; any other "
                                 "script vanishes.",
                                 "小寫的 a–z 與數字片段；其他文字（包括中文）一律消失。"},
                     .cite = "rouge-score 0.1.2, tokenize without stemmer",
                     .split = split_latin});

}  // namespace shijin
