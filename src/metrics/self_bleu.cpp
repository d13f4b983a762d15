// Self-BLEU: BLEU of each output against all the others, averaged (Texygen, Zhu et al. 2018). A
// metric of the whole set: it keeps the texts of the first 500 outputs.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <unordered_map>

#include "base/bytes.h"
#include "base/exact_sum.h"
#include "metrics/gram_hashes.h"
#include "metrics/metric.h"

namespace shijin {
namespace {

constexpr std::size_t kTexts = 500;
constexpr std::size_t kMaxOrder = 5;
constexpr double kSmallest = 0.1;  // NLTK's method1: stands for no match

constexpr Text kTooFew{"it compares outputs with each other and needs two",
                       "它比較各筆輸出，至少需要兩筆"};
constexpr Text kNoInterval{
    "each output is compared with all the others, so its values are not independent draws",
    "每一筆都與其他所有輸出比較，各值並非獨立抽樣"};

// How often an n-gram stands in the text that has it most often, and in the next after it.
struct Most {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  std::size_t owner = 0;

  void offer(std::uint32_t count, std::size_t text) {
    if (count > first) {
      second = first;
      first = count;
      owner = text;
    } else {
      second = std::max(second, count);
    }
  }
  std::uint32_t besides(std::size_t text) const { return text == owner ? second : first; }
};

using GramCounts = std::map<std::uint64_t, std::uint32_t>;

class SelfBleu {
 public:
  struct Stat {
    std::uint32_t none = 0;  // all is taken from the texts
  };
  struct Item {
    std::int64_t row = 0;
    std::string text;
    std::uint32_t copies = 1;
  };
  struct State {
    std::vector<Item> items;  // by row, then by text
  };

  SelfBleu(const Arguments& arguments, const MetricContext&)
      : tokenizer_(find_tokenizer(arguments.text("tok"))),
        order_(static_cast<std::size_t>(arguments.integer("order"))) {}

  Stat measure(Samples&, std::size_t) const { return {}; }
  void add(State&, const Stat&, double) const {}
  void add_shard(State& state, Samples& samples, std::span<const Stat>,
                 std::span<const double> weights) const {
    for (std::size_t i = 0; i < samples.size; ++i) {
      const double weight = weights.empty() ? 1 : weights[i];
      if (weight == 0) continue;
      const double copies = std::min(std::ceil(weight), static_cast<double>(kTexts));
      const auto row = samples.row.empty() ? static_cast<std::int64_t>(i) : samples.row[i];
      state.items.push_back(
          {row, std::string(samples.output[i]), static_cast<std::uint32_t>(copies)});
      if (state.items.size() >= 2 * kTexts) keep_first(state);
    }
    keep_first(state);
  }
  void merge(State& state, const State& other) const {
    state.items.insert(state.items.end(), other.items.begin(), other.items.end());
    keep_first(state);
  }
  Score finish(const State& state) const;
  bool resampled(const State&) const { return false; }
  Uncertainty uncertainty(const State&) const {
    return {.kind = Uncertainty::Kind::none, .why = Message(kNoInterval)};
  }

 private:
  static void keep_first(State& state);
  double score(const std::vector<GramCounts>& grams,
               const std::vector<std::unordered_map<std::uint64_t, Most>>& most, std::size_t text,
               std::size_t length, std::size_t closest) const;

  const Tokenizer* tokenizer_;
  std::size_t order_;
};

void SelfBleu::keep_first(State& state) {
  std::sort(state.items.begin(), state.items.end(), [](const Item& a, const Item& b) {
    return a.row != b.row ? a.row < b.row : a.text < b.text;
  });
  std::size_t texts = 0;
  for (std::size_t i = 0; i < state.items.size(); ++i) {
    const std::size_t room = kTexts - texts;
    if (room == 0) {
      state.items.resize(i);
      return;
    }
    state.items[i].copies =
        static_cast<std::uint32_t>(std::min<std::size_t>(state.items[i].copies, room));
    texts += state.items[i].copies;
  }
}

// The length among all texts but one that is closest to that one's, the shorter of two as close.
std::size_t closest_other(const std::vector<std::size_t>& lengths, std::size_t text) {
  std::size_t best = lengths[text == 0 ? 1 : 0];
  const std::size_t length = lengths[text];
  const auto apart = [&](std::size_t other) {
    return other > length ? other - length : length - other;
  };
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    if (i == text) continue;
    const std::size_t other = lengths[i];
    if (apart(other) < apart(best) || (apart(other) == apart(best) && other < best)) best = other;
  }
  return best;
}

Score SelfBleu::finish(const State& state) const {
  std::vector<std::string_view> texts;
  for (const Item& item : state.items) texts.insert(texts.end(), item.copies, item.text);
  if (texts.size() < 2) return Score::undefined(Message(kTooFew));
  std::vector<std::vector<GramCounts>> grams(texts.size(), std::vector<GramCounts>(order_));
  std::vector<std::unordered_map<std::uint64_t, Most>> most(order_);
  std::vector<std::size_t> lengths;
  std::vector<std::uint64_t> hashes;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (std::size_t n = 1; n <= order_; ++n) {
      gram_hashes(texts[i], *tokenizer_, n, hashes);
      if (n == 1) lengths.push_back(hashes.size());
      for (const std::uint64_t hash : hashes) ++grams[i][n - 1][hash];
      for (const auto& [hash, count] : grams[i][n - 1]) most[n - 1][hash].offer(count, i);
    }
  }
  ExactSum sum;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    sum.add(score(grams[i], most, i, lengths[i], closest_other(lengths, i)));
  }
  return Score::of(sum.value() / static_cast<double>(texts.size()));
}

// NLTK's sentence_bleu with method1 and equal weights.
double SelfBleu::score(const std::vector<GramCounts>& grams,
                       const std::vector<std::unordered_map<std::uint64_t, Most>>& most,
                       std::size_t text, std::size_t length, std::size_t closest) const {
  ExactSum logs;
  for (std::size_t n = 1; n <= order_; ++n) {
    double matches = 0;
    for (const auto& [hash, count] : grams[n - 1]) {
      matches += std::min(count, most[n - 1].at(hash).besides(text));
    }
    if (n == 1 && matches == 0) return 0;
    const double total = length < n ? 1 : static_cast<double>(length - n + 1);
    const double precision = (matches > 0 ? matches : kSmallest) / total;
    logs.add(1.0 / static_cast<double>(order_) * std::log(precision));
  }
  const double penalty =
      length > closest ? 1
                       : std::exp(1 - static_cast<double>(closest) / static_cast<double>(length));
  return penalty * std::exp(logs.value());
}

constexpr ParameterInfo kParameters[] = {
    {"order",
     {"longest n-gram counted; Texygen's code takes 3, its paper gives 2 to 5",
      "計入的最長 n-gram；Texygen 的程式取 3，論文列出 2 到 5"},
     ParameterKind::integer,
     "3",
     {},
     1,
     static_cast<double>(kMaxOrder)},
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

constexpr ExampleRow kRows[] = {{"今天天氣很好", ""}, {"今天天氣不好", ""}, {"口紅顯白", ""}};
constexpr ExampleRow kSame[] = {{"a b c d", ""}, {"a b c d", ""}};
constexpr ExampleSource kPeer = {"NLTK 3.10.4, sentence_bleu with method1 against the others",
                                 "NLTK 3.10.4 的 sentence_bleu，method1，以其餘各筆為參考"};
constexpr MetricExample kExamples[] = {
    {"", kSame, 1, {"by hand: each output is the other one", "手算：兩筆輸出一模一樣"}},
    {"order=2,tok=char", kRows, 0.4714045207910317, kPeer},
    {"", kRows, 0.41997368329829105, kPeer},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr Text kDepartures[] = {
    {"Texygen cuts with NLTK's word_tokenize; this cuts by tok.",
     "Texygen 用 NLTK 的 word_tokenize 斷詞；這裡依 tok 切分。"},
    {"Weights count as copies, rounded up.", "權重視為份數，無條件進位。"}};

}  // namespace

SJ_METRIC(
    self_bleu, SelfBleu,
    {.title = {"Self-BLEU", "Self-BLEU 分數"},
     .summary = {"How much the outputs are like each other: BLEU of each of the first 500 against "
                 "all the others.",
                 "各筆輸出彼此有多像：前 500 筆逐一以其餘各筆為參考計算 BLEU 再平均。"},
     .reading = {"0 to 1, lower is more varied; 1 means that all say the same. Compare with "
                 "the value of the references.",
                 "0 到 1，越低越多樣；1 表示每筆都一樣。請與參考答案的值比較。"},
     .misleads =
         {"Templates that the task asks for raise it. It depends on how many rows there are "
          "and takes only the first 500, so order matters beyond them. Nonsense scores "
          "best.",
          "任務本身要求的固定格式會使它偏高。它與筆數有關，且只取前 500 筆，"
          "超過時順序會影響結果。胡言亂語分數最好。"},
     .needs = Needs::output,
     .better = Better::lower,
     .perfect = std::numeric_limits<double>::quiet_NaN(),
     .family = "text quality",
     .cite = "Zhu et al. 2018, Texygen",
     .peer = "NLTK 3.10.4 (sentence_bleu, method1)",
     .departures = kDepartures,
     .parameters = kParameters,
     .examples = kExamples,
     .per_sample = false,
     .whole_number_weights = true});

}  // namespace shijin
