// Exact match: the share of outputs that equal one of their references byte for byte.
#include <algorithm>
#include <limits>

#include "metrics/sample_mean.h"
#include "metrics/share_of_rows.h"

namespace shijin {
namespace {

struct ExactMatch : ShareOfRows {
  ExactMatch(const Arguments&, const MetricContext&) {}

  Stat measure(Samples& samples, std::size_t row) const {
    const auto references = samples.references(row);
    if (references.empty()) return {};
    const bool equal =
        std::find(references.begin(), references.end(), samples.output[row]) != references.end();
    return {.counted = 1, .holds = equal ? 1U : 0U};
  }
  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(no_reference());
    return Score::of(state.holds / state.rows);
  }
};

constexpr ExampleRow kRows[] = {
    {"42", "42"}, {"42 ", "42"}, {"Paris", "paris"}, {"no", "nope\x1fno"}};
constexpr MetricExample kExamples[] = {
    {"",
     kRows,
     0.5,
     {"by hand: rows 1 and 4 are equal to a reference", "手算：第 1、4 筆與其中一個參考答案相同"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

}  // namespace

SJ_METRIC(
    exact_match, ExactMatch,
    {.title = {"Exact match", "完全相符率"},
     .summary = {"The share of outputs that equal one of their references, character for "
                 "character.",
                 "輸出與任一參考文字一字不差的列所占的比例。"},
     .reading = {"1 means every output is exactly right.", "1 表示每一列都一字不差。"},
     .misleads = {"A stray blank, a full stop or another case makes a right answer wrong. It suits "
                  "short answers; for longer text it is close to 0 for everyone.",
                  "多一個空格、一個句號，或大小寫不同，對的答案也會算錯。適用於簡短的答案；"
                  "較長的文字人人都接近 0。"},
     .needs = Needs::reference,
     .family = "edit",
     .examples = kExamples});

}  // namespace shijin
