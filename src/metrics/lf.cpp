// lf_bleu_4, lf_rouge_1, lf_rouge_2, lf_rouge_l: what LLaMA-Factory writes into
// predict_results.json: each row's score times 100, rounded to 4 decimals, averaged. 0–100.
#include <limits>

#include "metrics/rouge_zh.h"
#include "metrics/rounding.h"
#include "metrics/sentence_bleu.h"

namespace shijin {
namespace {

constexpr int kDecimals = 4;

struct LfBleu : SampleMean {
  LfBleu(const Arguments&, const MetricContext&) {}

  void measure_all(Samples& samples, std::span<Stat> out) const {
    const Tokenizer& characters = *find_tokenizer("codepoint");
    const Tokens& output = samples.tokens(Field::output, characters);
    const Tokens& reference = samples.tokens(Field::reference, characters);
    NgramOverlap overlap;
    for (std::size_t i = 0; i < samples.size; ++i) {
      out[i] = {};
      const std::size_t first = samples.reference_begin[i];
      if (first == samples.reference_begin[i + 1]) continue;
      const double score = sentence_bleu(output.of(i), reference.of(first), kEqualWeights,
                                         ZeroMatches::halved, overlap);
      out[i] = {.value = round_decimals(score * 100, kDecimals), .counted = 1, .undefined = 0};
    }
  }
};

template <RougeZh::Kind kKind>
struct LfRouge : RougeZh {
  LfRouge(const Arguments&, const MetricContext&)
      : RougeZh("rouge-zh-jieba", kKind, 'f', Empty::zero) {}

  void measure_all(Samples& samples, std::span<Stat> out) const {
    RougeZh::measure_all(samples, out);
    for (Stat& stat : out) stat.value = round_decimals(stat.value * 100, kDecimals);
  }
};

constexpr ExampleRow kTraditional[] = {
    {"學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝"},
    {"貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕"}};
constexpr ExampleRow kSimplified[] = {
    {"学生党必入！这款平价口红显白不挑皮", "这款口红显白又平价，学生党闭眼冲"},
    {"这款口红平价显白，学生党可以冲", "这款口红显白又平价，学生党闭眼冲"}};
constexpr ExampleRow kLabel[] = {{"正面", "正面"}};
constexpr ExampleRow kWrongLabel[] = {{"正面", "负面"}};
constexpr ExampleRow kBlank[] = {{"", "今天天气很好"}, {"今天天气很好", "今天天气很好"}};
constexpr ExampleSource kPeer = "LLaMA-Factory 0.9.5";
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

constexpr MetricExample kBleu[] = {
    {"",
     kBlank,
     50,
     {"by hand: an equal text has 100, an empty one 0; the mean of the two",
      "手算：完全相同的一筆得 100，空白的一筆得 0，取平均"}},
    {"", kTraditional, 15.7773, kPeer},
    {"", kSimplified, 31.28175, kPeer},
    {"", kLabel, 59.4604, kPeer},
    {"", kWrongLabel, 29.7302, kPeer},
    {"", {}, kUndefined, {"nothing to score", "沒有可計分的資料"}}};
constexpr MetricExample kOne[] = {
    {"",
     kBlank,
     50,
     {"by hand: an equal text has 100, an empty one 0; the mean of the two",
      "手算：完全相同的一筆得 100，空白的一筆得 0，取平均"}},
    {"", kTraditional, 22.291, kPeer},
    {"", kSimplified, 74.67535, kPeer},
    {"", kLabel, 100, kPeer}};
constexpr MetricExample kTwo[] = {
    {"",
     kBlank,
     50,
     {"by hand: an equal text has 100, an empty one 0; the mean of the two",
      "手算：完全相同的一筆得 100，空白的一筆得 0，取平均"}},
    {"", kTraditional, 0, kPeer},
    {"", kSimplified, 36.05265, kPeer},
    {"", kLabel, 0, kPeer}};
constexpr MetricExample kSubsequence[] = {
    {"",
     kBlank,
     50,
     {"by hand: an equal text has 100, an empty one 0; the mean of the two",
      "手算：完全相同的一筆得 100，空白的一筆得 0，取平均"}},
    {"", kTraditional, 16.37425, kPeer},
    {"", kSimplified, 56.27705, kPeer}};

constexpr Text kDepartures[] = {
    {"Rows without any reference count nowhere; of several references the first counts.",
     "沒有參考答案的資料不計入；有多個參考答案時只看第一個。"},
    {"It reads the texts of the file; LLaMA-Factory decodes token ids, and its label is cut at "
     "cutoff_len.",
     "這裡讀的是檔案中的文字；LLaMA-Factory 則由 token id 解碼，參考答案還會在 cutoff_len "
     "處被截斷。"}};

constexpr MetricInfo info(Text title, Text summary, Text reading, Text misleads,
                          std::span<const MetricExample> examples) {
  return {.title = title,
          .summary = summary,
          .reading = reading,
          .misleads = misleads,
          .needs = Needs::reference,
          .high = 100,
          .perfect = 100,
          .decimals = 4,
          .family = "trainers",
          .cite = "LLaMA-Factory, src/llamafactory/train/sft/metric.py",
          .peer = "llamafactory 0.9.5",
          .departures = kDepartures,
          .examples = examples};
}

constexpr Text kBleuMisleads{
    "It counts characters in every language, blanks included: English scores about 10 points more "
    "than under sacreBLEU. A right answer of two characters has 59.46, a wrong one that shares a "
    "character 29.73: for short labels use accuracy.",
    "不論何種語言都以字元為單位（含空白），英文因此比 sacreBLEU 高出約 10 分。兩個字的正確答案只有 "
    "59.46，只對一個字的錯誤答案也有 29.73：短標籤請改看準確率。"};
constexpr Text kRougeReading{
    "0 to 100. Higher means more of the reference's words are there; compare it only with other "
    "runs of LLaMA-Factory.",
    "0 到 100。越高表示參考答案的詞出現得越多；只能與 LLaMA-Factory 的其他結果比較。"};
constexpr Text kRougeMisleads{
    "jieba's dictionary is Simplified: Traditional text is cut into wrong words and scores far "
    "lower "
    "than the same text in Simplified. A label of one word has 0 in ROUGE-2 even when it is right.",
    "jieba 的詞典是簡體：繁體文字會斷錯詞，分數遠低於同一段簡體文字。只有一個詞的標籤即使全對，"
    "ROUGE-2 也是 0。"};

}  // namespace

SJ_METRIC(lf_bleu_4, LfBleu,
          info({"BLEU-4 (LLaMA-Factory)", "BLEU-4（LLaMA-Factory）"},
               {"How much of each output's characters, in runs of up to four, also stands in its "
                "reference, averaged over the rows.",
                "各筆輸出中連續一到四個字元的片段，有多少也出現在參考答案裡，再取各筆平均。"},
               {"0 to 100. The bleu-4 of LLaMA-Factory; the article's bar of 0.4 would be 40 here.",
                "0 到 100，即 LLaMA-Factory 的 bleu-4；文章的門檻 0.4 在這裡是 40。"},
               kBleuMisleads, kBleu));
SJ_METRIC(lf_rouge_1, LfRouge<RougeZh::Kind::one>,
          info({"ROUGE-1 (LLaMA-Factory)", "ROUGE-1（LLaMA-Factory）"},
               {"How many different words output and reference share, averaged over the rows.",
                "輸出與參考答案有多少相同的詞，再取各筆平均。"},
               kRougeReading, kRougeMisleads, kOne));
SJ_METRIC(lf_rouge_2, LfRouge<RougeZh::Kind::two>,
          info({"ROUGE-2 (LLaMA-Factory)", "ROUGE-2（LLaMA-Factory）"},
               {"How many different pairs of neighbouring words output and reference share, "
                "averaged over the rows.",
                "輸出與參考答案有多少相同的相鄰兩詞，再取各筆平均。"},
               kRougeReading, kRougeMisleads, kTwo));
SJ_METRIC(lf_rouge_l, LfRouge<RougeZh::Kind::subsequence>,
          info({"ROUGE-L (LLaMA-Factory)", "ROUGE-L（LLaMA-Factory）"},
               {"The longest sequence of words that output and reference have in the same order, "
                "averaged over the rows.",
                "輸出與參考答案依相同順序出現的最長詞序列，再取各筆平均。"},
               kRougeReading, kRougeMisleads, kSubsequence));

}  // namespace shijin
