// Loops: outputs that end by saying the same over and over.
#include "verdict/screened.h"

namespace shijin {
namespace {

constexpr ScreenedWords kWords{
    .one = {"1 of {0} outputs ends in a loop ({1}): it says the same over and over.",
            "{0} 筆輸出中有 1 筆以鬼打牆收場（{1}），不斷重複同一段話。"},
    .many = {"{0} of {1} outputs end in a loop ({2}): they say the same over and over.",
             "{1} 筆輸出中有 {0} 筆以鬼打牆收場（{2}），不斷重複同一段話。"},
    .help =
        {"Look at {0}. Train for fewer epochs or with a lower learning rate, check that training "
         "rows end in the end token, and try a repetition penalty of 1.05 to 1.1 or sampling.",
         "請看{0}。可減少訓練輪數或降低學習率，確認訓練樣本以結束符號結尾，並試用 1.05 到 1.1 "
         "的重複懲罰或改用取樣。"},
    .because = "loop_rate"};

std::vector<Finding> apply(const Evidence& evidence) {
  return tell_screened(evidence, "loops", kWords);
}

}  // namespace

SJ_RULE(loops,
        {.name = "loops",
         .summary = {"Outputs end by repeating one piece of text four times or more, over 32 "
                     "characters or more.",
                     "輸出結尾把同一段文字重複四次以上，總長 32 個字元以上。"},
         .remedy =
             {"Train for fewer epochs, check the end token, try a repetition penalty or sampling.",
              "減少訓練輪數、檢查結束符號、試用重複懲罰或改用取樣。"},
         .apply = &apply});

}  // namespace shijin
