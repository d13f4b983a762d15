// evalscope_bleu_1 … evalscope_bleu_4 and evalscope_rouge_1, _2, _l: what EvalScope's general_qa
// reports. Its BLEU-n counts n-grams of that one length only; where NLTK's punkt_tab was never
// downloaded, as after pip install, it takes 0 for a row with a text without Chinese. 0–1.
#include <limits>

#include "metrics/rouge_zh.h"
#include "metrics/sentence_bleu.h"
#include "text/nltk_words.h"
#include "text/rouge_words.h"

namespace shijin {
namespace {

template <std::size_t kOrder>
class EvalscopeBleu : public SampleMean {
 public:
  EvalscopeBleu(const Arguments& arguments, const MetricContext&)
      : words_(find_tokenizer("evalscope-words")), punkt_(arguments.text("punkt") == "yes") {
    SJ_CHECK(words_ != nullptr, "EvalScope's words need a tokeniser that is not registered");
  }

  void measure_all(Samples& samples, std::span<Stat> out) const {
    const Tokens& output = samples.tokens(Field::output, *words_);
    const Tokens& reference = samples.tokens(Field::reference, *words_);
    std::array<double, 4> weights{};
    weights[kOrder - 1] = 1;
    NgramOverlap overlap;
    for (std::size_t i = 0; i < samples.size; ++i) {
      out[i] = {};
      const std::size_t first = samples.reference_begin[i];
      if (first == samples.reference_begin[i + 1]) continue;
      out[i].counted = 1;
      if (!can_cut(samples.output[i]) || !can_cut(samples.reference[first])) {
        out[i].undefined = punkt_ ? 1 : 0;  // without the model the tool takes 0
        continue;
      }
      out[i].value =
          sentence_bleu(output.of(i), reference.of(first), weights, ZeroMatches::tiny, overlap);
    }
  }

  Score finish(const State& state) const {
    if (state.undefined > 0) return Score::undefined(needs_punkt(state.undefined));
    return SampleMean::finish(state);
  }
  std::optional<double> alone(const Stat& stat) const { return SampleMean::alone(stat); }

 private:
  bool can_cut(std::string_view text) const {
    return evalscope_chinese(text) || (punkt_ && is_one_nltk_sentence(text));
  }

  const Tokenizer* words_;
  bool punkt_;
};

template <RougeZh::Kind kKind>
struct EvalscopeRouge : RougeZh {
  EvalscopeRouge(const Arguments& arguments, const MetricContext&)
      : RougeZh("evalscope-rouge", kKind, arguments.text("part").front(), Empty::zero) {}
};

constexpr ParameterInfo kPunkt[] = {
    {"punkt",
     {"no: NLTK's punkt_tab was never downloaded, as after pip install, and a row with a text "
      "without Chinese has 0; yes: it was",
      "no：從未下載 NLTK 的 punkt_tab（pip install 之後就是如此），只要有一邊不含中文，"
      "該筆就是 0；yes：已下載"},
     ParameterKind::choice,
     "yes",
     "yes|no"}};

constexpr ParameterInfo kParameters[] = {
    {"part",
     {"f, the harmonic mean; p, precision; r, recall (EvalScope's main score is rouge_l's)",
      "f 為調和平均；p 為精確率；r 為召回率（EvalScope 的主要分數是 rouge_l 的召回率）"},
     ParameterKind::choice,
     "f",
     "f|p|r",
     0,
     0,
     true}};

constexpr ExampleRow kSimplified[] = {
    {"学生党必入！这款平价口红显白不挑皮", "这款口红显白又平价，学生党闭眼冲"},
    {"贵妇级抗老面霜，修护肌底，焕发年轻光泽", "奢享抗老配方，让肌肤重返年轻"}};
constexpr ExampleRow kTraditional[] = {
    {"學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝"},
    {"貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕"}};
constexpr ExampleRow kLabel[] = {{"正面", "正面"}};
constexpr ExampleRow kEnglish[] = {{"The cat can't sleep.", "The cat cannot sleep today."}};
constexpr ExampleRow kSentences[] = {{"He saw Dr. Wang. He slept.", "He slept."}};
constexpr ExampleSource kPeer = "evalscope 1.14.1";
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr ExampleSource kSentenceModel = {"where a sentence ends needs NLTK's model",
                                          "句尾在哪裡要靠 NLTK 的模型"};

constexpr ExampleRow kRun[] = {{"a b c d e f", "a b c d x"}};
constexpr MetricExample kBleuOne[] = {
    {"",
     kRun,
     4.0 / 6,
     {"by hand: 4 of 6 words are in the reference", "手算：6 個詞中有 4 個在參考答案裡"}},
    {"", kSimplified, 0.45454545454545453, kPeer},
    {"", kTraditional, 0.2, kPeer},
    {"", kEnglish, 0.5643211499270759, kPeer},
    {"punkt=no", kEnglish, 0, kPeer},
    {"", kSentences, kUndefined, kSentenceModel}};
constexpr MetricExample kBleuTwo[] = {{"",
                                       kRun,
                                       3.0 / 5,
                                       {"by hand: 3 of 5 pairs of words are in the reference",
                                        "手算：5 組相鄰兩詞中有 3 組在參考答案裡"}},
                                      {"", kSimplified, 0.15, kPeer},
                                      {"", kLabel, 2.2250738585072626e-308, kPeer},
                                      {"", kEnglish, 0.16929634497812282, kPeer}};
constexpr MetricExample kBleuThree[] = {
    {"",
     kRun,
     2.0 / 4,
     {"by hand: “a b c” and “b c d” are 2 of 4 runs of three words",
      "手算：「a b c」「b c d」是 4 段連續三詞中的 2 段"}},
    {"", kSimplified, 2.2250738585072626e-308, kPeer},
    {"", kLabel, 2.2250738585072626e-308, kPeer}};
constexpr MetricExample kBleuFour[] = {{"",
                                        kRun,
                                        1.0 / 3,
                                        {"by hand: “a b c d” is 1 of 3 runs of four words",
                                         "手算：「a b c d」是 3 段連續四詞中的 1 段"}},
                                       {"", kSimplified, 2.2250738585072626e-308, kPeer},
                                       {"", kLabel, 2.2250738585072626e-308, kPeer}};
constexpr MetricExample kRougeOne[] = {
    {"part=r",
     kRun,
     0.8,
     {"by hand: 4 of the 5 words of the reference are in the output",
      "手算：參考答案 5 個詞中有 4 個在輸出裡"}},
    {"part=r", kSimplified, 0.5056818181818181, kPeer},
    {"part=p", kSimplified, 0.46818181818181814, kPeer},
    {"part=f", kSimplified, 0.4848484798793491, kPeer}};
constexpr MetricExample kRougeTwo[] = {
    {"part=r",
     kRun,
     0.75,
     {"by hand: 3 of the 4 pairs of words of the reference are in the output",
      "手算：參考答案 4 組相鄰兩詞中有 3 組在輸出裡"}},
    {"part=r", kSimplified, 0.15, kPeer},
    {"part=f", kSimplified, 0.14999999750000004, kPeer}};
constexpr MetricExample kRougeL[] = {
    {"part=r",
     kRun,
     0.8,
     {"by hand: “a b c d” are 4 of the 5 words of the reference, in order",
      "手算：「a b c d」依序是參考答案 5 個詞中的 4 個"}},
    {"part=r", kSimplified, 0.3693181818181818, kPeer},
    {"part=r", kTraditional, 0.18055555555555555, kPeer},
    {"part=f", kSimplified, 0.33971291372261403, kPeer}};

constexpr Text kRows{
    "Rows without any reference count nowhere; of several references the first counts.",
    "沒有參考答案的資料不計入；有多個參考答案時只看第一個。"};
constexpr Text kBleuDepartures[] = {
    kRows,
    {"With punkt=yes, a text without Chinese that may hold several sentences makes it undefined: "
     "where they end is up to NLTK's statistical model, which is not part of Shijin.",
     "punkt=yes 時，不含中文、又可能有好幾句的文字會使它無法計算：句尾由 NLTK 的統計模型判斷，"
     "Shijin 沒有收錄該模型。"}};
constexpr Text kRougeDepartures[] = {kRows};

constexpr MetricInfo bleu(Text title, Text summary, std::span<const MetricExample> examples) {
  return {.title = title,
          .summary = summary,
          .reading = {"0 to 1. Higher is closer to the reference's wording; EvalScope prints four "
                      "decimals.",
                      "0 到 1。越高表示用詞越接近參考答案；EvalScope 印到小數第四位。"},
          .misleads = {"It counts n-grams of one length only, so bleu-4 is no BLEU-4: that is the "
                       "mean over four lengths. A label of one word has 1 in bleu-1 and 0 in the "
                       "others. jieba's dictionary is Simplified, so Traditional text is cut into "
                       "wrong words. Until NLTK's punkt_tab is downloaded, a text without "
                       "Chinese scores 0 in EvalScope, and only its log says why.",
                       "它只看單一長度的 n-gram，所以 bleu-4 並不是 BLEU-4，後者是四種長度的平均。"
                       "只有一個詞的標籤，bleu-1 是 1，其餘都是 0。jieba 的詞典是簡體，"
                       "繁體文字會斷錯詞。在下載 NLTK 的 punkt_tab 之前，"
                       "EvalScope 給不含中文的文字 0 分，原因只寫在紀錄檔裡。"},
          .needs = Needs::reference,
          .decimals = 4,
          .family = "trainers",
          .cite = "EvalScope, metrics/utils/functions.py",
          .peer = "evalscope 1.14.1",
          .departures = kBleuDepartures,
          .parameters = kPunkt,
          .examples = examples};
}

constexpr MetricInfo rouge(Text title, Text summary, std::span<const MetricExample> examples) {
  return {.title = title,
          .summary = summary,
          .reading = {"0 to 1. EvalScope's main score is the recall of ROUGE-L; it prints four "
                      "decimals. A text without any word has 0.",
                      "0 到 1。EvalScope 的主要分數是 ROUGE-L 的召回率；它印到小數第四位。"
                      "沒有任何詞的文字得 0。"},
          .misleads = {"Recall rewards long answers: whoever repeats everything has it all. A text "
                       "without Chinese beside one with is cut at blanks, and they share nothing.",
                       "召回率獎勵長答案：什麼都寫進去就什麼都有。一邊有中文、一邊沒有時，"
                       "沒有的那邊以空白切開，兩邊便毫無相同之處。"},
          .needs = Needs::reference,
          .perfect = 0.999999995,
          .decimals = 4,
          .family = "trainers",
          .cite = "EvalScope, metrics/utils/rouge.py",
          .peer = "evalscope 1.14.1",
          .departures = kRougeDepartures,
          .parameters = kParameters,
          .examples = examples};
}

}  // namespace

SJ_METRIC(evalscope_bleu_1, EvalscopeBleu<1>,
          bleu({"BLEU-1 (EvalScope)", "BLEU-1（EvalScope）"},
               {"How many of each output's words also stand in its reference, averaged over the "
                "rows.",
                "各筆輸出的詞有多少也出現在參考答案裡，再取各筆平均。"},
               kBleuOne));
SJ_METRIC(evalscope_bleu_2, EvalscopeBleu<2>,
          bleu({"BLEU-2 (EvalScope)", "BLEU-2（EvalScope）"},
               {"How many of each output's pairs of neighbouring words also stand in its "
                "reference, averaged over the rows.",
                "各筆輸出的相鄰兩詞有多少也出現在參考答案裡，再取各筆平均。"},
               kBleuTwo));
SJ_METRIC(evalscope_bleu_3, EvalscopeBleu<3>,
          bleu({"BLEU-3 (EvalScope)", "BLEU-3（EvalScope）"},
               {"How many of each output's runs of three words also stand in its reference, "
                "averaged over the rows.",
                "各筆輸出的連續三詞有多少也出現在參考答案裡，再取各筆平均。"},
               kBleuThree));
SJ_METRIC(evalscope_bleu_4, EvalscopeBleu<4>,
          bleu({"BLEU-4 (EvalScope)", "BLEU-4（EvalScope）"},
               {"How many of each output's runs of four words also stand in its reference, "
                "averaged over the rows.",
                "各筆輸出的連續四詞有多少也出現在參考答案裡，再取各筆平均。"},
               kBleuFour));
SJ_METRIC(evalscope_rouge_1, EvalscopeRouge<RougeZh::Kind::one>,
          rouge({"ROUGE-1 (EvalScope)", "ROUGE-1（EvalScope）"},
                {"How many different words output and reference share, averaged over the rows.",
                 "輸出與參考答案有多少相同的詞，再取各筆平均。"},
                kRougeOne));
SJ_METRIC(evalscope_rouge_2, EvalscopeRouge<RougeZh::Kind::two>,
          rouge({"ROUGE-2 (EvalScope)", "ROUGE-2（EvalScope）"},
                {"How many different pairs of neighbouring words output and reference share, "
                 "averaged over the rows.",
                 "輸出與參考答案有多少相同的相鄰兩詞，再取各筆平均。"},
                kRougeTwo));
SJ_METRIC(evalscope_rouge_l, EvalscopeRouge<RougeZh::Kind::subsequence>,
          rouge({"ROUGE-L (EvalScope)", "ROUGE-L（EvalScope）"},
                {"The longest sequence of words that output and reference have in the same order, "
                 "averaged over the rows.",
                 "輸出與參考答案依相同順序出現的最長詞序列，再取各筆平均。"},
                kRougeL));

}  // namespace shijin
