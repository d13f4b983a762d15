// The options that name a language model and say how it is asked, shared by the commands that ask
// one.
#pragma once

#include "cli/command.h"

namespace shijin::cli {

inline constexpr OptionInfo kModelOption{
    "model",
    OptionKind::text,
    "M.gguf|URL",
    {"A language model to be asked about every row: a GGUF, in this process (a build with models: "
     "scripts/build --models), or a server such as http://localhost:8000/v1 (OpenAI-compatible, "
     "vLLM, SGLang, TGI, llama-server, Ollama).",
     "要逐列詢問的語言模型：GGUF 檔在本程式內執行（需以 scripts/build --models "
     "建置），或伺服器位址，例如 http://localhost:8000/v1（OpenAI 相容介面、vLLM、SGLang、TGI、"
     "llama-server、Ollama）。"}};

inline constexpr OptionInfo kEmbeddingModelOption{
    "embedding-model",
    OptionKind::text,
    "E.gguf",
    {"An embedding model (GGUF, of the kind of BERT) that compares outputs with references: "
     "embedding_similarity and bertscore. It has to know the language of the texts.",
     "用來比較輸出與參考文字的嵌入模型（GGUF，BERT 類），可得 embedding_similarity 與 "
     "bertscore；模型須懂得文字所用的語言。"}};

inline constexpr OptionInfo kFluencyModelOption{
    "fluency-model",
    OptionKind::text,
    "R.gguf",
    {"A fixed model, not the one under test, that says how fluent the outputs are: their "
     "perplexity, each text alone, beside how much they repeat. It has to know the language.",
     "一個固定、並非受測對象的模型，用來評估輸出的通順程度：逐筆計算困惑度，並與重複率並列。"
     "模型須懂得輸出所用的語言。"}};

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

inline constexpr OptionInfo kSlotsOption{
    "slots",
    OptionKind::number,
    "N",
    {"Answers written at once, or requests under way at a server (default 16).",
     "同時產生的回答數，或伺服器上同時進行的請求數（預設 16）。"}};

// … and those that a server alone needs.

inline constexpr OptionInfo kModelNameOption{
    "model-name",
    OptionKind::text,
    "NAME",
    {"The model as the server calls it (default: the only one it has).",
     "模型在伺服器上的名稱（預設為伺服器唯一的模型）。"}};

inline constexpr OptionInfo kServerOption{"server",
                                          OptionKind::text,
                                          "KIND",
                                          {"What the server is, where it does not say so itself.",
                                           "伺服器的種類；預設由伺服器自行告知。"},
                                          "openai|vllm|sglang|tgi|llama-server|ollama"};

inline constexpr OptionInfo kKeyEnvOption{
    "key-env",
    OptionKind::text,
    "NAME",
    {"The variable of the environment that holds the server's key; none is sent without it.",
     "存放伺服器金鑰的環境變數名稱；未指定就不送出金鑰。"}};

inline constexpr OptionInfo kTimeoutOption{
    "timeout",
    OptionKind::number,
    "SECONDS",
    {"How long the server may take for one request (default 120).",
     "伺服器處理一個請求的時限（預設 120 秒）。"}};

inline constexpr OptionInfo kBudgetRequestsOption{
    "budget-requests",
    OptionKind::number,
    "N",
    {"Begin no more than N requests to the server, those tried again among them.",
     "最多向伺服器送出 N 個請求，重試也計算在內。"}};

inline constexpr OptionInfo kBudgetTokensOption{
    "budget-tokens",
    OptionKind::number,
    "N",
    {"Begin no request once the server has read and written N tokens.",
     "伺服器讀寫的詞元達 N 個後，不再送出請求。"}};

}  // namespace shijin::cli
