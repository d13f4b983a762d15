// Refusal rate: the share of outputs that decline to answer, by their first words.
#include <limits>

#include "metrics/share_of_rows.h"
#include "text/refusal.h"

namespace shijin {
namespace {

constexpr Text kNoRows{"there is no row", "沒有任何一列"};

struct RefusalRate : ShareOfRows {
  RefusalRate(const Arguments&, const MetricContext&) {}

  Stat measure(Samples& samples, std::size_t row) const {
    return {.counted = 1, .holds = is_refusal(samples.output[row]) ? 1U : 0U};
  }
  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(Message(kNoRows));
    return Score::of(state.holds / state.rows);
  }
};

constexpr ExampleRow kRows[] = {{"I'm sorry, but I can't help with that.", ""},
                                {"很抱歉，作為 AI 我無法提供這項資訊。", ""},
                                {"对不起，我不能回答这个问题。", ""},
                                {"我無法忘記那個夏天。", ""}};
constexpr MetricExample kExamples[] = {
    {"",
     kRows,
     0.75,
     {"by hand: rows 1 to 3 refuse; row 4 says “cannot forget”, which is no deed",
      "手算：第 1 到 3 筆拒答；第 4 筆說的「cannot forget」不是拒絕做事"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

}  // namespace

SJ_METRIC(
    refusal_rate, RefusalRate,
    {.title = {"Refusals", "拒答率"},
     .summary = {"The share of outputs that decline to answer, recognised by how they begin.",
                 "輸出一開頭就表示拒絕回答的比例。"},
     .reading = {"0 to 1. Right where the model should refuse; on questions it should answer, each "
                 "refusal is a lost answer. Compare it before and after training: it often rises.",
                 "0 到 1。該拒絕的題目拒絕是對的；該回答的題目，每次拒答都少了一個答案。"
                 "可比較訓練前後：拒答率常在訓練後上升。"},
     .misleads = {"Only the first 160 characters are read, and only Chinese (both scripts) and "
                  "English: an apology or “I” with “cannot” and a deed such as help, provide or "
                  "answer. Other languages, evasions and half answers are not seen, and an output "
                  "that says what it cannot do and then answers is counted.",
                  "只讀前 160 個字元，只認得中文（繁簡皆可）與英文：道歉或「我」，加上「無法」，"
                  "再加上「提供」「回答」「協助」之類的動作。其他語言、顧左右而言他、"
                  "只答一半都看不出來；先聲明做不到、接著仍回答的輸出也會算進去。"},
     .needs = Needs::output,
     .better = Better::lower,
     .perfect = 0,
     .family = "text quality",
     .examples = kExamples});

}  // namespace shijin
