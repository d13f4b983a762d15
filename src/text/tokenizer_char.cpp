// char: sacreBLEU's: every code point but white space.
#include "base/utf8.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

void split_characters(std::string_view text, TokenSink& sink) {
  std::size_t i = 0;
  while (i < text.size()) {
    std::size_t next = i;
    if (!is_python_space(decode_utf8(text, next))) {
      sink.token(text.substr(i, next - i),
                 {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(next)});
    }
    i = next;
  }
}

void characters(std::string_view text, std::vector<std::uint32_t>& out) {
  std::size_t i = 0;
  while (i < text.size()) {
    const char32_t c = decode_utf8(text, i);
    if (!is_python_space(c)) out.push_back(c);
  }
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
