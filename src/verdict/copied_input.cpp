// Outputs that hold their input, whole or nearly so, where the reference does not.
#include "verdict/screened.h"

namespace shijin {
namespace {

constexpr ScreenedWords kWords{
    .one = {"1 of {0} outputs repeats its input, whole or nearly so ({1}).",
            "{0} 筆輸出中有 1 筆把輸入整段或幾乎整段照抄（{1}）。"},
    .many = {"{0} of {1} outputs repeat their input, whole or nearly so ({2}).",
             "{1} 筆輸出中有 {0} 筆把輸入整段或幾乎整段照抄（{2}）。"},
    .help =
        {"Look at {0}. When the output begins with the input, the prompt was not cut off before "
         "writing; otherwise mask the prompt in the training loss.",
         "請看{0}。若輸出以輸入開頭，多半是寫檔前沒有切掉提示詞；否則請在訓練時遮住提示詞的損失。"},
    .because = "copy_rate"};

std::vector<Finding> apply(const Evidence& evidence) {
  return tell_screened(evidence, "copied-input", kWords);
}

}  // namespace

SJ_RULE(
    copied_input,
    {.name = "copied-input",
     .summary =
         {"Outputs hold four fifths or more of their input word for word, and their references "
          "do not.",
          "輸出裡原封不動出現整段輸入，或至少五分之四，而參考答案沒有。"},
     .remedy = {"Cut the prompt off before writing outputs; mask the prompt in the training loss.",
                "寫檔前切掉提示詞；訓練時遮住提示詞的損失。"},
     .apply = &apply});

}  // namespace shijin
