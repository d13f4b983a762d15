// zh: sacreBLEU's for Chinese: each Chinese character alone, the rest by the Western rules (without
// entities and without padding, which is why "5." at the end of a text stays one token).
#include "base/utf8.h"
#include "text/split.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

void split_zh(std::string_view text, TokenSink& sink) {
  const std::string_view inside = strip_python_space(text);
  if (inside.empty()) return;
  split_western(inside, Ends::bare, Chinese::one_by_one, {},
                static_cast<std::size_t>(inside.data() - text.data()), sink);
}

bool pieces_zh(std::string_view text, Pieces& out) {
  const std::string_view inside = strip_python_space(text);
  const auto offset = static_cast<std::size_t>(inside.empty() ? 0 : inside.data() - text.data());
  western_pieces(inside, Ends::bare, Chinese::one_by_one, offset, out);
  return true;
}

}  // namespace

SJ_TOKENIZER(zh, {.name = "zh",
                  .summary = {"Chinese character by character, Western text by words and "
                              "punctuation; rare characters beyond the basic plane stay together.",
                              "中文逐字、西文依單詞與標點切開；基本平面以外的罕用字不會分開。"},
                  .cite = "sacrebleu 2.6.0, tokenizer_zh",
                  .split = split_zh,
                  .pieces = pieces_zh});

}  // namespace shijin
