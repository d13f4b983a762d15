// Perplexity and its kin: what a language model's log-probabilities of a text come to, for each
// token, byte, character or word. The log-probabilities are columns, whoever computed them.
#include <cmath>
#include <limits>

#include "base/exact_sum.h"
#include "base/numbers.h"
#include "base/utf8.h"
#include "metrics/log_probs.h"
#include "metrics/metric.h"
#include "metrics/perplexity_info.h"

namespace shijin {
namespace {

constexpr Text kTooShort{"no text is as long as two windows", "沒有任何文字有兩個視窗那麼長"};
constexpr Text kNoWords{"texts without blanks between words: {0} %",
                        "詞與詞之間沒有空白的文字占 {0}%"};

constexpr double kWordCharacters = 12;  // more to a word: the text has no blanks between words
constexpr double kUnspacedShare = 0.5;  // of the texts, beyond which words mean nothing

void add_product(ExactSum& sum, double a, double b) {
  const double product = a * b;
  sum.add(product);
  sum.add(std::fma(a, b, -product));
}

// Which tokens: each once, or those of llama-perplexity's windows.
enum class Scored : std::uint8_t { every_token, chunked };

// How long texts are.
struct Sizes {
  double tokens = 0;
  double bytes = 0;
  double characters = 0;
  double words = 0;
  double unspaced = 0;  // texts
};

// What all of them share: a row's surprise and its sizes.
struct LogProbs {
  using Stat = LogProbRow;
  struct State {
    ExactSum nats;
    ExactSum each;  // the rows' own perplexities …
    ExactSum squares;
    double rows = 0;  // … and how many they are
    double infinite = 0;
    Sizes all;
  };

  Scored scored = Scored::every_token;

  Stat measure(Samples& samples, std::size_t row) const {
    Stat stat;
    const TokenScores& of = scored == Scored::chunked ? samples.chunked : samples.log_probs;
    if (!of.known()) return stat;
    ExactSum nats;
    for (const double log_prob : of.of(row)) nats.add(-log_prob);
    const std::string_view text = samples.scored[row];
    stat.nats = nats.value();
    stat.tokens = static_cast<std::uint32_t>(of.of(row).size());
    stat.bytes = static_cast<std::uint32_t>(text.size());
    if (stat.tokens > 0) stat.own = std::exp(stat.nats / stat.tokens);
    bool in_word = false;
    for (std::size_t at = 0; at < text.size(); ++stat.characters) {
      const bool space = is_python_space(decode_utf8(text, at));
      if (!space && !in_word) ++stat.words;
      in_word = !space;
    }
    return stat;
  }
  void add(State& state, const Stat& stat, double weight) const {
    if (stat.tokens == 0) return;
    add_product(state.nats, weight, stat.nats);
    state.rows += weight;
    state.all.tokens += weight * stat.tokens;
    state.all.bytes += weight * stat.bytes;
    state.all.characters += weight * stat.characters;
    state.all.words += weight * stat.words;
    if (stat.characters > kWordCharacters * stat.words) state.all.unspaced += weight;
    if (!std::isfinite(stat.own * stat.own)) {
      state.infinite += weight;
      return;
    }
    add_product(state.each, weight, stat.own);
    add_product(state.squares, weight, stat.own * stat.own);
  }
  void merge(State& state, const State& other) const {
    state.nats.merge(other.nats);
    state.each.merge(other.each);
    state.squares.merge(other.squares);
    state.rows += other.rows;
    state.infinite += other.infinite;
    state.all.tokens += other.all.tokens;
    state.all.bytes += other.all.bytes;
    state.all.characters += other.all.characters;
    state.all.words += other.all.words;
    state.all.unspaced += other.all.unspaced;
  }
};

// A metric over that statistic.
struct OfLogProbs {
  using Shared = LogProbs;
  using State = LogProbs::State;
  using Stat = LogProbs::Stat;

  OfLogProbs(const Arguments&, const MetricContext&) {}
  LogProbs shared() const { return {scored}; }
  std::string shared_key() const {
    return std::string(scored == Scored::chunked ? kChunkedRows : kLogProbRows);
  }
  Scored scored = Scored::every_token;
};

Score exp_of(double nats, double units) {
  if (!(units > 0)) return Score::undefined(Message(kNoTokens));
  const double value = std::exp(nats / units);
  if (!std::isfinite(value)) return Score::undefined(Message(kTooUnlikely));
  return Score::of(value);
}

// The mean of each text's own perplexity.
struct LfPpl : OfLogProbs {
  using OfLogProbs::OfLogProbs;
  Score finish(const State& state) const {
    if (!(state.rows > 0)) return Score::undefined(Message(kNoTokens));
    if (state.infinite > 0) {
      return Score::undefined(Message(kTooUnlikely, {shortest(state.infinite)}));
    }
    return Score::of(state.each.value() / state.rows);
  }
  Uncertainty uncertainty(const State& state) const {
    if (!(state.rows > 0) || state.infinite > 0) return {.kind = Uncertainty::Kind::none};
    const double mean = state.each.value() / state.rows;
    const double squares = state.squares.value();
    double spread = squares - state.rows * mean * mean;
    if (spread < 1e-14 * squares) spread = 0;  // equal values, up to rounding
    return {.kind = Uncertainty::Kind::mean,
            .a = mean,
            .b = state.rows > 1 ? spread / (state.rows - 1) : 0,
            .c = state.rows};
  }
};

struct Ppl : LfPpl {
  Ppl(const Arguments& arguments, const MetricContext& context)
      : LfPpl(arguments, context), by_sample(arguments.text("avg") == "sample") {
    if (arguments.text("mode") == "chunked") scored = Scored::chunked;
  }
  bool by_sample;

  Score finish(const State& state) const {
    if (scored == Scored::chunked && !(state.all.tokens > 0)) {
      return Score::undefined(Message(kTooShort));
    }
    return by_sample ? LfPpl::finish(state) : exp_of(state.nats.value(), state.all.tokens);
  }
  Uncertainty uncertainty(const State& state) const {
    return by_sample ? LfPpl::uncertainty(state) : Uncertainty{};
  }
};

struct BitsPerByte : OfLogProbs {
  using OfLogProbs::OfLogProbs;
  Score finish(const State& state) const {
    if (!(state.all.bytes > 0)) return Score::undefined(Message(kNoTokens));
    return Score::of(state.nats.value() / state.all.bytes / std::log(2.0));
  }
};

struct PplChar : OfLogProbs {
  using OfLogProbs::OfLogProbs;
  Score finish(const State& state) const {
    return exp_of(state.nats.value(), state.all.characters);
  }
};

struct PplWord : OfLogProbs {
  using OfLogProbs::OfLogProbs;
  Score finish(const State& state) const {
    if (state.all.unspaced > kUnspacedShare * state.rows) {
      return Score::undefined(Message(kNoWords, {fixed(100 * state.all.unspaced / state.rows, 0)}));
    }
    return exp_of(state.nats.value(), state.all.words);
  }
};

constexpr ExampleRow kHanRow[] = {
    {"今天的天氣非常地好不是嗎我想", "-", "", "", "-0.6931471805599453"}};

constexpr MetricExample kPplExamples[] = {
    {"",
     kTwoScored,
     4,
     {"by hand: (1/2 × 1/4 × 1/8) to the power of -1/3", "手算：(1/2 × 1/4 × 1/8) 的 -1/3 次方"}},
    {"avg=sample", kTwoScored, 5.414213562373095, {"by hand: (√8 + 8) / 2", "手算：(√8 + 8) / 2"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr MetricExample kLfExamples[] = {
    {"", kTwoScored, 5.414213562373095, {"by hand: (√8 + 8) / 2", "手算：(√8 + 8) / 2"}}};
constexpr MetricExample kBitsExamples[] = {
    {"",
     kTwoScored,
     1.2,
     {"by hand: 1 + 2 + 3 bits over 5 bytes", "手算：1 + 2 + 3 位元，共 5 位元組"}}};
constexpr MetricExample kCharExamples[] = {
    {"",
     kTwoScored,
     2.2973967099940698,
     {"by hand: 64 to the power of 1/5, for 5 characters", "手算：64 的 1/5 次方，共 5 個字"}}};
constexpr MetricExample kWordExamples[] = {
    {"",
     kTwoScored,
     4,
     {"by hand: 64 to the power of 1/3, for 3 words", "手算：64 的 1/3 次方，共 3 個詞"}},
    {"",
     kHanRow,
     std::numeric_limits<double>::quiet_NaN(),
     {"no blanks between words", "詞與詞之間沒有空白"}}};

constexpr ParameterInfo kPplParameters[] = {
    {"avg",
     {"corpus: of all tokens together; sample: the mean of each text's own perplexity, as Hugging "
      "Face's evaluate and LLaMA-Factory's cal_ppl.py average.",
      "corpus：所有詞元一起計算；sample：各筆文字的困惑度取平均，與 Hugging Face evaluate 及 "
      "LLaMA-Factory 的 cal_ppl.py 相同。"},
     ParameterKind::choice,
     "corpus",
     "corpus|sample"},
    {"mode",
     {"rolling: each token once, with as much before it as the model holds; chunked: as "
      "llama-perplexity, which cuts a text into windows of --context tokens (512 unless named), "
      "scores the second half of each and drops the rest.",
      "rolling：每個詞元計分一次，前文盡量放滿模型的視窗；chunked：如 llama-perplexity，把文字切成 "
      "--context 個詞元的視窗（未指定時 512），只計後半，餘下的捨去。"},
     ParameterKind::choice,
     "rolling",
     "rolling|chunked"}};

constexpr Text kPplDepartures[] = {
    {"llama-perplexity cuts one text into windows and scores the second half of each; here every "
     "token is scored once. mode=chunked does as it does, with each row as a text of its own.",
     "llama-perplexity 把一段文字切成視窗，只評分每個視窗的後半；這裡每個詞元都評分一次。"
     "mode=chunked 則與它相同，每一列各為一段文字。"}};

}  // namespace

SJ_METRIC(
    ppl, Ppl,
    perplexity_info(
        {.title = {"Perplexity", "困惑度"},
         .summary =
             {"How many equally likely tokens the model hesitates between at each step: e to the "
              "power of the mean surprise of a token.",
              "模型每一步平均在幾個同樣可能的詞元之間猶豫：詞元平均意外程度取 e 的次方。"},
         .reading =
             {"1 is certain. Lower is better among models with the same tokenizer on the same "
              "texts; there is no bar that holds for all models.",
              "1 表示完全確定。分詞器與文字都相同時，越低越好；沒有適用於所有模型的門檻。"},
         .misleads =
             {"Never compare it between tokenizers or languages: the same text has other tokens "
              "(use bits_per_byte). Dull, repeated text has a low perplexity.",
              "不可跨分詞器或語言比較：同一段文字的詞元並不相同（請改用 bits_per_byte）。"
              "乏味重複的文字困惑度反而低。"},
         .needs = Needs::log_probs,
         .cite = "Jelinek et al. 1977",
         .peer = "llama-perplexity",
         .departures = kPplDepartures,
         .parameters = kPplParameters,
         .examples = kPplExamples}));

SJ_METRIC(
    lf_ppl, LfPpl,
    perplexity_info(
        {.title = {"Perplexity (LLaMA-Factory)", "困惑度（LLaMA-Factory）"},
         .summary =
             {"The mean of each answer's own perplexity, as LLaMA-Factory's cal_ppl.py prints "
              "it; the same number as ppl[avg=sample].",
              "各筆回答的困惑度取平均，即 LLaMA-Factory 的 cal_ppl.py 所印出的數字，與 "
              "ppl[avg=sample] 相同。"},
         .reading =
             {"1 is certain. Lower is better among models with the same tokenizer on the same "
              "answers.",
              "1 表示完全確定。分詞器與回答都相同時，越低越好。"},
         .misleads =
             {"A few unlikely answers make up nearly all of it: ppl counts every token alike.",
              "少數機率很低的回答幾乎決定整個數字；ppl 則平等看待每個詞元。"},
         .needs = Needs::log_probs,
         .peer = "LLaMA-Factory",
         .examples = kLfExamples}));

SJ_METRIC(
    bits_per_byte, BitsPerByte,
    {.title = {"Bits per byte", "每位元組位元數"},
     .summary = {"How many bits the model would need to store a byte of the texts.",
                 "用這個模型儲存文字，每個位元組平均要幾個位元。"},
     .reading = {"0 is certain, 8 knows nothing. Comparable between models of any tokenizer on "
                 "the same texts.",
                 "0 表示完全確定，8 表示一無所知。文字相同時，任何分詞器的模型都可互相比較。"},
     .misleads = {"Not between languages: a Chinese character takes three bytes.",
                  "不可跨語言比較：一個中文字就有三個位元組。"},
     .needs = Needs::log_probs,
     .better = Better::lower,
     .high = std::numeric_limits<double>::infinity(),
     .perfect = 0,
     .family = "model",
     .peer = "lm-evaluation-harness",
     .examples = kBitsExamples});

SJ_METRIC(
    ppl_char, PplChar,
    perplexity_info(
        {.title = {"Perplexity of characters", "逐字困惑度"},
         .summary =
             {"How many equally likely characters the model hesitates between: e to the power "
              "of the mean surprise of a character.",
              "模型平均在幾個同樣可能的字之間猶豫：每個字的平均意外程度取 e 的次方。"},
         .reading = {"The fair form for Chinese, where tokenizers cut one character into one to "
                     "three tokens.",
                     "中文宜看這個數字，因為分詞器會把一個字切成一到三個詞元。"},
         .misleads = {"Not between scripts: an English character says less than a Chinese one.",
                      "不可跨文字比較：一個英文字母承載的資訊遠少於一個中文字。"},
         .needs = Needs::log_probs,
         .examples = kCharExamples}));

SJ_METRIC(
    ppl_word, PplWord,
    perplexity_info(
        {.title = {"Perplexity of words", "逐詞困惑度"},
         .summary =
             {"How many equally likely words the model hesitates between; words stand between "
              "blanks.",
              "模型平均在幾個同樣可能的詞之間猶豫；詞以空白分隔。"},
         .reading = {"lm-evaluation-harness's word_perplexity. Comparable between tokenizers.",
                     "即 lm-evaluation-harness 的 word_perplexity，可跨分詞器比較。"},
         .misleads = {"It has no meaning where words have no blanks between them, as in Chinese: "
                      "there it is undefined.",
                      "詞與詞之間沒有空白時（如中文）毫無意義，因此不予計算。"},
         .needs = Needs::log_probs,
         .peer = "lm-evaluation-harness",
         .examples = kWordExamples,
         .per_sample = false}));  // a text without blanks has no score of its own

}  // namespace shijin
