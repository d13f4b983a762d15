// Truncated rate: the share of outputs that stop before their end, by how they end.
#include <limits>

#include "metrics/share_of_rows.h"
#include "text/truncation.h"

namespace shijin {
namespace {

constexpr Text kNoRows{"there is no row", "沒有任何一列"};

struct TruncatedRate : ShareOfRows {
  TruncatedRate(const Arguments&, const MetricContext&) {}

  Stat measure(Samples& samples, std::size_t row) const {
    return {.counted = 1, .holds = cut_off(samples.output[row]) != CutOff::none ? 1U : 0U};
  }
  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(Message(kNoRows));
    return Score::of(state.holds / state.rows);
  }
};

constexpr ExampleRow kRows[] = {{"第一步是備料。第二步把水燒開以後再", ""},
                                {"Use this:\n```python\nprint(1)", ""},
                                {"需要的材料有：麵粉、糖、", ""},
                                {"台北", ""},
                                {"It costs 3.5 dollars.", ""}};
constexpr MetricExample kExamples[] = {
    {"",
     kRows,
     0.6,
     {"by hand: a sentence begun, a code block open, a comma at the end; 3 of 5",
      "手算：句子只起了頭、程式碼區塊沒有結束、停在逗號；5 筆中的 3 筆"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

}  // namespace

SJ_METRIC(
    truncated_rate, TruncatedRate,
    {.title = {"Outputs cut short", "截斷率"},
     .summary = {"The share of outputs that stop before their end: half a character, an open "
                 "bracket or code block, a comma, a sentence begun and not ended.",
                 "沒有寫完就停下的輸出所占的比例：半個字元、括號或程式碼區塊沒有收尾、"
                 "停在逗號，或新的一句只寫了一半。"},
     .reading = {"0 as it should be. When it rises with the length of the outputs, the limit of "
                 "new tokens is too low; when short outputs are cut too, training rows were cut.",
                 "正常應為 0。若輸出越長越常截斷，是生成長度上限太小；若短的也截斷，"
                 "多半是訓練資料本身被截斷。"},
     .misleads = {"It judges by form alone. A label, a title, a poem or a last line without a full "
                  "stop is not counted unless that line has ended a sentence before; a list that "
                  "lacks its last items looks complete. Reviews that people write without a full "
                  "stop are counted: look at the rate of the references too.",
                  "只看形式。標籤、標題、詩句或沒有句號的最後一行，除非該行前面已有完整句子，"
                  "否則不算；少了最後幾項的清單看起來仍是完整的。"
                  "人寫的評論常不加句號，會被算進來，請一併看參考答案的比例。"},
     .needs = Needs::output,
     .better = Better::lower,
     .perfect =
         std::numeric_limits<double>::quiet_NaN(),  // an output like its reference may be cut
     .family = "text quality",
     .examples = kExamples});

}  // namespace shijin
