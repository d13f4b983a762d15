// Copy rate: how much of an output stands word for word in its input or in its reference.
#include <algorithm>
#include <limits>
#include <unordered_set>
#include <vector>

#include "base/random.h"
#include "metrics/ngram_overlap.h"
#include "metrics/sample_mean.h"

namespace shijin {
namespace {

constexpr Text kNoInput{"no row has an input", "沒有任何一列具有輸入"};

class CopyRate : public SampleMean {
 public:
  CopyRate(const Arguments& arguments, const MetricContext&)
      : tokenizer_(find_tokenizer(arguments.text("tok"))),
        order_(static_cast<std::size_t>(arguments.integer("n"))),
        from_input_(arguments.text("from") == "input") {}

  void measure_all(Samples& samples, std::span<Stat> out) const {
    for (Stat& stat : out) stat = {};
    if (from_input_ && samples.input.empty()) return;
    const Tokens& output = samples.tokens(Field::output, *tokenizer_);
    const Tokens& source =
        samples.tokens(from_input_ ? Field::input : Field::reference, *tokenizer_);
    for (std::size_t i = 0; i < samples.size; ++i) {
      const std::size_t begin = from_input_ ? i : samples.reference_begin[i];
      const std::size_t end = from_input_ ? i + 1 : samples.reference_begin[i + 1];
      for (std::size_t k = begin; k < end; ++k) {
        const double share = copied(output.of(i), source.of(k));
        out[i].value = std::max(out[i].value, share);
        out[i].counted = 1;
      }
    }
  }

  Score finish(const State& state) const {
    if (state.weight <= 0)
      return Score::undefined(from_input_ ? Message(kNoInput) : no_reference());
    return SampleMean::finish(state);
  }

 private:
  // The share of the tokens of `text` that lie in an n-gram which `source` has too.
  double copied(TokenSpan text, TokenSpan source) const {
    if (text.size() < order_ || source.size() < order_) return 0;
    std::unordered_set<std::uint64_t> known;
    for (std::size_t i = 0; i + order_ <= source.size(); ++i) {
      known.insert(hash(source.subspan(i, order_)));
    }
    std::size_t covered = 0;
    std::size_t reached = 0;  // tokens before it are counted
    for (std::size_t i = 0; i + order_ <= text.size(); ++i) {
      if (!known.contains(hash(text.subspan(i, order_)))) continue;
      covered += i + order_ - std::max(reached, i);
      reached = i + order_;
    }
    return static_cast<double>(covered) / static_cast<double>(text.size());
  }

  static std::uint64_t hash(TokenSpan gram) {
    std::uint64_t bits = 0;
    for (const std::uint32_t token : gram) bits = mix_bits(bits + token + 0x9E3779B97F4A7C15ULL);
    return bits;
  }

  const Tokenizer* tokenizer_;
  std::size_t order_;
  bool from_input_;
};

constexpr ParameterInfo kParameters[] = {
    {"from",
     {"where the words may come from; the best of several references",
      "從哪裡抄來；有多個參考答案時取最高的"},
     ParameterKind::choice,
     "input",
     "input|reference"},
    {"n",
     {"how many tokens in a row make a copy", "連續多少個單元才算抄"},
     ParameterKind::integer,
     "8",
     {},
     1,
     1000},
    {"tok",
     {"char: every character but white space; ws: words between white space; left out, the script "
      "of the outputs decides",
      "char：空白以外逐字元；ws：以空白分開的詞；不寫則依輸出的文字系統決定"},
     ParameterKind::choice,
     "char",
     "char|ws",
     0,
     0,
     true}};

constexpr ExampleRow kRows[] = {
    {"請介紹一下台北的天氣，我想知道", "台北多雨", "請介紹一下台北的天氣"},
    {"台北多雨，冬天溫暖", "台北多雨，冬天溫暖", "請介紹一下台北的天氣"}};
constexpr ExampleRow kWords[] = {{"a b c d e f", "a b c x d e f", "d e f a b c"}};
constexpr MetricExample kExamples[] = {
    {"",
     kRows,
     1.0 / 3,
     {"by hand: 10 of the 15 characters of row 1 are its input, none of row 2",
      "手算：第 1 筆 15 個字中有 10 個抄自輸入，第 2 筆沒有"}},
    {"from=reference",
     kRows,
     0.5,
     {"by hand: nothing of row 1, all 9 characters of row 2",
      "手算：第 1 筆一個字也沒抄，第 2 筆 9 個字全是抄的"}},
    {"n=3,tok=ws",
     kWords,
     1,
     {"by hand: “a b c” and “d e f” stand in the input, in another order",
      "手算：「a b c」與「d e f」都在輸入裡，只是順序不同"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

}  // namespace

SJ_METRIC(
    copy_rate, CopyRate,
    {.title = {"Copied text", "照抄比例"},
     .summary = {"The share of an output that stands word for word in its input or reference, in "
                 "runs of at least n tokens, averaged over the outputs.",
                 "輸出中與輸入（或參考答案）連續 n 個單元以上完全相同的部分所占比例，再取平均。"},
     .reading =
         {"From the input: near 0 where the model should answer in its own words, high where "
          "it should quote or correct. From the reference: a value near 1 on rows that were "
          "trained on is memory, not skill.",
          "from=input：要模型自己作答時應接近 0；要它摘錄或改錯時本來就高。"
          "from=reference：若在訓練過的樣本上接近 1，那是背誦，不是能力。"},
     .misleads =
         {"Outputs shorter than n tokens count as 0. A sentence copied with one word changed "
          "in the middle counts in halves, and a paraphrase not at all. With tok=char, 8 "
          "letters of a Latin script are one long word.",
          "不到 n 個單元的輸出算 0。抄一句但中間改一個字，只會算到前後兩段；"
          "換句話說則完全不算。tok=char 時，8 個拉丁字母不過是一個長單字。"},
     .needs = Needs::input,
     .better = Better::neither,
     .perfect = std::numeric_limits<double>::quiet_NaN(),
     .family = "text quality",
     .parameters = kParameters,
     .examples = kExamples});

}  // namespace shijin
