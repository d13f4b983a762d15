// The options that name a language model and say how it is asked, shared by the commands that ask
// one.
#pragma once

#include "cli/command.h"

namespace shijin::cli {

inline constexpr OptionInfo kModelOption{
    "model",
    OptionKind::text,
    "M.gguf",
    {"A language model (GGUF) to be asked about every row; needs a build with models "
     "(scripts/build --models).",
     "要逐列詢問的語言模型（GGUF）；需以 scripts/build --models 建置。"}};

inline constexpr OptionInfo kChoicesOption{
    "choices",
    OptionKind::text,
    "A,B",
    {"The labels whose likelihood the model is asked for; a column named choices may hold a row's "
     "own "
     "words for them, as a JSON list.",
     "要詢問模型可能性的標籤；名為 choices 的欄位可用 JSON 清單列出該列實際使用的詞。"}};

inline constexpr OptionInfo kPrecisionOption{
    "precision",
    OptionKind::text,
    "HOW",
    {"How the model is computed: reference with 32 bits throughout, fast with BF16 or Q8_0, "
     "whichever this machine computes faster, as-is with the weights of the file (default: "
     "reference up to 1.5 billion weights, else as-is).",
     "模型的計算精度：reference 全程 32 位元，fast 使用 BF16 或 Q8_0（取本機算得較快者），as-is "
     "使用檔案中的權重（預設 15 億參數以內用 reference，其餘用 as-is）。"},
    "reference|fast|as-is"};

inline constexpr OptionInfo kContextOption{
    "context",
    OptionKind::number,
    "N",
    {"Tokens the model sees at once (default 2048, never more than it was trained for).",
     "模型一次可看的詞元數（預設 2048，不超過其訓練長度）。"}};

inline constexpr OptionInfo kMaxTokensOption{
    "max-tokens",
    OptionKind::number,
    "N",
    {"Tokens of an answer at most (default 512).", "每個回答最多的詞元數（預設 512）。"}};

}  // namespace shijin::cli
