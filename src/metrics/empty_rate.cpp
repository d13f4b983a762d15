// Empty rate: the share of outputs that hold nothing but white space.
#include <limits>

#include "base/utf8.h"
#include "metrics/share_of_rows.h"

namespace shijin {
namespace {

constexpr Text kNoRows{"there is no row", "沒有任何一列"};

struct EmptyRate : ShareOfRows {
  EmptyRate(const Arguments&, const MetricContext&) {}

  Stat measure(Samples& samples, std::size_t row) const {
    return {.counted = 1, .holds = strip_python_space(samples.output[row]).empty() ? 1U : 0U};
  }
  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(Message(kNoRows));
    return Score::of(state.holds / state.rows);
  }
};

constexpr ExampleRow kRows[] = {{"", ""}, {" \n", ""}, {"\u3000", ""}, {"d", ""}};
constexpr MetricExample kExamples[] = {
    {"", kRows, 0.75, {"by hand: rows 1 to 3 are blank", "手算：第 1 到 3 筆是空白"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

}  // namespace

SJ_METRIC(empty_rate, EmptyRate,
          {.title = {"Empty outputs", "空白輸出率"},
           .summary = {"The share of outputs with nothing in them but white space.",
                       "輸出是空的或只有空白的列所占的比例。"},
           .reading = {"0 is as it should be; the scores of the panel leave empty outputs out, a "
                       "score you name counts "
                       "them as wrong.",
                       "正常應為 0；自動選出的分數不計空白輸出，指名的分數則把它們算作答錯。"},
           .misleads = {"An output that only refuses or repeats the question is not empty.",
                        "只會拒答或重複題目的輸出不算空白。"},
           .needs = Needs::output,
           .better = Better::lower,
           .perfect = 0,
           .family = "text quality",
           .examples = kExamples});

}  // namespace shijin
