// Outputs that stop before their end, where the reference does not.
#include "verdict/screened.h"

namespace shijin {
namespace {

constexpr ScreenedWords kWords{
    .one = {"1 of {0} outputs is cut short ({1}).", "{0} 筆輸出中有 1 筆沒寫完就停了（{1}）。"},
    .many = {"{0} of {1} outputs are cut short ({2}).",
             "{1} 筆輸出中有 {0} 筆沒寫完就停了（{2}）。"},
    .help = {"Raise the limit of new tokens and generate them again; look at {0}. If short outputs "
             "are cut too, look for training rows that were cut to the maximum length.",
             "請提高生成長度上限後重新產生，可先看{0}"
             "。若短的輸出也被截斷，請檢查訓練樣本是否被截到最大長度。"},
    .because = "truncated_rate"};

std::vector<Finding> apply(const Evidence& evidence) {
  return tell_screened(evidence, "cut-short", kWords);
}

}  // namespace

SJ_RULE(cut_short,
        {.name = "cut-short",
         .summary = {"Outputs stop before their end: in half a character, an open bracket or code "
                     "block, at a comma, or within a sentence, and their references do not.",
                     "輸出沒寫完就停：停在半個字元、沒收尾的括號或程式碼區塊、逗號，或句子中間，而"
                     "參考答案沒有這種情形。"},
         .remedy = {"Raise the limit of new tokens; look for training rows that were cut to the "
                    "maximum length.",
                    "提高生成長度上限；檢查訓練樣本是否被截到最大長度。"},
         .apply = &apply});

}  // namespace shijin
