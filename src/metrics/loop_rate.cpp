// Loop rate: the share of outputs that end by saying the same over and over.
#include <limits>

#include "metrics/share_of_rows.h"
#include "text/loop.h"

namespace shijin {
namespace {

constexpr Text kNoRows{"there is no row", "沒有任何一列"};

struct LoopRate : ShareOfRows {
  LoopRate(const Arguments&, const MetricContext&) {}

  Stat measure(Samples& samples, std::size_t row) const {
    return {.counted = 1, .holds = find_loop(samples.output[row]) ? 1U : 0U};
  }
  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(Message(kNoRows));
    return Score::of(state.holds / state.rows);
  }
};

constexpr ExampleRow kRows[] = {
    {"這款口紅很顯白，顯白又好看，顯白又好看，顯白又好看，顯白又好看，顯白又好看，顯白又", ""},
    {"I do not know. I do not know. I do not know. I do not know.", ""},
    {"哈哈哈哈", ""},
    {"好吃，真的好吃。", ""}};
constexpr MetricExample kExamples[] = {
    {"",
     kRows,
     0.5,
     {"by hand: row 1 ends in 6 characters said over and over, 33 in all, row 2 in 14; rows 3 "
      "and 4 are too short",
      "手算：第 1 筆結尾反覆說同樣 6 個字（共 33 字），第 2 筆是 14 個字；第 3、4 "
      "筆重複得太短"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

}  // namespace

SJ_METRIC(
    loop_rate, LoopRate,
    {.title = {"Endless loops", "無限重複率"},
     .summary =
         {"The share of outputs whose end repeats one piece of text at least four times over "
          "at least 32 characters.",
          "輸出結尾把同一段文字重複四次以上、總長達 32 個字元以上的比例。"},
     .reading = {"0 as it should be. A loop means the model does not stop by itself: too many "
                 "epochs, a lost end token, or greedy decoding.",
                 "正常應為 0。出現這種情形表示模型停不下來：訓練輪數過多、結束符號沒學到，"
                 "或採用貪婪解碼。"},
     .misleads =
         {"Repetitions that differ in a number or a word, as in a numbered list, are not "
          "seen; nor are those in the middle of an output. Songs and exercises may repeat on "
          "purpose.",
          "每次重複只差一個數字或一個詞（例如編號清單）看不出來，"
          "出現在中間的也不算。歌詞與練習題可能是刻意重複。"},
     .needs = Needs::output,
     .better = Better::lower,
     .perfect = 0,
     .family = "text quality",
     .examples = kExamples});

}  // namespace shijin
