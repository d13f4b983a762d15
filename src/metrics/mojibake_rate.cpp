// Mojibake rate: the share of outputs with text that went through the wrong encoding.
#include <limits>

#include "metrics/share_of_rows.h"
#include "text/mojibake.h"

namespace shijin {
namespace {

constexpr Text kNoRows{"there is no row", "沒有任何一列"};

struct MojibakeRate : ShareOfRows {
  MojibakeRate(const Arguments&, const MetricContext&) {}

  Stat measure(Samples& samples, std::size_t row) const {
    const bool garbled = find_garbled(samples.output[row]).kind != Garbled::none;
    return {.counted = 1, .holds = garbled ? 1U : 0U};
  }
  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(Message(kNoRows));
    return Score::of(state.holds / state.rows);
  }
};

constexpr ExampleRow kRows[] = {{"cafÃ© crÃ¨me", ""},
                                {"今天\uFFFD\uFFFD很好", ""},
                                {"<0xE4><0xBD>好", ""},
                                {"café naïve Straße", ""}};
constexpr MetricExample kExamples[] = {
    {"",
     kRows,
     0.75,
     {"by hand: rows 1 to 3; the accents of row 4 are as they should be",
      "手算：第 1 到 3 筆；第 4 筆的重音符號是正常的"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

}  // namespace

SJ_METRIC(
    mojibake_rate, MojibakeRate,
    {.title = {"Garbled text", "亂碼率"},
     .summary = {"The share of outputs with characters that come from a wrong encoding, or with "
                 "pieces of a tokeniser that were never put together.",
                 "含有編碼錯誤產生的字元，或含有分詞器未還原片段的輸出所占的比例。"},
     .reading = {"0 as it should be. Anything above it is mended in the program that writes the "
                 "outputs, not by training, unless the training data are garbled too.",
                 "正常應為 0。大於 0 時要修的是寫出輸出的程式，不是模型；"
                 "除非訓練資料本身也是亂碼。"},
     .misleads = {"It looks for signs: the replacement character, UTF-8 read as Latin-1 or as GBK, "
                  "GBK read as Latin-1, byte tokens. Chinese read in another wrong encoding may be "
                  "a row of rare but real characters, which it does not see.",
                  "它只找特徵：替代字元、UTF-8 被當成 Latin-1 或 GBK、GBK 被當成 "
                  "Latin-1、位元組片段。若以其他錯誤編碼讀中文，"
                  "可能得到一串罕見但真實的字，這就看不出來。"},
     .needs = Needs::output,
     .better = Better::lower,
     .perfect = 0,
     .family = "text quality",
     .examples = kExamples});

}  // namespace shijin
