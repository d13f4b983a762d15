// char: sacreBLEU's: every code point but white space.
#include "text/code_points.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

// Of the first 64 characters, those that are no white space.
constexpr std::uint64_t kKept = [] {
  std::uint64_t kept = 0;
  for (char32_t c = 0; c < 64; ++c) kept |= is_space(c) ? 0 : 1ULL << c;
  return kept;
}();

void split_characters(std::string_view text, TokenSink& sink) {
  std::size_t i = 0;
  while (i < text.size()) {
    std::size_t next = i;
    if (!is_space(next_code_point(text, next))) {
      sink.token(text.substr(i, next - i),
                 {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(next)});
    }
    i = next;
  }
}

std::size_t characters(std::string_view text, std::uint32_t* out) {
  std::size_t count = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {  // words are short: a branch on each blank would be guessed wrong
      out[count] = byte;
      count += byte < 64 ? kKept >> byte & 1U : 1U;
      ++i;
      continue;
    }
    const char32_t c = next_code_point(text, i);
    out[count] = c;
    count += is_space(c) ? 0 : 1;
  }
  return count;
}

}  // namespace

SJ_TOKENIZER(char, {.name = "char",
                    .summary = {"Every character but white space; an emoji of several code points "
                                "is several tokens.",
                                "除空白以外的每個字元；由多個碼位組成的表情符號算多個單元。"},
                    .cite = "sacrebleu 2.6.0, tokenizer_char",
                    .split = split_characters,
                    .code_points = characters});

}  // namespace shijin
