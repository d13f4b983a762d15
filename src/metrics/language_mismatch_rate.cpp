// Language mismatch rate: the share of outputs in another script than their reference, or than
// their input where the reference is empty.
#include <limits>

#include "metrics/share_of_rows.h"
#include "text/writing.h"

namespace shijin {
namespace {

constexpr Text kNoRows{"there is no row", "沒有任何一列"};

struct LanguageMismatchRate : ShareOfRows {
  LanguageMismatchRate(const Arguments&, const MetricContext&) {}

  // Rows without a known script on either side count as a match: there is nothing against them.
  Stat measure(Samples& samples, std::size_t row) const {
    const std::string_view input = samples.input.empty() ? std::string_view() : samples.input[row];
    const bool wrong =
        wrong_writing(samples.output[row], samples.references(row), input).has_value();
    return {.counted = 1, .holds = wrong ? 1U : 0U};
  }
  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(Message(kNoRows));
    return Score::of(state.holds / state.rows);
  }
};

constexpr ExampleRow kRows[] = {{"这款口红显白，价格便宜。", "這款口紅顯白，價格便宜。"},
                                {"The lipstick is cheap and bright.", "這款口紅顯白，價格便宜。"},
                                {"这款口红很好，I like it。", "口红很好"},
                                {"42", "四十二，是一切的答案"},
                                {"天氣很好，適合出門。", "", "What is the weather like today?"}};
constexpr MetricExample kExamples[] = {
    {"",
     kRows,
     0.6,
     {"by hand: Simplified for Traditional, English for Chinese, and Chinese for an English input "
      "without a reference; 3 of 5",
      "手算：該用繁體卻寫簡體、該用中文卻寫英文、輸入為英文又無參考答案卻寫中文；5 筆中的 3 筆"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

}  // namespace

SJ_METRIC(
    language_mismatch_rate, LanguageMismatchRate,
    {.title = {"Wrong language", "語言不符率"},
     .summary =
         {"The share of outputs written in another script than their reference, or than "
          "their input where the reference is empty; Traditional and Simplified Chinese are "
          "two.",
          "輸出的文字系統與參考答案不同的比例（沒有參考答案時比對輸入）；繁體與簡體視為不同。"},
     .reading = {"0 as it should be. A model that answers in Simplified where Traditional is "
                 "wanted, or falls back into English, shows here first.",
                 "正常應為 0。該用繁體卻答簡體，或忽然改說英文，會最先反映在這裡。"},
     .misleads =
         {"It tells scripts apart, not languages: English and French are one. A text with "
          "fewer than 4 words or Han characters, or a mixed one, counts as a match. Without "
          "references a translation task looks all wrong.",
          "它分的是文字系統，不是語言：英文與法文分不開。不到 4 個詞或漢字、"
          "以及混雜的文字都當成相符。沒有參考答案的翻譯任務會看似全錯。"},
     .needs = Needs::output,
     .better = Better::lower,
     .perfect = 0,
     .family = "text quality",
     .examples = kExamples});

}  // namespace shijin
