// ws: Python's str.split().
#include "text/split.h"
#include "text/tokenizer.h"

namespace shijin {

SJ_TOKENIZER(ws, {.name = "ws",
                  .summary = {"What white space separates; punctuation stays with its word.",
                              "以空白分隔；標點與相鄰的詞不分開。"},
                  .cite = "Python 3, str.split()",
                  .split = split_at_space});

}  // namespace shijin
