// The options that say what the files hold and what to compute, shared by eval and compare.
#pragma once

#include "cli/command.h"

namespace shijin::cli {

inline constexpr OptionInfo kTaskOption{"task",
                                        OptionKind::text,
                                        "TASK",
                                        {"What the file holds (default: auto, from its columns).",
                                         "檔案是哪一種任務（預設 auto，依欄位判斷）。"},
                                        "auto|classification|generation|rating|lm"};

inline constexpr OptionInfo kMapOption{
    "map",
    OptionKind::repeated,
    "ROLE=COLUMN",
    {"Say what a column is for: input, output, reference, truth, predicted, "
     "probability:LABEL, id, weight, "
     "cluster.",
     "指定欄位的角色：input、output、reference、truth、predicted、probability:標籤、id、"
     "weight、cluster。"}};

inline constexpr OptionInfo kTrainOption{
    "train",
    OptionKind::repeated,
    "FILE",
    {"The training set: tell which test rows stand in it, and the scores without them.",
     "訓練集：指出哪些測試樣本出現在其中，以及去掉它們之後的分數。"}};

inline constexpr OptionInfo kTruthOption{
    "truth",
    OptionKind::text,
    "FILE",
    {"Take the true labels or references from FILE, joined by id, else line by line.",
     "從另一個檔案取得真實標籤或參考答案；先按 id 對應，沒有 id 就按行。"}};

inline constexpr OptionInfo kMetricsOption{
    "metrics",
    OptionKind::text,
    "KEYS",
    {"Metrics to compute, separated by commas, such as accuracy,f1[label=0]; "
     "`shijin metrics` lists them.",
     "要算的指標，以逗號分隔，例如 accuracy,f1[label=0]；`shijin metrics` 可列出全部。"}};

inline constexpr OptionInfo kProfileOption{
    "profile",
    OptionKind::text,
    "NAME",
    {"A bundle of metrics that prints what another tool prints, such as article.",
     "一組指標，用來重現其他工具的數字，例如 article。"}};

inline constexpr OptionInfo kLabelsOption{
    "labels",
    OptionKind::text,
    "A,B,C",
    {"The labels there are (default: those seen in the truth).",
     "所有標籤（預設為真實標籤中出現的）。"}};

inline constexpr OptionInfo kPositiveOption{
    "positive",
    OptionKind::text,
    "LABEL",
    {"The label that matters most (default: the rare one, when one is rare).",
     "最重要的標籤（預設為較少見的那個）。"}};

inline constexpr OptionInfo kExtractOption{
    "extract",
    OptionKind::text,
    "HOW",
    {"How to find the label in an output: first-label, regex:PATTERN, json:KEY.",
     "如何從輸出中取出標籤：first-label、regex:樣式、json:鍵。"}};

inline constexpr OptionInfo kKeepThinkingOption{
    "keep-thinking",
    OptionKind::flag,
    "",
    {"Keep <think>…</think> in the outputs instead of removing it.",
     "保留輸出中的 <think>…</think>，不移除。"}};

inline constexpr OptionInfo kEncodingOption{
    "encoding",
    OptionKind::text,
    "NAME",
    {"Encoding of the files (default: detected): UTF-8, UTF-16LE, GB18030, Big5.",
     "檔案編碼（預設自動判斷）：UTF-8、UTF-16LE、GB18030、Big5。"}};

inline constexpr OptionInfo kGateOption{
    "gate",
    OptionKind::repeated,
    "'KEY>=BAR'",
    {"A bar to clear, such as 'f1[label=0]>=0.6', or in a comparison 'f1[label=0]>=base-0.01' and "
     "'ppl<=base+2%'; decides the exit code.",
     "必須達到的門檻，例如 'f1[label=0]>=0.6'，比較時也可寫 'f1[label=0]>=base-0.01' 或 "
     "'ppl<=base+2%'；決定結束碼。"}};

inline constexpr OptionInfo kScaleOkOption{
    "scale-ok",
    OptionKind::flag,
    "",
    {"Allow a bar between 0 and 1 on a metric that runs from 0 to 100.",
     "允許在 0–100 的指標上使用 0 到 1 之間的門檻。"}};

inline constexpr OptionInfo kUserDictOption{
    "user-dict",
    OptionKind::text,
    "FILE",
    {"Words for jieba's dictionary, one a line, as Python's jieba loads them; marks every score "
     "that they may change.",
     "要加進 jieba 詞典的詞，每行一個，格式與 Python 的 jieba 相同；可能受影響的分數都會標明。"}};

inline constexpr OptionInfo kClusterOption{
    "cluster",
    OptionKind::text,
    "COLUMN",
    {"Rows with equal cells in COLUMN belong together (questions on one text, samples of one "
     "prompt): intervals and tests take them as one.",
     "這一欄相同的資料列屬於同一群（同一篇文章的問題、同一提示的多個樣本）；區間與檢定以群為單位"
     "。"}};

inline constexpr OptionInfo kWeightsOption{"weights",
                                           OptionKind::text,
                                           "COLUMN",
                                           {"How much each row counts, as --map weight=COLUMN.",
                                            "每筆資料的權重，與 --map weight=欄位 相同。"}};

inline constexpr OptionInfo kSheetOption{
    "sheet",
    OptionKind::text,
    "NAME",
    {"Sheet of an XLSX workbook (default: the first).", "XLSX 活頁簿的工作表（預設第一張）。"}};

inline constexpr OptionInfo kSkipBadOption{
    "skip-bad",
    OptionKind::flag,
    "",
    {"Leave malformed rows out and report how many, instead of refusing.",
     "略過格式錯誤的資料列並回報數量，而不是拒絕執行。"}};

inline constexpr OptionInfo kSeedOption{
    "seed",
    OptionKind::number,
    "N",
    {"Seed of the bootstrap (default 0); equal seeds give equal bytes.",
     "重抽樣的種子（預設 0）；種子相同，輸出逐位元組相同。"}};

inline constexpr OptionInfo kThreadsOption{
    "threads",
    OptionKind::number,
    "N",
    {"Threads to use (default: all); the result does not depend on it.",
     "使用的執行緒數（預設全部）；不影響結果。"}};

}  // namespace shijin::cli
