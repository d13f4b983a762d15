// Repetition: the share of an output's n-grams that it has said before, averaged over the outputs
// (rep-n of Welleck et al. 2019). 0–1.
#include <algorithm>
#include <limits>
#include <vector>

#include "base/random.h"
#include "metrics/ngram_overlap.h"
#include "metrics/sample_mean.h"

namespace shijin {
namespace {

constexpr Text kTooShort{"no output has {0} tokens", "沒有任何輸出達到 {0} 個單元"};

class Repetition : public SampleMean {
 public:
  Repetition(const Arguments& arguments, const MetricContext&)
      : tokenizer_(find_tokenizer(arguments.text("tok"))),
        order_(static_cast<std::uint32_t>(arguments.integer("n"))) {}

  void measure_all(Samples& samples, std::span<Stat> out) const {
    const Tokens& tokens = samples.tokens(Field::output, *tokenizer_);
    std::vector<std::uint64_t> grams;
    for (std::size_t i = 0; i < samples.size; ++i) {
      out[i] = {};
      const TokenSpan text = tokens.of(i);
      const std::uint32_t count = ngram_count(static_cast<std::uint32_t>(text.size()), order_);
      if (count == 0) continue;
      grams.clear();
      for (std::size_t at = 0; at < count; ++at) grams.push_back(hash(text.subspan(at, order_)));
      std::sort(grams.begin(), grams.end());
      const auto distinct = std::unique(grams.begin(), grams.end()) - grams.begin();
      out[i].counted = 1;
      out[i].value = 1 - static_cast<double>(distinct) / count;
    }
  }

  Score finish(const State& state) const {
    if (state.weight <= 0) {
      return Score::undefined(Message(kTooShort, {std::to_string(order_)}));
    }
    return SampleMean::finish(state);
  }

 private:
  // Ids are below 2^32 and differ within a shard; two n-grams of one text collide once in 2^64.
  static std::uint64_t hash(TokenSpan gram) {
    std::uint64_t bits = 0;
    for (const std::uint32_t token : gram) bits = mix_bits(bits + token + 0x9E3779B97F4A7C15ULL);
    return bits;
  }

  const Tokenizer* tokenizer_;
  std::uint32_t order_;
};

constexpr ParameterInfo kParameters[] = {
    {"n", {"length of the n-grams", "n-gram 的長度"}, ParameterKind::integer, "4", {}, 1, 9},
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

constexpr ExampleRow kRows[] = {{"好吃好吃好吃", ""}, {"味道好價格也好", ""}};
constexpr ExampleRow kWords[] = {{"so so so so good", ""}};
constexpr MetricExample kExamples[] = {
    {"n=2,tok=char",
     kRows,
     0.3,
     {"by hand: row 1 has 5 pairs, 2 of them different, so 3 of 5 are repeated; row 2 none",
      "手算：第 1 筆有 5 組相鄰兩字，其中 2 組不同，所以 5 組裡有 3 組重複；第 2 筆沒有重複"}},
    {"n=1,tok=ws", kWords, 0.6, {"by hand: 5 words, 2 different", "手算：5 個詞，2 個不同"}},
    {"",
     kRows,
     1.0 / 6,
     {"by hand: row 1 has the 4-grams 好吃好吃, 吃好吃好, 好吃好吃: 1 of 3 is repeated; row 2 none",
      "手算：第 1 筆的 4-gram 是「好吃好吃」「吃好吃好」「好吃好吃」，3 個裡有 1 個重複；第 2 "
      "筆沒有重複"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr Text kDepartures[] = {
    {"Outputs with fewer than n tokens count nowhere; the paper has none.",
     "不到 n 個單元的輸出不計入；論文未談到這種情形。"}};

}  // namespace

SJ_METRIC(
    repetition, Repetition,
    {.title = {"Repetition", "重複率"},
     .summary = {"The share of an output's n-grams that already stood earlier in the same output, "
                 "averaged over the outputs.",
                 "同一筆輸出中，先前已經出現過的 n-gram 所占比例，再對所有輸出取平均。"},
     .reading = {"0 to 1. With n=4 human text stays near 0 to 0.1, the longer the higher; a model "
                 "that goes in circles comes near 1. Compare with the references.",
                 "0 到 1。n=4 時，人寫的文字多在 0 到 0.1 之間，越長越高；原地打轉的模型會接近 "
                 "1。請與參考答案比較。"},
     .misleads = {"Long outputs, tables, code and lists repeat more without being worse. It sees "
                  "repetition within one output only; outputs that are all alike are found by "
                  "distinct and self_bleu.",
                  "長文、表格、程式碼與清單本來就較常重複，並不代表較差。"
                  "它只看單筆之內的重複；各筆彼此雷同要看 distinct 與 self_bleu。"},
     .needs = Needs::output,
     .better = Better::lower,
     .perfect = std::numeric_limits<double>::quiet_NaN(),
     .family = "text quality",
     .cite = "Welleck et al. 2019, Neural Text Generation with Unlikelihood Training",
     .departures = kDepartures,
     .parameters = kParameters,
     .examples = kExamples});

}  // namespace shijin
