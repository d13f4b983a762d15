// rouge_zh_1, rouge_zh_2, rouge_zh_l: ROUGE as the rouge-chinese package counts it: sets of words
// and of pairs of words, and a longest common subsequence over the whole text (Lin 2004). 0–1.
#include "metrics/rouge_zh.h"

#include <limits>

#include "metrics/alignment.h"
#include "metrics/rouge_zh_counts.h"

namespace shijin {

RougeZh::RougeZh(std::string_view tokenizer, Kind kind, char part, Empty empty)
    : tokenizer_(find_tokenizer(tokenizer)), kind_(kind), part_(part), empty_(empty) {
  SJ_CHECK(tokenizer_ != nullptr, "rouge-chinese's words need a tokeniser that is not registered");
  SJ_CHECK(find_tokenizer("jieba") != nullptr, "rouge-chinese's words need jieba");
}

void RougeZh::measure_all(Samples& samples, std::span<Stat> out) const {
  const Tokens& output = samples.tokens(Field::output, *tokenizer_);
  const Tokens& reference = samples.tokens(Field::reference, *tokenizer_);
  const std::span<const RougeZhCounts> all = rouge_zh_counts(samples, *tokenizer_);
  DistinctNgrams ngrams;
  Alignment alignment;
  const auto counts_of = [&](const RougeZhCounts& known, TokenSpan text, TokenSpan against) {
    if (kind_ == Kind::one) return known.counted ? known.words : ngrams.count(text, against, 1);
    if (kind_ == Kind::two) return known.counted ? known.pairs : ngrams.count(text, against, 2);
    return DistinctNgrams::Counts{
        static_cast<std::uint32_t>(text.size()), static_cast<std::uint32_t>(against.size()),
        known.counted ? known.subsequence : alignment.common_subsequence(text, against)};
  };
  for (std::size_t i = 0; i < samples.size; ++i) {
    Stat& stat = out[i] = {};
    const std::size_t first = samples.reference_begin[i];
    if (first == samples.reference_begin[i + 1]) continue;
    stat.counted = 1;
    const TokenSpan text = output.of(i);
    const TokenSpan against = reference.of(first);
    if (text.empty() || against.empty()) {
      stat.undefined = empty_ == Empty::undefined ? 1 : 0;
      continue;
    }
    const DistinctNgrams::Counts counts = counts_of(all[i], text, against);
    const double common = counts.common;
    const double precision = counts.text == 0 ? 0 : common / counts.text;
    const double recall = counts.reference == 0 ? 0 : common / counts.reference;
    const double f = 2.0 * ((precision * recall) / (precision + recall + 1e-8));
    stat.value = part_ == 'f' ? f : part_ == 'p' ? precision : recall;
  }
}

namespace {

std::string_view tokenizer_of(const Arguments& arguments) {
  const std::string& tok = arguments.text("tok");
  if (tok == "char") return "rouge-zh-char";
  if (tok == "jieba-fold") return "rouge-zh-jieba-fold";
  return tok == "ws" ? "rouge-zh-ws" : "rouge-zh-jieba";
}

template <RougeZh::Kind kKind>
struct RougeZhOf : RougeZh {
  RougeZhOf(const Arguments& arguments, const MetricContext&)
      : RougeZh(tokenizer_of(arguments), kKind, arguments.text("part").front(), Empty::undefined) {}
};

constexpr ParameterInfo kParameters[] = {
    {"tok",
     {"jieba: words, as LLaMA-Factory and EvalScope cut them; jieba-fold: the same with "
      "Traditional "
      "read as Simplified; char: every character; ws: text that blanks already cut",
      "jieba：斷詞，與 LLaMA-Factory、EvalScope 相同；jieba-fold：同上，但把繁體字看成簡體字；"
      "char：逐字；ws：已用空白斷好詞的文字"},
     ParameterKind::choice,
     "jieba",
     "jieba|jieba-fold|char|ws"},
    {"part",
     {"f, the harmonic mean; p, precision; r, recall", "f 為調和平均；p 為精確率；r 為召回率"},
     ParameterKind::choice,
     "f",
     "f|p|r"}};

constexpr ExampleRow kSimplified[] = {
    {"学生党必入！这款平价口红显白不挑皮", "这款口红显白又平价，学生党闭眼冲"},
    {"贵妇级抗老面霜，修护肌底，焕发年轻光泽", "奢享抗老配方，让肌肤重返年轻"}};
constexpr ExampleRow kTraditional[] = {
    {"學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝"},
    {"貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕"}};
constexpr ExampleRow kCut[] = {{"a b a", "a c"}, {"今天 天气 很 好 。 走 吧", "今天 天气 好"}};
constexpr ExampleRow kBlank[] = {{" ", "今天天气很好"}};
constexpr ExampleSource kPeer = {"rouge-chinese 1.0.3 on jieba 0.42.1",
                                 "rouge-chinese 1.0.3，以 jieba 0.42.1 斷詞"};
constexpr ExampleSource kBare = "rouge-chinese 1.0.3";
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

constexpr ExampleRow kBrief[] = {{"今天天氣好", "今天天氣很好"}};
constexpr MetricExample kOne[] = {{"tok=char",
                                   kBrief,
                                   0.8888888839506174,
                                   {"by hand: 今 天 氣 好 are 4 of 4 different characters and 4 of "
                                    "5: 2 · 1 · 0.8 / (1 + 0.8 + 10⁻⁸)",
                                    "手算：「今」「天」「氣」「好」是 4 個不同的字中的 4 個、5 "
                                    "個中的 4 個：2 · 1 · 0.8 / (1 + 0.8 + 10⁻⁸)"}},
                                  {"", kSimplified, 0.4848484798793491, kPeer},
                                  {"", kTraditional, 0.2229102117338421, kPeer},
                                  {"part=r", kSimplified, 0.5056818181818181, kPeer},
                                  {"tok=char", kTraditional, 0.5208333283746917, kBare},
                                  {"tok=ws", kCut, 0.5499999954, kBare},
                                  {"",
                                   kBlank,
                                   kUndefined,
                                   {"rouge-chinese 1.0.3 raises: Hypothesis is empty.",
                                    "rouge-chinese 1.0.3 會報錯：Hypothesis is empty."}}};
constexpr MetricExample kTwo[] = {{"tok=char",
                                   kBrief,
                                   0.6666666617283951,
                                   {"by hand: 今天, 天天 and 天氣 are 3 of 4 different pairs and 3 "
                                    "of 5: 2 · 0.75 · 0.6 / (0.75 + 0.6 + 10⁻⁸)",
                                    "手算：「今天」「天天」「天氣」是 4 組不同的相鄰兩字中的 3 "
                                    "組、5 組中的 3 組：2 · 0.75 · 0.6 / (0.75 + 0.6 + 10⁻⁸)"}},
                                  {"", kSimplified, 0.14999999750000004, kPeer},
                                  {"tok=char", kTraditional, 0.2903225757127993, kBare},
                                  {"tok=ws", kCut, 0.12499999812500003, kBare}};
constexpr MetricExample kSubsequence[] = {
    {"tok=char",
     kBrief,
     0.9090909041322315,
     {"by hand: all 5 characters in the same order, 5 of 6 in the reference: 2 · 1 · 5/6 / (1 + "
      "5/6 + 10⁻⁸)",
      "手算：輸出 5 個字全部同序出現，占參考答案 6 個字中的 5 個：2 · 1 · 5/6 / (1 + 5/6 + 10⁻⁸)"}},
    {"", kSimplified, 0.33971291372261403, kPeer},
    {"", kTraditional, 0.1637426850962691, kPeer},
    {"part=p,tok=ws", kCut, 0.38095238095238093, kBare},
    {"tok=char", kTraditional, 0.3636363586960515, kBare}};

constexpr Text kDepartures[] = {
    {"The value is the mean over the rows; where rouge-chinese raises on one of them (no word in "
     "it), "
     "it is undefined.",
     "這裡取各筆的平均；只要有一筆會讓 rouge-chinese 報錯（沒有任何詞），就視為無法計算。"},
    {"Rows without any reference count nowhere; of several references the first counts.",
     "沒有參考答案的資料不計入；有多個參考答案時只看第一個。"}};

constexpr MetricInfo info(Text title, Text summary, std::span<const MetricExample> examples) {
  return {.title = title,
          .summary = summary,
          .reading = {"0 to 1. The number behind LLaMA-Factory's and EvalScope's ROUGE; compare it "
                      "only with another of the same tok. A perfect text has 0.999999995.",
                      "0 到 1。LLaMA-Factory 與 EvalScope 的 ROUGE 就是由它而來；只能與 tok "
                      "相同的值比較。完全相同的文字得 0.999999995。"},
          .misleads = {"It compares sets: saying a word ten times costs nothing in ROUGE-1 and "
                       "ROUGE-2. jieba's dictionary is Simplified, so Traditional text is cut into "
                       "wrong words and scores far lower than the same text in Simplified: use "
                       "tok=char there, or rouge_l[tok=char].",
                       "它比的是集合：同一個詞說十遍，ROUGE-1 與 ROUGE-2 都不扣分。jieba "
                       "的詞典是簡體，繁體文字會斷錯詞，分數遠低於同一段簡體文字；繁體請用 "
                       "tok=char，或改看 rouge_l[tok=char]。"},
          .needs = Needs::reference,
          .perfect = 0.999999995,
          .family = "rouge",
          .cite = "Lin 2004",
          .peer = "rouge-chinese 1.0.3",
          .departures = kDepartures,
          .parameters = kParameters,
          .examples = examples};
}

}  // namespace

SJ_METRIC(rouge_zh_1, RougeZhOf<RougeZh::Kind::one>,
          info({"ROUGE-1 (rouge-chinese)", "ROUGE-1（rouge-chinese）"},
               {"How many different words output and reference share.",
                "輸出與參考答案有多少相同的詞，同一個詞只算一次。"},
               kOne));
SJ_METRIC(rouge_zh_2, RougeZhOf<RougeZh::Kind::two>,
          info({"ROUGE-2 (rouge-chinese)", "ROUGE-2（rouge-chinese）"},
               {"How many different pairs of neighbouring words output and reference share.",
                "輸出與參考答案有多少相同的相鄰兩詞，同一組只算一次。"},
               kTwo));
SJ_METRIC(rouge_zh_l, RougeZhOf<RougeZh::Kind::subsequence>,
          info({"ROUGE-L (rouge-chinese)", "ROUGE-L（rouge-chinese）"},
               {"The longest sequence of words that output and reference have in the same order, "
                "gaps allowed.",
                "輸出與參考答案依相同順序出現的最長詞序列，中間可以有間隔。"},
               kSubsequence));

}  // namespace shijin
