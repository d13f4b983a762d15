// MER: match error rate, as jiwer computes it (Morris et al. 2004). 0 is perfect, 1 is all wrong.
#include <limits>

#include "metrics/word_edits.h"

namespace shijin {
namespace {

struct Mer : OverWordEdits {
  Mer(const Arguments&, const MetricContext&) {}
  Score finish(const WordEdits::State& state) const {
    if (auto none = undefined(state)) return *std::move(none);
    if (state.reference_words() <= 0) return Score::of(state.output_words() > 0 ? 1 : 0);
    return Score::of(state.edits() / (state.hits + state.edits()));
  }
};

constexpr ExampleRow kEnglish[] = {{"the cat sat on the mat .", "the cat is on the mat ."},
                                   {"Hello, world!", "Hello, world!"}};
constexpr ExampleRow kMoved[] = {{"b c d e a", "a b c d e"}};
constexpr ExampleRow kNoReferenceText[] = {{"a b", ""}};
constexpr ExampleSource kPeer = "jiwer 4.0.0";
constexpr MetricExample kExamples[] = {
    {"",
     kEnglish,
     1.0 / 9,
     {"by hand: 8 words are right and 1 is another: 1 / (8 + 1)",
      "手算：8 個詞相同、1 個換了：1 / (8 + 1)"}},
    {"",
     kMoved,
     1.0 / 3,
     {"by hand: b c d e are right, a is missing in front and too much at the end: 2 / (4 + 2)",
      "手算：b c d e 相同，前面少了 a、後面多了 a：2 / (4 + 2)"}},
    {"", kNoReferenceText, 1, kPeer},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr Text kDepartures[] = {
    {"Rows without any reference count nowhere.", "沒有參考文字的列不計入。"}};

}  // namespace

SJ_METRIC(
    mer, Mer,
    {.title = {"Match error rate", "匹配錯誤率"},
     .summary = {"Output and reference laid side by side word by word: the share of places that "
                 "are wrong (another word, one missing, one too many).",
                 "把輸出與參考文字逐詞對齊後，錯誤（增、刪、換）占全部對齊位置的比例。"},
     .reading = {"0 is perfect, lower is better; unlike wer it never passes 1.",
                 "0 為完全正確，越低越好；與 wer 不同，不會超過 1。"},
     .misleads =
         {"Words are what blanks separate, so an unspaced Chinese sentence is one word: use "
          "cer. Where several alignments are as short, the number of hits depends on which "
          "one is taken; this one is jiwer's.",
          "詞以空格分隔，沒有空格的中文整句算一個詞，請改用 "
          "cer。有多種同樣短的對齊方式時，命中數取決於選了哪一種；這裡與 jiwer 相同。"},
     .needs = Needs::reference,
     .better = Better::lower,
     .perfect = 0,
     .family = "edit",
     .cite = "Morris, Maier and Green 2004",
     .peer = "jiwer 4.0.0",
     .departures = kDepartures,
     .examples = kExamples});

}  // namespace shijin
