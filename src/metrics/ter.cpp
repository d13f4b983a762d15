// TER as sacreBLEU computes it: word edits, a moved phrase counting as one, against the best
// reference, over the average reference length (Snover et al. 2006). 0 is perfect.
#include <cmath>
#include <limits>
#include <string>

#include "base/numbers.h"
#include "metrics/sacrebleu_line.h"
#include "metrics/sample_mean.h"
#include "metrics/ter_search.h"
#include "text/tercom.h"

namespace shijin {
namespace {

constexpr Text kTooLong{
    "{0} of the rows hold a text of more than {1} tokens, and TER is not worked out on such",
    "有 {0} 列的文字超過 {1} 個單元，TER 不計算這麼長的文字"};

class Ter {
 public:
  struct Stat {
    std::uint32_t counted = 0;  // 0: no reference
    std::uint32_t too_long = 0;
    std::uint32_t edits = 0;
    std::uint32_t references = 1;
    std::uint64_t length_references = 0;  // of all of them
  };
  // An average of three lengths is no double. Its whole part and two pieces of 24 bits are: sums of
  // them are exact, so that shards can be added in any grouping.
  static constexpr bool kStateIsSums = true;
  struct State {
    double rows = 0;
    double too_long = 0;
    double edits = 0;
    double length = 0;
    double length_high = 0;  // in 2^-24
    double length_low = 0;   // in 2^-48
  };

  Ter(const Arguments& arguments, const MetricContext&)
      : letters_(arguments.text("case") == "lc" ? Case::folded : Case::kept) {
    const auto is_on = [&](std::string_view name) { return arguments.text(name) == "yes"; };
    rules_ = {is_on("normalized"), is_on("no_punct"), is_on("asian")};
    tokenizer_output_ = &tercom_tokenizer(rules_, TercomSide::output);
    tokenizer_reference_ = &tercom_tokenizer(rules_, TercomSide::reference);
  }

  void measure_all(Samples& samples, std::span<Stat> out) const {
    const Tokens& output = samples.tokens(Field::output, *tokenizer_output_, letters_);
    const Tokens& reference = samples.tokens(Field::reference, *tokenizer_reference_, letters_);
    TerSearch search;
    for (std::size_t i = 0; i < samples.size; ++i) {
      const std::size_t begin = samples.reference_begin[i];
      const std::size_t end = samples.reference_begin[i + 1];
      Stat stat;
      if (end > begin) {
        stat.counted = 1;
        stat.references = static_cast<std::uint32_t>(end - begin);
        stat.edits = std::numeric_limits<std::uint32_t>::max();
      }
      for (std::size_t r = begin; r < end; ++r) {
        const auto wanted = reference.of(r);
        stat.length_references += wanted.size();
        if (!TerSearch::fits(output.of(i), wanted)) {
          stat.too_long = 1;
        } else if (stat.edits > 0) {
          stat.edits = std::min(stat.edits, search.edits(output.of(i), wanted));
        }
      }
      if (stat.too_long != 0) stat.edits = 0;
      out[i] = stat;
    }
  }

  void add(State& state, const Stat& stat, double weight) const {
    state.rows += weight * stat.counted;
    state.too_long += weight * stat.too_long;
    state.edits += weight * stat.edits;
    state.length += weight * static_cast<double>(stat.length_references / stat.references);
    if (stat.references == 1) return;
    const std::uint64_t rest = (stat.length_references % stat.references) << 48U;
    const std::uint64_t fraction = (rest + stat.references / 2) / stat.references;
    state.length_high += weight * static_cast<double>(fraction >> 24U);
    state.length_low += weight * static_cast<double>(fraction & 0xFFFFFFU);
  }
  void merge(State& state, const State& other) const {
    state.rows += other.rows;
    state.too_long += other.too_long;
    state.edits += other.edits;
    state.length += other.length;
    state.length_high += other.length_high;
    state.length_low += other.length_low;
  }

  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(no_reference());
    if (state.too_long > 0) {
      return Score::undefined(Message(
          kTooLong,
          {shortest(state.too_long), grouped(static_cast<std::int64_t>(TerSearch::kLongest))}));
    }
    const double length =
        state.length + std::ldexp(state.length_high, -24) + std::ldexp(state.length_low, -48);
    if (length > 0) return Score::of(100 * (state.edits / length));
    return Score::of(state.edits > 0 ? 100 : 0);
  }

  std::string peer_line(const State& state, std::string_view references) const {
    const Score score = finish(state);
    if (!score.value) return {};
    const auto word = [](bool on) { return on ? "yes" : "no"; };
    std::string settings = letters_ == Case::folded ? "case:lc" : "case:mixed";
    settings.append("|tok:tercom|norm:").append(word(rules_.normalized));
    settings.append("|punct:").append(word(!rules_.no_punct));
    settings.append("|asian:").append(word(rules_.asian));
    return sacrebleu_line("TER", references, settings, *score.value);
  }

 private:
  TercomRules rules_;
  const Tokenizer* tokenizer_output_;
  const Tokenizer* tokenizer_reference_;
  Case letters_;
};

constexpr ParameterInfo kParameters[] = {
    {"normalized",
     {"cut Western punctuation off its words", "是否把西文標點與詞分開"},
     ParameterKind::choice,
     "no",
     "no|yes"},
    {"asian",
     {"with normalized=yes, cut Chinese character by character; with no_punct=yes, drop Chinese "
      "punctuation too",
      "搭配 normalized=yes 時中文逐字切開；搭配 no_punct=yes 時中文標點也去掉"},
     ParameterKind::choice,
     "no",
     "no|yes"},
    {"no_punct", {"leave punctuation out", "是否去掉標點"}, ParameterKind::choice, "no", "no|yes"},
    {"case",
     {"lc lowers all letters, mixed keeps capitals", "lc 全部轉為小寫，mixed 保留大小寫"},
     ParameterKind::choice,
     "lc",
     "lc|mixed"}};

constexpr ExampleRow kCopywriting[] = {
    {"學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝"},
    {"貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕"}};
constexpr ExampleRow kMoved[] = {{"b c d e a", "a b c d e"}};
constexpr ExampleRow kCapitals[] = {{"The CAT", "the cat"}};
constexpr ExampleRow kPunctuation[] = {{"Hello, world!", "Hello , world !"}};
constexpr ExampleRow kPossessive[] = {{"John's.", "John's."}};
constexpr ExampleRow kSeveral[] = {{"a b c d",
                                    "a x c\x1f"
                                    "a b y d e"}};
constexpr ExampleRow kNoReferenceText[] = {{"a b", ""}};
constexpr ExampleSource kPeer = "sacrebleu 2.6.0";
constexpr MetricExample kExamples[] = {
    {"", kMoved, 20, {"by hand: one moved word of five", "手算：五個詞裡有一個換了位置"}},
    {"",
     kSeveral,
     50,
     {"by hand: 2 edits against the second, lengths 3 and 5",
      "手算：與第二個參考答案差 2 次編輯；兩個參考答案長 3 與 5"}},
    {"asian=yes,normalized=yes", kCopywriting, 76.66666666666667, kPeer},
    {"", kCopywriting, 100, kPeer},
    {"", kCapitals, 0, kPeer},
    {"case=mixed", kCapitals, 100, kPeer},
    {"", kPunctuation, 100, kPeer},
    {"normalized=yes", kPunctuation, 0, kPeer},
    {"no_punct=yes", kPunctuation, 0, kPeer},
    {"normalized=yes", kPossessive, 66.66666666666666, kPeer},
    {"", kNoReferenceText, 100, kPeer},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

constexpr Text kDepartures[] = {
    {"Weights multiply a row's counts; sacreBLEU has none.",
     "可以替每一列加權（乘在計數上）；sacreBLEU 沒有權重。"},
    {"A text of more than 16,384 tokens makes the score undefined; sacreBLEU works on for hours.",
     "文字超過 16,384 個單元時分數為未定義；sacreBLEU 會一直算上好幾個小時。"},
    {"Rows without any reference count nowhere; sacreBLEU raises an error.",
     "沒有參考文字的列不計入；sacreBLEU 則會報錯。"}};

}  // namespace

SJ_METRIC(
    ter, Ter,
    {.title = {"Translation edit rate", "翻譯編輯率"},
     .summary = {"Words to insert, delete, replace or move (a whole phrase at once) to turn the "
                 "outputs into their references, for each 100 words of the references.",
                 "把輸出改成參考文字需要增、刪、換多少個詞，或整段搬移幾次；以參考文字每 100 "
                 "個詞計。"},
     .reading = {"0 is perfect, lower is better: 30 means that 30 edits would mend 100 words. It "
                 "passes 100 when the output is much too long. For Chinese use "
                 "asian=yes,normalized=yes.",
                 "0 為完全正確，越低越好：30 表示每 100 個詞要改 30 處。輸出過長時會超過 100。"
                 "中文請用 asian=yes,normalized=yes。"},
     .misleads = {"By default words are what blanks separate, so an unspaced Chinese sentence is "
                  "one word and nearly always wrong; a word with its comma is another word; and "
                  "capitals do not count. With normalized=yes the peer cuts references twice, so "
                  "that \"John's.\" differs from itself. A good answer in other words scores "
                  "badly.",
                  "預設以空白分詞，沒有空格的中文整句算一個詞，幾乎必錯；詞連著逗號就算另一個詞；"
                  "大小寫則不計較。normalized=yes 時，原工具會把參考文字切兩次，「John's.」"
                  "和自己相比也算有錯。換句話說的好答案，分數也很差。"},
     .needs = Needs::reference,
     .better = Better::lower,
     .low = 0,
     .high = std::numeric_limits<double>::infinity(),
     .perfect = 0,
     .decimals = 2,
     .family = "edit",
     .cite = "Snover et al. 2006",
     .peer = "sacrebleu 2.6.0",
     .departures = kDepartures,
     .parameters = kParameters,
     .examples = kExamples});

}  // namespace shijin
