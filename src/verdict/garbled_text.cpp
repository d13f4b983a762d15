// Mojibake in outputs whose references are clean.
#include "verdict/screened.h"

namespace shijin {
namespace {

constexpr ScreenedWords kWords{
    .one = {"1 of {0} outputs is garbled ({1}).", "{0} 筆輸出中有 1 筆含有亂碼（{1}）。"},
    .many = {"{0} of {1} outputs are garbled ({2}).", "{1} 筆輸出中有 {0} 筆含有亂碼（{2}）。"},
    .help = {"Look at {0}. Decode the whole output at once, not token by token, read and write "
             "UTF-8 everywhere, and search the training data for the same characters.",
             "請看{0}。請整段一次解碼，不要逐個 token 解碼；讀寫一律使用 "
             "UTF-8；並在訓練資料裡搜尋同樣的字元。"},
    .because = "mojibake_rate"};

std::vector<Finding> apply(const Evidence& evidence) {
  return tell_screened(evidence, "garbled-text", kWords);
}

}  // namespace

SJ_RULE(garbled_text, {.name = "garbled-text",
                       .summary = {"Outputs hold characters of a wrong encoding, or pieces of a "
                                   "tokeniser, and their references do not.",
                                   "輸出含有編碼錯誤的字元或分詞器片段，而參考答案沒有。"},
                       .remedy = {"Decode whole outputs at once, use UTF-8 everywhere, search the "
                                  "training data for the same characters.",
                                  "整段一次解碼、一律使用 UTF-8，並檢查訓練資料是否有同樣的字元。"},
                       .apply = &apply});

}  // namespace shijin
