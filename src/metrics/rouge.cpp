// ROUGE-1 … ROUGE-9 and ROUGE-L as rouge-score counts them: n-grams, or the longest common
// subsequence, of each output and its best reference, averaged over the rows (Lin 2004). 0–1.
#include <array>
#include <limits>

#include "metrics/alignment.h"
#include "metrics/ngram_overlap.h"
#include "metrics/sample_mean.h"

namespace shijin {
namespace {

class Rouge : public SampleMean {
 public:
  static constexpr std::uint32_t kSubsequence = 0;  // in place of an order

  Rouge(const Arguments& arguments, std::uint32_t order)
      : tokenizer_(find_tokenizer(arguments.text("tok"))),
        order_(order),
        part_(arguments.text("part").front()) {
    SJ_CHECK(tokenizer_ != nullptr, "rouge declares a tokeniser that is not registered");
  }

  void measure_all(Samples& samples, std::span<Stat> out) const {
    const Tokens& output = samples.tokens(Field::output, *tokenizer_);
    const Tokens& reference = samples.tokens(Field::reference, *tokenizer_);
    NgramOverlap overlap;
    Alignment alignment;
    std::array<std::uint32_t, NgramOverlap::kMaxOrder> matches{};
    for (std::size_t i = 0; i < samples.size; ++i) {
      out[i] = {};
      double best = -1;
      const TokenSpan text = output.of(i);
      for (std::size_t r = samples.reference_begin[i]; r < samples.reference_begin[i + 1]; ++r) {
        const TokenSpan against = reference.of(r);
        std::uint32_t common = 0;
        if (order_ == kSubsequence) {
          common = alignment.common_subsequence(text, against);
        } else {
          overlap.count(text, against, std::span(matches).first(order_));
          common = matches[order_ - 1];
        }
        const double precision = share(common, text.size());
        const double recall = share(common, against.size());
        const double sum = precision + recall;
        const double f = sum > 0 ? 2 * precision * recall / sum : 0;
        if (f <= best) continue;
        best = f;
        out[i] = {.value = part_ == 'f'   ? f
                           : part_ == 'p' ? precision
                                          : recall,
                  .counted = 1,
                  .undefined = 0};
      }
    }
  }

 private:
  double share(std::uint32_t common, std::size_t length) const {
    const auto tokens = static_cast<std::uint32_t>(length);
    const std::uint32_t all = order_ == kSubsequence ? tokens : ngram_count(tokens, order_);
    return all == 0 ? 0.0 : static_cast<double>(common) / all;
  }

  const Tokenizer* tokenizer_;
  std::uint32_t order_;
  char part_;
};

template <std::uint32_t kOrder>
struct RougeN : Rouge {
  RougeN(const Arguments& arguments, const MetricContext&) : Rouge(arguments, kOrder) {}
};

constexpr ParameterInfo kParameters[] = {
    {"tok",
     {"latin: words of a to z and digits; char: every character but white space, for Chinese",
      "latin：a–z 與數字構成的詞；char：空白以外逐字元，中文用這個"},
     ParameterKind::choice,
     "latin",
     "latin|char",
     0,
     0,
     true},
    {"part",
     {"f, the harmonic mean; p, precision; r, recall", "f 為調和平均；p 為精確率；r 為召回率"},
     ParameterKind::choice,
     "f",
     "f|p|r"}};

constexpr ExampleRow kCopywriting[] = {
    {"學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝"},
    {"貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕"}};
constexpr ExampleRow kEnglish[] = {{"the cat sat on the mat .", "the cat is on the mat ."},
                                   {"Hello, world!", "Hello, world!"}};
constexpr std::string_view kPeer = "rouge-score 0.1.2";
constexpr std::string_view kCharacters = "rouge-score 0.1.2 with a tokeniser of characters";
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view kNothing = "nothing to score";

constexpr MetricExample kOne[] = {
    {"tok=char", kCopywriting, 0.5151515151515151, kCharacters},
    {"part=p,tok=char", kCopywriting, 0.48142414860681115, kCharacters},
    {"part=r,tok=char", kCopywriting, 0.5580357142857143, kCharacters},
    {"tok=latin", kCopywriting, 0, kPeer},
    {"tok=latin", kEnglish, 0.9166666666666667, kPeer},
    {"tok=latin", {}, kUndefined, kNothing}};
constexpr MetricExample kTwo[] = {{"tok=char", kCopywriting, 0.2903225806451613, kCharacters},
                                  {"tok=latin", kEnglish, 0.8, kPeer},
                                  {"tok=latin", {}, kUndefined, kNothing}};
constexpr MetricExample kThree[] = {{"tok=char", kCopywriting, 0.10344827586206898, kCharacters},
                                    {"tok=latin", kEnglish, 0.125, kPeer},
                                    {"tok=latin", {}, kUndefined, kNothing}};
constexpr MetricExample kFour[] = {{"tok=char", kCopywriting, 0.03703703703703704, kCharacters},
                                   {"tok=latin", {}, kUndefined, kNothing}};
constexpr MetricExample kLonger[] = {{"tok=char", kCopywriting, 0, kCharacters},
                                     {"tok=latin", {}, kUndefined, kNothing}};
constexpr MetricExample kSubsequence[] = {
    {"tok=char", kCopywriting, 0.36363636363636365, kCharacters},
    {"part=p,tok=char", kCopywriting, 0.33436532507739936, kCharacters},
    {"tok=latin", kEnglish, 0.9166666666666667, kPeer},
    {"tok=latin", {}, kUndefined, kNothing}};

constexpr Text kDepartures[] = {
    {"tok=char counts characters; rouge-score cuts only a to z and 0 to 9, and has to be given a "
     "tokeniser for anything else.",
     "tok=char 逐字計算；rouge-score 只認得 a–z 與 0–9，其他文字須自備切分方式。"},
    {"The value is the mean over the rows; rouge-score's aggregator gives a bootstrap median.",
     "這裡取各列的平均；rouge-score 的彙總工具給的是自助抽樣的中位數。"},
    {"Rows without any reference count nowhere.", "沒有參考文字的列不計入。"}};

constexpr MetricInfo info(Text title, Text summary, std::span<const MetricExample> examples) {
  return {.title = title,
          .summary = summary,
          .reading = {"0 to 1. It asks whether the reference's key points are covered; part=r is "
                      "the share covered, part=p the share of the output that is to the point.",
                      "0 到 1。它問的是參考文字的要點有沒有寫到；part=r 是寫到的比例，part=p "
                      "是輸出中切題的比例。"},
          .misleads = {"With tok=latin any Chinese text scores 0, even a perfect one: use "
                       "tok=char. Long output raises recall, short output precision. Shared "
                       "particles and punctuation count as much as the key points.",
                       "tok=latin 會讓任何中文都得 0 分，全對也一樣，請用 "
                       "tok=char。輸出越長召回率越高，越短精確率越高。虛詞與標點和要點同樣計分。"},
          .needs = Needs::reference,
          .family = "rouge",
          .cite = "Lin 2004",
          .peer = "rouge-score 0.1.2",
          .departures = kDepartures,
          .parameters = kParameters,
          .examples = examples};
}

constexpr Text kSummaryOne{"How many single tokens output and reference share.",
                           "輸出與參考文字有多少相同的單元。"};
constexpr Text kSummaryTwo{"How many pairs of neighbouring tokens output and reference share.",
                           "輸出與參考文字有多少相同的相鄰兩個單元。"};
constexpr Text kSummaryLonger{"How many runs of that many tokens output and reference share.",
                              "輸出與參考文字有多少相同的、這麼長的連續單元。"};
constexpr Text kSummaryL{
    "The longest sequence of tokens that output and reference have in the "
    "same order, gaps allowed.",
    "輸出與參考文字依相同順序出現的最長單元序列，中間可以有間隔。"};

}  // namespace

SJ_METRIC(rouge_1, RougeN<1>, info({"ROUGE-1", "ROUGE-1 分數"}, kSummaryOne, kOne));
SJ_METRIC(rouge_2, RougeN<2>, info({"ROUGE-2", "ROUGE-2 分數"}, kSummaryTwo, kTwo));
SJ_METRIC(rouge_3, RougeN<3>, info({"ROUGE-3", "ROUGE-3 分數"}, kSummaryLonger, kThree));
SJ_METRIC(rouge_4, RougeN<4>, info({"ROUGE-4", "ROUGE-4 分數"}, kSummaryLonger, kFour));
SJ_METRIC(rouge_5, RougeN<5>, info({"ROUGE-5", "ROUGE-5 分數"}, kSummaryLonger, kLonger));
SJ_METRIC(rouge_6, RougeN<6>, info({"ROUGE-6", "ROUGE-6 分數"}, kSummaryLonger, kLonger));
SJ_METRIC(rouge_7, RougeN<7>, info({"ROUGE-7", "ROUGE-7 分數"}, kSummaryLonger, kLonger));
SJ_METRIC(rouge_8, RougeN<8>, info({"ROUGE-8", "ROUGE-8 分數"}, kSummaryLonger, kLonger));
SJ_METRIC(rouge_9, RougeN<9>, info({"ROUGE-9", "ROUGE-9 分數"}, kSummaryLonger, kLonger));
SJ_METRIC(rouge_l, RougeN<Rouge::kSubsequence>,
          info({"ROUGE-L", "ROUGE-L 分數"}, kSummaryL, kSubsequence));

}  // namespace shijin
