// none: sacreBLEU's: the text is taken as already cut, at white space.
#include "text/split.h"
#include "text/tokenizer.h"

namespace shijin {

SJ_TOKENIZER(none, {.name = "none",
                    .summary = {"What white space separates; for text that is already tokenised.",
                                "以空白分隔；適用於已經切好詞的文字。"},
                    .cite = "sacrebleu 2.6.0, tokenize none",
                    .split = split_at_space});

}  // namespace shijin
