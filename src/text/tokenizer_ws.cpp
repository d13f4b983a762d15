// ws: Python's str.split().
#include "text/split.h"
#include "text/tokenizer.h"
#include "text/words_internal.h"

namespace shijin {
namespace {

bool pieces_ws(std::string_view text, Pieces& out) {
  return words_to_pieces(text, out,
                         [](std::string_view all, auto word) { for_each_word(all, word); });
}

}  // namespace

SJ_TOKENIZER(ws, {.name = "ws",
                  .summary = {"What white space separates; punctuation stays with its word.",
                              "以空白分隔；標點與相鄰的詞不分開。"},
                  .cite = "Python 3, str.split()",
                  .split = split_at_space,
                  .pieces = pieces_ws});

}  // namespace shijin
