// WIL: word information lost, as jiwer computes it (Morris et al. 2004). 0 is perfect.
#include <limits>

#include "metrics/word_edits.h"

namespace shijin {
namespace {

struct Wil : OverWordEdits {
  Wil(const Arguments&, const MetricContext&) {}
  Score finish(const WordEdits::State& state) const {
    if (auto none = undefined(state)) return *std::move(none);
    const double reference = state.reference_words();
    const double output = state.output_words();
    if (reference <= 0) return Score::of(output > 0 ? 1 : 0);
    const double kept = output > 0 ? (state.hits / reference) * (state.hits / output) : 0;
    return Score::of(1 - kept);
  }
};

constexpr ExampleRow kEnglish[] = {{"the cat sat on the mat .", "the cat is on the mat ."},
                                   {"Hello, world!", "Hello, world!"}};
constexpr ExampleRow kMoved[] = {{"b c d e a", "a b c d e"}};
constexpr ExampleRow kExchanged[] = {{"b a", "a b"}};
constexpr ExampleSource kPeer = "jiwer 4.0.0";
constexpr MetricExample kExamples[] = {
    {"",
     kEnglish,
     17.0 / 81,
     {"by hand: 8 of 9 words are right on both sides: 1 − 8/9 · 8/9",
      "手算：兩邊 9 個詞都有 8 個相同：1 − 8/9 · 8/9"}},
    {"", kMoved, 0.3599999999999999, kPeer},
    {"", kExchanged, 0.75, kPeer},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr Text kDepartures[] = {
    {"Rows without any reference count nowhere.", "沒有參考文字的列不計入。"}};

}  // namespace

SJ_METRIC(
    wil, Wil,
    {.title = {"Word information lost", "詞資訊損失"},
     .summary = {"1 minus the product of two shares: of the reference's words that are right, and "
                 "of the output's "
                 "words that are right.",
                 "一減去「參考文字的詞被說中的比例」與「輸出的詞說中的比例」之積。"},
     .reading = {"0 is perfect, 1 means that no word is right; lower is better.",
                 "0 為完全正確，1 表示一個詞都沒對；越低越好。"},
     .misleads = {"It grows faster than wer: half the words right is 0.75, not 0.5. Words are what "
                  "blanks separate, so it does not suit unspaced Chinese.",
                  "它比 wer 升得快：對了一半的詞是 0.75 而不是 "
                  "0.5。詞以空格分隔，不適用於沒有空格的中文。"},
     .needs = Needs::reference,
     .better = Better::lower,
     .perfect = 0,
     .family = "edit",
     .cite = "Morris, Maier and Green 2004",
     .peer = "jiwer 4.0.0",
     .departures = kDepartures,
     .examples = kExamples});

}  // namespace shijin
