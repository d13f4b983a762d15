// zh-fixed: sacreBLEU's zh with the ranges its table means: rare characters of Extension B and the
// compatibility supplement stand alone, and U+2001 to U+2A6D are no Chinese characters but symbols
// U+2600 to U+27BF.
#include "base/utf8.h"
#include "text/split.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

void split_zh_fixed(std::string_view text, TokenSink& sink) {
  const std::string_view inside = strip_python_space(text);
  if (inside.empty()) return;
  split_western(inside, Ends::bare, Chinese::as_meant, {},
                static_cast<std::size_t>(inside.data() - text.data()), sink);
}

bool pieces_zh_fixed(std::string_view text, Pieces& out) {
  const std::string_view inside = strip_python_space(text);
  const auto offset = static_cast<std::size_t>(inside.empty() ? 0 : inside.data() - text.data());
  western_pieces(inside, Ends::bare, Chinese::as_meant, offset, out);
  return true;
}

}  // namespace

SJ_TOKENIZER(
    zh_fixed,
    {.name = "zh-fixed",
     .summary = {"As zh, with the character ranges that sacreBLEU means: rare characters "
                 "of Extension B stand alone, and quotation marks, arrows and "
                 "mathematical symbols stay with their word.",
                 "與 zh 相同，但採用 sacreBLEU "
                 "本意的字元範圍：擴充 B 區的罕用字逐字切開，引號、箭頭、數學符號不切開。"},
     .cite = "sacrebleu 2.6.0, tokenizer_zh with its two ranges beyond the basic plane "
             "written in full",
     .split = split_zh_fixed,
     .pieces = pieces_zh_fixed});

}  // namespace shijin
