// latin: rouge-score's default without stemming: lower-cased runs of a–z and 0–9, all else dropped.
#include <string>

#include "base/utf8.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

// The letter or digit that a code point becomes when lowered, or 0. Two letters outside ASCII lower
// into it: the Kelvin sign, and I with a dot (whose dot then separates).
char32_t kept(char32_t c) {
  if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return c;
  if (c >= 'A' && c <= 'Z') return c + ('a' - 'A');
  if (c == 0x212A) return 'k';
  return c == 0x130 ? U'i' : 0;
}

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
    const char32_t c = decode_utf8(text, i);
    const char32_t letter = kept(c);
    if (letter == 0) {
      close(at);
      continue;
    }
    if (token.empty()) begin = at;
    token += static_cast<char>(letter);
    if (c == 0x130) close(i);
  }
  close(text.size());
}

}  // namespace

SJ_TOKENIZER(latin, {.name = "latin",
                     .summary = {"Lower-cased runs of the letters a to z and the digits; any other "
                                 "script vanishes.",
                                 "小寫的 a–z 與數字片段；其他文字（包括中文）一律消失。"},
                     .cite = "rouge-score 0.1.2, tokenize without stemmer",
                     .split = split_latin});

}  // namespace shijin
