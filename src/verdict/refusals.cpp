// Refusals: outputs that decline to answer where the reference answers.
#include "verdict/screened.h"

namespace shijin {
namespace {

constexpr ScreenedWords kWords{
    .one = {"1 of {0} outputs refuses to answer ({1}), though its reference answers.",
            "{0} 筆輸出中有 1 筆拒絕回答（{1}），但參考答案有作答。"},
    .many = {"{0} of {1} outputs refuse to answer ({2}), though their references answer.",
             "{1} 筆輸出中有 {0} 筆拒絕回答（{2}），但參考答案有作答。"},
    .help = {"Look at {0}: if the questions are harmless, add training rows that answer their "
             "like, take refusals out of the training data, and check the system prompt.",
             "請看{0}"
             "：若題目本身無害，請加入正常作答的同類訓練樣本，清掉訓練資料裡的拒答，並檢查系統提示"
             "詞。"},
    .because = "refusal_rate"};

std::vector<Finding> apply(const Evidence& evidence) {
  return tell_screened(evidence, "refusals", kWords);
}

}  // namespace

SJ_RULE(refusals,
        {.name = "refusals",
         .summary = {"Outputs decline to answer where the reference answers; Chinese and English "
                     "refusals are recognised by how they begin.",
                     "參考答案有作答，輸出卻拒絕回答；中英文的拒答由開頭辨認。"},
         .remedy = {"Add training rows that answer such questions, take refusals out of the "
                    "training data, check the system prompt.",
                    "加入正常作答的同類訓練樣本，清掉訓練資料裡的拒答，並檢查系統提示詞。"},
         .apply = &apply});

}  // namespace shijin
