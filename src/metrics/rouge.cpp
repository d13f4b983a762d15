// ROUGE-1 … ROUGE-9 and ROUGE-L as rouge-score counts them: n-grams, or the longest common
// subsequence, of each output and its best reference, averaged over the rows (Lin 2004). 0–1.
#include "metrics/rouge.h"

#include <array>

#include "metrics/ngram_overlap.h"
#include "metrics/rouge_counts.h"

namespace shijin {
namespace {

class Rouge : public RougeMean {
 public:
  static constexpr std::uint32_t kSubsequence = 0;  // in place of an order

  Rouge(const Arguments& arguments, std::uint32_t order) : RougeMean(arguments), order_(order) {}

  void measure_all(Samples& samples, std::span<Stat> out) const {
    const Tokens& output = samples.tokens(Field::output, tokenizer());
    const Tokens& reference = samples.tokens(Field::reference, tokenizer());
    std::span<const RougeCounts> counts;
    if (order_ <= 2) counts = rouge_counts(samples, tokenizer());
    NgramOverlap overlap;
    std::array<std::uint32_t, NgramOverlap::kMaxOrder> matches{};
    for (std::size_t i = 0; i < samples.size; ++i) {
      out[i] = {};
      double best = -1;
      const TokenSpan text = output.of(i);
      for (std::size_t r = samples.reference_begin[i]; r < samples.reference_begin[i + 1]; ++r) {
        const TokenSpan against = reference.of(r);
        out[i].counted = 1;
        std::uint32_t common = 0;
        if (order_ > 2) {
          overlap.count(text, against, std::span(matches).first(order_));
          common = matches[order_ - 1];
        } else if (order_ == kSubsequence) {
          common = counts[r].subsequence;
          if (counts[r].too_long) out[i].undefined = 1;
        } else {
          common = order_ == 1 ? counts[r].unigrams : counts[r].bigrams;
        }
        offer(common, units(text), units(against), best, out[i]);
      }
    }
  }

 private:
  std::uint32_t units(TokenSpan text) const {
    const auto tokens = static_cast<std::uint32_t>(text.size());
    return order_ == kSubsequence ? tokens : ngram_count(tokens, order_);
  }

  std::uint32_t order_;
};

template <std::uint32_t kOrder>
struct RougeOf : Rouge {
  explicit RougeOf(const Arguments& arguments) : Rouge(arguments, kOrder) {}
  static Result<RougeOf> make(const Arguments& arguments, const MetricContext&) {
    SJ_TRY(check(arguments));
    return RougeOf(arguments);
  }
};

constexpr ExampleRow kEndings[] = {{"the runners were running happily", "a runner runs happily"}};
constexpr ExampleRow kCat[] = {{"the cat sat", "the cat is sad"}};
constexpr ExampleRow kCount[] = {{"一二三四五六七八九十", "一二三四五六七八九十百"}};
constexpr MetricExample kOne[] = {
    {"tok=latin",
     kCat,
     4.0 / 7,
     {"by hand: “the” and “cat” are 2 of 3 words and 2 of 4: precision 2/3, recall 1/2, F = 2 · "
      "2/3 · 1/2 / (2/3 + 1/2)",
      "手算：「the」「cat」是 3 個詞中的 2 個、4 個詞中的 2 個：精確率 2/3、召回率 1/2，F = 2 · "
      "2/3 · 1/2 / (2/3 + 1/2)"}},
    {"tok=char",
     kRougeBrief,
     10.0 / 11,
     {"by hand: all 5 characters, 5 of 6 in the reference: 2 · 5 / (5 + 6)",
      "手算：輸出 5 個字全都相同，占參考答案 6 個字中的 5 個：2 · 5 / (5 + 6)"}},
    {"stem=yes,tok=latin", kEndings, 0.6666666666666665, kRougePeer},
    {"tok=latin", kEndings, 0.2222222222222222, kRougePeer},
    {"tok=char", kRougeCopywriting, 0.5151515151515151, kRougeCharacters},
    {"part=p,tok=char", kRougeCopywriting, 0.48142414860681115, kRougeCharacters},
    {"part=r,tok=char", kRougeCopywriting, 0.5580357142857143, kRougeCharacters},
    {"tok=latin", kRougeCopywriting, 0, kRougePeer},
    {"tok=latin", kRougeEnglish, 0.9166666666666667, kRougePeer},
    kRougeNothing};
constexpr MetricExample kTwo[] = {
    {"tok=char",
     kRougeBrief,
     2.0 / 3,
     {"by hand: 今天, 天天 and 天氣 are 3 of 4 pairs and 3 of 5: 2 · 3 / (4 + 5)",
      "手算：「今天」「天天」「天氣」是 4 組中的 3 組、5 組中的 3 組：2 · 3 / (4 + 5)"}},
    {"tok=char", kRougeCopywriting, 0.2903225806451613, kRougeCharacters},
    {"tok=latin", kRougeEnglish, 0.8, kRougePeer},
    kRougeNothing};
constexpr MetricExample kThree[] = {
    {"tok=char",
     kRougeBrief,
     4.0 / 7,
     {"by hand: 今天天 and 天天氣 are 2 of 3 runs and 2 of 4: 2 · 2 / (3 + 4)",
      "手算：「今天天」「天天氣」是 3 段中的 2 段、4 段中的 2 段：2 · 2 / (3 + 4)"}},
    {"tok=char", kRougeCopywriting, 0.10344827586206898, kRougeCharacters},
    {"tok=latin", kRougeEnglish, 0.125, kRougePeer},
    kRougeNothing};
constexpr MetricExample kFour[] = {
    {"tok=char",
     kRougeBrief,
     0.4,
     {"by hand: 今天天氣 is 1 of 2 runs and 1 of 3: 2 · 1 / (2 + 3)",
      "手算：「今天天氣」是 2 段中的 1 段、3 段中的 1 段：2 · 1 / (2 + 3)"}},
    {"tok=char", kRougeCopywriting, 0.03703703703703704, kRougeCharacters},
    kRougeNothing};
constexpr MetricExample kLonger[] = {
    {"part=p,tok=char",
     kCount,
     1,
     {"by hand: every run of the output is in the reference", "手算：輸出的每一段都在參考答案裡"}},
    {"tok=char",
     kRougeCopywriting,
     0,
     {"by hand: the texts have no run of five characters in common",
      "手算：兩段文字沒有任何連續五個字相同"}},
    kRougeNothing};
constexpr MetricExample kSubsequence[] = {
    {"tok=char",
     kRougeBrief,
     10.0 / 11,
     {"by hand: 今天天氣…好 is all 5 characters of the output, 5 of 6 of the reference: 2 · 5 / (5 "
      "+ 6)",
      "手算：「今天天氣…好」是輸出的全部 5 個字、參考答案 6 個字中的 5 個：2 · 5 / (5 + 6)"}},
    {"tok=char", kRougeCopywriting, 0.36363636363636365, kRougeCharacters},
    {"part=p,tok=char", kRougeCopywriting, 0.33436532507739936, kRougeCharacters},
    {"tok=latin", kRougeEnglish, 0.9166666666666667, kRougePeer},
    kRougeNothing};

constexpr Text kSummaryOne{
    "How many single tokens (words or characters) output and reference share.",
    "輸出與參考文字有多少相同的單元（詞或字）。"};
constexpr Text kSummaryTwo{"How many pairs of neighbouring tokens output and reference share.",
                           "輸出與參考文字有多少相同的相鄰兩個單元。"};
constexpr Text kSummaryThree{
    "How many runs of three neighbouring tokens output and reference share.",
    "輸出與參考文字有多少相同的連續三個單元。"};
constexpr Text kSummaryFour{"How many runs of four neighbouring tokens output and reference share.",
                            "輸出與參考文字有多少相同的連續四個單元。"};
constexpr Text kSummaryFive{"How many runs of five neighbouring tokens output and reference share.",
                            "輸出與參考文字有多少相同的連續五個單元。"};
constexpr Text kSummarySix{"How many runs of six neighbouring tokens output and reference share.",
                           "輸出與參考文字有多少相同的連續六個單元。"};
constexpr Text kSummarySeven{
    "How many runs of seven neighbouring tokens output and reference share.",
    "輸出與參考文字有多少相同的連續七個單元。"};
constexpr Text kSummaryEight{
    "How many runs of eight neighbouring tokens output and reference share.",
    "輸出與參考文字有多少相同的連續八個單元。"};
constexpr Text kSummaryNine{"How many runs of nine neighbouring tokens output and reference share.",
                            "輸出與參考文字有多少相同的連續九個單元。"};
constexpr Text kSummaryL{
    "The longest sequence of tokens that output and reference have in the "
    "same order, gaps allowed.",
    "輸出與參考文字依相同順序出現的最長單元序列，中間可以有間隔。"};

}  // namespace

SJ_METRIC(rouge_1, RougeOf<1>, rouge_info({"ROUGE-1", "ROUGE-1 分數"}, kSummaryOne, kOne));
SJ_METRIC(rouge_2, RougeOf<2>, rouge_info({"ROUGE-2", "ROUGE-2 分數"}, kSummaryTwo, kTwo));
SJ_METRIC(rouge_3, RougeOf<3>, rouge_info({"ROUGE-3", "ROUGE-3 分數"}, kSummaryThree, kThree));
SJ_METRIC(rouge_4, RougeOf<4>, rouge_info({"ROUGE-4", "ROUGE-4 分數"}, kSummaryFour, kFour));
SJ_METRIC(rouge_5, RougeOf<5>, rouge_info({"ROUGE-5", "ROUGE-5 分數"}, kSummaryFive, kLonger));
SJ_METRIC(rouge_6, RougeOf<6>, rouge_info({"ROUGE-6", "ROUGE-6 分數"}, kSummarySix, kLonger));
SJ_METRIC(rouge_7, RougeOf<7>, rouge_info({"ROUGE-7", "ROUGE-7 分數"}, kSummarySeven, kLonger));
SJ_METRIC(rouge_8, RougeOf<8>, rouge_info({"ROUGE-8", "ROUGE-8 分數"}, kSummaryEight, kLonger));
SJ_METRIC(rouge_9, RougeOf<9>, rouge_info({"ROUGE-9", "ROUGE-9 分數"}, kSummaryNine, kLonger));
SJ_METRIC(rouge_l, RougeOf<Rouge::kSubsequence>,
          rouge_info({"ROUGE-L", "ROUGE-L 分數"}, kSummaryL, kSubsequence));

}  // namespace shijin
