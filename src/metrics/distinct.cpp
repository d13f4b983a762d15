// Distinct-n: the share of different n-grams among all n-grams of all outputs (Li et al. 2016). A
// metric of the whole set: it keeps a set of 64-bit hashes, at most 2^24 of them (256 MB).
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/bytes.h"
#include "base/numbers.h"
#include "metrics/gram_hashes.h"
#include "metrics/metric.h"

namespace shijin {
namespace {

constexpr std::size_t kMostGrams = std::size_t{1} << 24U;

constexpr Text kTooShort{"no output has {0} tokens", "沒有任何輸出達到 {0} 個單元"};
constexpr Text kTooMany{
    "the outputs have more than {0} different n-grams; score a part of the file, or a smaller n",
    "輸出中不同的 n-gram 超過 {0} 個；請只評其中一部分，或改用較小的 n"};
constexpr Text kNoInterval{
    "a resample draws rows twice, and a row drawn twice lowers this share by itself",
    "重抽樣會重複抽到同一列，而重複本身就會拉低這個比例"};

class Distinct {
 public:
  struct Stat {
    double grams = 0;
    double distinct = 0;  // within the row
  };
  // A state that came from rows alone has no set: it is one row's own, for --samples.
  struct State {
    double grams = 0;
    double distinct_alone = 0;
    bool too_many = false;
    HashSet seen;
  };

  Distinct(const Arguments& arguments, const MetricContext&)
      : tokenizer_(find_tokenizer(arguments.text("tok"))),
        order_(static_cast<std::size_t>(arguments.integer("n"))) {}

  void measure_all(Samples& samples, std::span<Stat> out) const {
    std::vector<std::uint64_t> grams;
    for (std::size_t i = 0; i < samples.size; ++i) {
      gram_hashes(samples.output[i], *tokenizer_, order_, grams);
      out[i].grams = static_cast<double>(grams.size());
      std::sort(grams.begin(), grams.end());
      const auto distinct = std::unique(grams.begin(), grams.end()) - grams.begin();
      out[i].distinct = static_cast<double>(distinct);
    }
  }
  // A weight stands for copies: a part of one is one.
  void add(State& state, const Stat& stat, double weight) const {
    state.grams += std::ceil(weight) * stat.grams;
    state.distinct_alone += stat.distinct;
  }
  void add_shard(State& state, Samples& samples, std::span<const Stat> stats,
                 std::span<const double> weights) const {
    std::vector<std::uint64_t> grams;
    for (std::size_t i = 0; i < samples.size; ++i) {
      const double weight = weights.empty() ? 1 : weights[i];
      if (weight == 0) continue;
      state.grams += std::ceil(weight) * stats[i].grams;
      gram_hashes(samples.output[i], *tokenizer_, order_, grams);
      for (const std::uint64_t gram : grams) see(state, gram);
    }
  }
  void merge(State& state, const State& other) const {
    state.grams += other.grams;
    state.distinct_alone += other.distinct_alone;
    if (other.too_many) overflow(state);
    for (const std::uint64_t gram : other.seen.sorted()) see(state, gram);
  }
  Score finish(const State& state) const {
    if (state.too_many) {
      return Score::undefined(Message(kTooMany, {grouped(static_cast<std::int64_t>(kMostGrams))}));
    }
    if (state.grams <= 0) return Score::undefined(Message(kTooShort, {std::to_string(order_)}));
    const bool alone = state.seen.size() == 0;
    return Score::of((alone ? state.distinct_alone : static_cast<double>(state.seen.size())) /
                     state.grams);
  }
  bool resampled(const State&) const { return false; }
  Uncertainty uncertainty(const State&) const {
    return {.kind = Uncertainty::Kind::none, .why = Message(kNoInterval)};
  }
  void save(const State& state, ByteWriter& writer) const {
    writer.write(state.grams);
    writer.write(state.distinct_alone);
    writer.write(state.too_many);
    writer.write(state.seen.sorted());
  }
  State load(ByteReader& reader) const {
    State state;
    state.grams = reader.read<double>();
    state.distinct_alone = reader.read<double>();
    state.too_many = reader.read<bool>();
    for (const std::uint64_t gram : reader.read<std::vector<std::uint64_t>>()) see(state, gram);
    return state;
  }

 private:
  static void see(State& state, std::uint64_t gram) {
    if (state.too_many) return;
    state.seen.add(gram);
    if (state.seen.size() > kMostGrams) overflow(state);
  }
  static void overflow(State& state) {
    state.too_many = true;
    state.seen.clear();
  }

  const Tokenizer* tokenizer_;
  std::size_t order_;
};

constexpr ParameterInfo kParameters[] = {
    {"n",
     {"1 counts tokens, 2 pairs of neighbours, and so on", "1 數單元，2 數相鄰兩個，依此類推"},
     ParameterKind::integer,
     "1",
     {},
     1,
     9},
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

constexpr ExampleRow kRows[] = {{"好看好用", ""}, {"好吃", ""}};
constexpr ExampleRow kWords[] = {{"the cat the cat", ""}, {"the dog", ""}};
constexpr MetricExample kExamples[] = {
    {"tok=char",
     kRows,
     4.0 / 6,
     {"by hand: 好看用吃 are 4 different characters of 6",
      "手算：6 個字裡有「好看用吃」4 個不同的字"}},
    {"n=2,tok=char",
     kRows,
     1,
     {"by hand: 好看 看好 好用 and 好吃, all different",
      "手算：「好看」「看好」「好用」「好吃」，全不相同"}},
    {"n=2,tok=ws",
     kWords,
     3.0 / 4,
     {"by hand: “the cat” twice, “cat the” and “the dog” once: 3 of 4",
      "手算：「the cat」兩次，「cat the」「the dog」各一次：4 組裡有 3 組不同"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr Text kDepartures[] = {
    {"The paper divides the count of different pairs by the count of words; this divides by the "
     "count of pairs, so that 1 is reached, as most later work does.",
     "論文把相異的相鄰兩詞數除以總詞數；這裡除以相鄰兩詞的總數（後來多數研究的做法），"
     "最大值才會是 1。"},
    {"Weights count as copies, rounded up.", "權重視為份數，無條件進位。"}};

}  // namespace

SJ_METRIC(
    distinct, Distinct,
    {.title = {"Distinct n-grams", "相異 n-gram 比例"},
     .summary = {"How many different n-grams all outputs together have, for each n-gram in them.",
                 "所有輸出合起來，相異的 n-gram 數除以 n-gram 總數。"},
     .reading = {"0 to 1, higher is more varied. Compare with the references on the same rows: a "
                 "model far below them says the same everywhere.",
                 "0 到 1，越高用詞越多樣。請與同一批參考答案的值比較：遠低於它，"
                 "表示模型到處說一樣的話。"},
     .misleads =
         {"It falls as the set grows, for the language has only so many words: never compare "
          "sets of different size or length. Random words score best of all.",
          "資料越多值越低，因為語言的詞彙有限：不同筆數或長度的資料不可互比。"
          "亂寫的字分數最高。"},
     .needs = Needs::output,
     .perfect = std::numeric_limits<double>::quiet_NaN(),
     .family = "text quality",
     .cite = "Li et al. 2016, A Diversity-Promoting Objective Function",
     .departures = kDepartures,
     .parameters = kParameters,
     .examples = kExamples,
     .whole_number_weights = true});

}  // namespace shijin
