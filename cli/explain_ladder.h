// shijin explain bleu --on FILE: the user's own file under every common BLEU.
#pragma once

#include "cli/options.h"

namespace shijin::cli {

/// The options of `shijin explain`: --on, and those of `shijin eval` that say how FILE is read
inline constexpr OptionInfo kLadderOptions[] = {
    {"on",
     OptionKind::text,
     "FILE",
     {"Show the numbers of this file of predictions under every common BLEU.",
      "以這個預測檔，列出各種常見 BLEU 的分數。"}},
    {"map",
     OptionKind::repeated,
     "ROLE=COLUMN",
     {"Say what a column of FILE is for, such as output=answer.",
      "指定 FILE 欄位的角色，例如 output=answer。"}},
    {"truth",
     OptionKind::text,
     "OTHER",
     {"Take the references from OTHER, joined by id, else line by line.",
      "從 OTHER 取得參考答案；先按 id 對應，沒有 id 就按行。"}},
    {"dataset",
     OptionKind::text,
     "DIR",
     {"Folder of LLaMA-Factory's dataset_info.json, for references that were cut short.",
      "LLaMA-Factory 的 dataset_info.json 所在資料夾，用來補回被截斷的參考答案。"}},
    {"encoding",
     OptionKind::text,
     "NAME",
     {"Encoding of FILE (default: detected).", "FILE 的編碼（預設自動判斷）。"}},
    {"sheet",
     OptionKind::text,
     "NAME",
     {"Sheet of an XLSX workbook (default: the first).", "XLSX 活頁簿的工作表（預設第一張）。"}},
    {"skip-bad",
     OptionKind::flag,
     "",
     {"Leave malformed rows out instead of refusing.", "略過格式錯誤的資料列，而不是拒絕執行。"}},
    kJsonOption,
    kMarkdownOption,
    {"seed",
     OptionKind::number,
     "N",
     {"Seed of the bootstrap (default 0).", "重抽樣的種子（預設 0）。"}},
    {"threads",
     OptionKind::number,
     "N",
     {"Threads to use (default: all).", "使用的執行緒數（預設全部）。"}},
};

/// Tell whether any of them is given
bool wants_ladder(const Parsed& parsed);

/// Measure the file under every variant of the measure that is named, and print the ladder
Exit run_ladder(const Parsed& parsed, const Console& console);

}  // namespace shijin::cli
