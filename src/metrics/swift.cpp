// swift_bleu_4, swift_rouge_1, swift_rouge_2, swift_rouge_l: what ms-swift's nlg metric prints: on
// jieba's words, rows without a reference left out, times 100, rounded to 6 decimals. 0–100.
#include <limits>

#include "metrics/distinct_ngrams.h"
#include "metrics/rounding.h"
#include "metrics/sample_mean.h"
#include "metrics/sentence_bleu.h"
#include "metrics/union_lcs.h"
#include "text/rouge_words.h"

namespace shijin {
namespace {

constexpr int kDecimals = 6;

// The mean of values in 0–1, shown as ms-swift shows it.
struct SwiftMean : SampleMean {
  Score finish(const State& state) const {
    const Score mean = SampleMean::finish(state);
    return mean.value ? Score::of(round_decimals(*mean.value * 100, kDecimals)) : mean;
  }
  Uncertainty uncertainty(const State& state) const {
    Uncertainty doubt = SampleMean::uncertainty(state);
    doubt.a *= 100;
    doubt.b *= 100 * 100;
    return doubt;
  }
};

struct SwiftBleu : SwiftMean {
  SwiftBleu(const Arguments&, const MetricContext&) : words_(find_tokenizer("swift-words")) {
    SJ_CHECK(words_ != nullptr, "ms-swift's words need a tokeniser that is not registered");
  }

  void measure_all(Samples& samples, std::span<Stat> out) const {
    const Tokens& output = samples.tokens(Field::output, *words_);
    const Tokens& reference = samples.tokens(Field::reference, *words_);
    NgramOverlap overlap;
    for (std::size_t i = 0; i < samples.size; ++i) {
      out[i] = {};
      const std::size_t first = samples.reference_begin[i];
      if (first == samples.reference_begin[i + 1] || reference.of(first).empty()) continue;
      out[i] = {.value = sentence_bleu(output.of(i), reference.of(first), kEqualWeights,
                                       ZeroMatches::halved, overlap),
                .counted = 1,
                .undefined = 0};
    }
  }

 private:
  const Tokenizer* words_;
};

enum class Kind : std::uint8_t { one, two, subsequence };

// Words and the sentences they stand in, taken apart again at the breaks.
struct Sentences {
  std::vector<std::uint32_t> words;
  std::vector<TokenSpan> each;

  void read(TokenSpan tokens) {
    constexpr auto kBreak = static_cast<std::uint32_t>(kSentenceBreak.front());
    words.clear();
    each.clear();
    while (!tokens.empty()) {
      std::size_t end = 0;
      while (end < tokens.size() && tokens[end] != kBreak) ++end;
      each.push_back(tokens.first(end));
      words.insert(words.end(), tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(end));
      tokens = tokens.subspan(std::min(end + 1, tokens.size()));
    }
  }
};

template <Kind kKind>
class SwiftRouge : public SwiftMean {
 public:
  SwiftRouge(const Arguments&, const MetricContext&)
      : words_(find_tokenizer("swift-words")), sentences_(find_tokenizer("swift-rouge")) {
    SJ_CHECK(words_ != nullptr && sentences_ != nullptr,
             "ms-swift's words need a tokeniser that is not registered");
  }

  void measure_all(Samples& samples, std::span<Stat> out) const {
    const Tokens& reference_words = samples.tokens(Field::reference, *words_);
    const Tokens& output = samples.tokens(Field::output, *sentences_);
    const Tokens& reference = samples.tokens(Field::reference, *sentences_);
    Sentences text;
    Sentences against;
    Counting counting;
    for (std::size_t i = 0; i < samples.size; ++i) {
      out[i] = {};
      const std::size_t first = samples.reference_begin[i];
      if (first == samples.reference_begin[i + 1] || reference_words.of(first).empty()) continue;
      out[i].counted = 1;
      text.read(output.of(i));
      against.read(reference.of(first));
      if (text.words.empty() || against.words.empty()) continue;  // nothing but periods: 0
      const auto counts = count(text, against, counting);
      if (!counts) {
        out[i].undefined = 1;
        continue;
      }
      const double common = counts->common;
      const double precision = counts->text == 0 ? 0 : common / counts->text;
      const double recall = counts->reference == 0 ? 0 : common / counts->reference;
      out[i].value = 2.0 * ((precision * recall) / (precision + recall + 1e-8));
    }
  }

 private:
  struct Counting {
    DistinctNgrams ngrams;
    UnionLcs lcs;
  };
  static std::optional<DistinctNgrams::Counts> count(const Sentences& text,
                                                     const Sentences& against, Counting& counting) {
    auto counts = counting.ngrams.count(text.words, against.words, kKind == Kind::two ? 2 : 1);
    if (kKind != Kind::subsequence) return counts;
    const auto common = counting.lcs.count(text.each, against.each);
    if (!common) return std::nullopt;
    counts.common = *common;
    return counts;
  }

  const Tokenizer* words_;
  const Tokenizer* sentences_;
};

constexpr ExampleRow kSimplified[] = {
    {"学生党必入！这款平价口红显白不挑皮", "这款口红显白又平价，学生党闭眼冲"},
    {"这款口红平价显白，学生党可以冲", "这款口红显白又平价，学生党闭眼冲"}};
constexpr ExampleRow kEnglish[] = {
    {"The cat sat on the mat today. It slept.", "A cat is sitting on the mat today. It purrs."},
    {"completely unrelated words here now", "The weather is very nice in Paris this week"}};
constexpr ExampleRow kLabel[] = {{"正面", "正面"}};
constexpr ExampleRow kBlank[] = {
    {"今天天气很好", " "}, {"", "今天天气很好"}, {"今天天气很好啊", "今天天气很好"}};
constexpr ExampleSource kPeer = "ms-swift 4.6.0";
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

constexpr ExampleRow kHalf[] = {{"我们今天一起去公园看花", "我们今天一起去公园看花"},
                                {"", "今天天气很好"}};
constexpr MetricExample kBleu[] = {
    {"",
     kHalf,
     50,
     {"by hand: an equal text has 100, an empty one 0; the mean of the two",
      "手算：完全相同的一筆得 100，空白的一筆得 0，取平均"}},
    {"", kSimplified, 19.898891, kPeer},
    {"", kEnglish, 22.652582, kPeer},
    {"", kLabel, 35.355339, kPeer},
    {"", kBlank, 29.730178, kPeer},
    {"", {}, kUndefined, {"nothing to score", "沒有可計分的資料"}}};
constexpr MetricExample kOne[] = {
    {"",
     kHalf,
     50,
     {"by hand: an equal text has 100, an empty one 0; the mean of the two",
      "手算：完全相同的一筆得 100，空白的一筆得 0，取平均"}},
    {"", kSimplified, 74.675324, kPeer},
    {"", kEnglish, 31.578947, kPeer},
    {"", kBlank, 42.857143, kPeer}};
constexpr MetricExample kTwo[] = {
    {"",
     kHalf,
     50,
     {"by hand: an equal text has 100, an empty one 0; the mean of the two",
      "手算：完全相同的一筆得 100，空白的一筆得 0，取平均"}},
    {"", kSimplified, 36.052631, kPeer},
    {"", kEnglish, 23.529412, kPeer}};
constexpr MetricExample kSubsequence[] = {
    {"",
     kHalf,
     50,
     {"by hand: an equal text has 100, an empty one 0; the mean of the two",
      "手算：完全相同的一筆得 100，空白的一筆得 0，取平均"}},
    {"", kSimplified, 56.277056, kPeer},
    {"", kEnglish, 31.578947, kPeer},
    {"", kLabel, 100, kPeer}};

constexpr Text kDepartures[] = {
    {"Without any row that has a reference it is undefined; ms-swift prints 0.",
     "沒有任何一筆有參考答案時無法計算；ms-swift 會印出 0。"},
    {"ROUGE-L is worked out for texts of any length up to 268 million pairs of words; the rouge "
     "package gives up with a RecursionError near 1,000 words.",
     "ROUGE-L 可算到兩邊詞數相乘 2.68 億為止；rouge 套件約在 1,000 個詞就會以 RecursionError "
     "中止。"}};

constexpr MetricInfo info(Text title, Text summary, Text reading, Text misleads,
                          std::span<const MetricExample> examples) {
  return {.title = title,
          .summary = summary,
          .reading = reading,
          .misleads = misleads,
          .needs = Needs::reference,
          .high = 100,
          .perfect = 100,
          .decimals = kDecimals,
          .family = "trainers",
          .cite = "ms-swift, swift/metrics/nlg.py",
          .peer = "ms-swift 4.6.0",
          .departures = kDepartures,
          .examples = examples};
}

constexpr Text kBleuReading{
    "0 to 100. Compare it only with other runs of ms-swift: LLaMA-Factory's bleu-4 counts "
    "characters, this one words.",
    "0 到 100。只能與 ms-swift 的其他結果比較：LLaMA-Factory 的 bleu-4 以字元計算，這裡以詞計算。"};
constexpr Text kRougeReading{
    "0 to 100. Compare it only with other runs of ms-swift: LLaMA-Factory's keys of the same names "
    "cut sentences otherwise.",
    "0 到 100。只能與 ms-swift 的其他結果比較：LLaMA-Factory 同名的指標斷句方式不同。"};
constexpr Text kBleuMisleads{
    "A text of fewer than 4 words cannot reach 100: a right label of one word has 35.36, a wrong "
    "one "
    "0. jieba's dictionary is Simplified, so Traditional text is cut into wrong words.",
    "不足 4 個詞的文字到不了 100 分：只有一個詞的標籤，全對是 35.36，錯了是 0。jieba "
    "的詞典是簡體，繁體文字會斷錯詞。"};
constexpr Text kRougeMisleads{
    "Every period begins a new sentence, also that of 3.14. It compares sets, so repeating a word "
    "costs "
    "nothing. jieba's dictionary is Simplified, so Traditional text is cut into wrong words.",
    "每個句點都算句尾，連 3.14 的小數點也是。它比的是集合，同一個詞重複再多也不扣分。jieba "
    "的詞典是簡體，繁體文字會斷錯詞。"};

}  // namespace

SJ_METRIC(swift_bleu_4, SwiftBleu,
          info({"BLEU-4 (ms-swift)", "BLEU-4（ms-swift）"},
               {"How much of each output's words, in runs of up to four, also stands in its "
                "reference, averaged over the rows.",
                "各筆輸出中連續一到四個詞的片段，有多少也出現在參考答案裡，再取各筆平均。"},
               kBleuReading, kBleuMisleads, kBleu));
SJ_METRIC(swift_rouge_1, SwiftRouge<Kind::one>,
          info({"ROUGE-1 (ms-swift)", "ROUGE-1（ms-swift）"},
               {"How many different words output and reference share, averaged over the rows.",
                "輸出與參考答案有多少相同的詞，再取各筆平均。"},
               kRougeReading, kRougeMisleads, kOne));
SJ_METRIC(swift_rouge_2, SwiftRouge<Kind::two>,
          info({"ROUGE-2 (ms-swift)", "ROUGE-2（ms-swift）"},
               {"How many different pairs of neighbouring words output and reference share, "
                "averaged over the rows.",
                "輸出與參考答案有多少相同的相鄰兩詞，再取各筆平均。"},
               kRougeReading, kRougeMisleads, kTwo));
SJ_METRIC(swift_rouge_l, SwiftRouge<Kind::subsequence>,
          info({"ROUGE-L (ms-swift)", "ROUGE-L（ms-swift）"},
               {"The different words that stand in the same order in a sentence of the output and "
                "one of the reference, averaged over the rows.",
                "輸出與參考答案的句子兩兩相比，依相同順序出現的不同詞數，再取各筆平均。"},
               kRougeReading, kRougeMisleads, kSubsequence));

}  // namespace shijin
