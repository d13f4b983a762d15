// GLEU: Google-BLEU as NLTK computes it: matches of one to four tokens, pooled, divided by what the
// longer side has (Wu et al. 2016). 0–1.
#include <array>
#include <limits>

#include "metrics/ngram_overlap.h"
#include "metrics/sample_mean.h"

namespace shijin {
namespace {

constexpr std::uint32_t kOrder = 4;

std::uint64_t ngrams_up_to_four(std::size_t length) {
  std::uint64_t count = 0;
  for (std::uint32_t n = 1; n <= kOrder; ++n) {
    count += ngram_count(static_cast<std::uint32_t>(length), n);
  }
  return count;
}

class Gleu {
 public:
  struct Stat {
    std::uint64_t matches = 0;
    std::uint64_t most = 0;  // n-grams of the longer side
    std::uint64_t counted = 0;
  };
  static constexpr bool kStateIsSums = true;
  struct State {
    double rows = 0;
    double matches = 0;
    double most = 0;
  };

  Gleu(const Arguments& arguments, const MetricContext&)
      : tokenizer_(
            find_tokenizer(arguments.text("tok") == "char" ? "codepoint" : arguments.text("tok"))) {
    SJ_CHECK(tokenizer_ != nullptr, "gleu declares a tokeniser that is not registered");
  }

  void measure_all(Samples& samples, std::span<Stat> out) const {
    const Tokens& output = samples.tokens(Field::output, *tokenizer_);
    const Tokens& reference = samples.tokens(Field::reference, *tokenizer_);
    NgramOverlap overlap;
    std::array<std::uint32_t, kOrder> matches{};
    for (std::size_t i = 0; i < samples.size; ++i) {
      out[i] = {};
      double best = -1;
      const TokenSpan text = output.of(i);
      const std::uint64_t in_output = ngrams_up_to_four(text.size());
      for (std::size_t r = samples.reference_begin[i]; r < samples.reference_begin[i + 1]; ++r) {
        out[i].counted = 1;
        const TokenSpan against = reference.of(r);
        const std::uint64_t most = std::max(in_output, ngrams_up_to_four(against.size()));
        if (most == 0) continue;
        overlap.count(text, against, matches);
        std::uint64_t all = 0;
        for (const std::uint32_t order : matches) all += order;
        const double ratio = static_cast<double>(all) / static_cast<double>(most);
        if (ratio <= best) continue;
        best = ratio;
        out[i].matches = all;
        out[i].most = most;
      }
    }
  }

  void add(State& state, const Stat& stat, double weight) const {
    state.rows += weight * static_cast<double>(stat.counted);
    state.matches += weight * static_cast<double>(stat.matches);
    state.most += weight * static_cast<double>(stat.most);
  }
  void merge(State& state, const State& other) const {
    state.rows += other.rows;
    state.matches += other.matches;
    state.most += other.most;
  }
  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(no_reference());
    return Score::of(state.most > 0 ? state.matches / state.most : 0);
  }

 private:
  const Tokenizer* tokenizer_;
};

constexpr ParameterInfo kParameters[] = {
    {"tok",
     {"ws: words between white space; char: every character, blanks included, for Chinese; jieba: "
      "jieba's words, blanks included; jieba-fold: the same with Traditional read as Simplified",
      "ws：以空白分隔的詞；char：逐字元（含空白），中文用這個；jieba：jieba "
      "的詞（含空白）；jieba-fold：同上，但把繁體字看成簡體字"},
     ParameterKind::choice,
     "ws",
     "ws|char|jieba|jieba-fold"}};

constexpr ExampleRow kCopywriting[] = {
    {"學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝"},
    {"貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕"}};
constexpr ExampleRow kEnglish[] = {{"the cat sat on the mat .", "the cat is on the mat ."},
                                   {"Hello, world!", "Hello, world!"}};
constexpr ExampleRow kShort[] = {{"a b c", "a b c"}};
constexpr ExampleRow kSeveral[] = {
    {"the quick brown fox jumps", "a quick brown fox jumps\x1fthe quick brown fox leaps high"}};
constexpr ExampleSource kPeer = "nltk 3.10.4";
constexpr ExampleRow kBrief[] = {{"the cat sat", "the cat sat down"}};
constexpr MetricExample kExamples[] = {
    {"",
     kBrief,
     0.6,
     {"by hand: all 3 + 2 + 1 runs of the output are in the reference, which has 4 + 3 + 2 + 1: "
      "6/10",
      "手算：輸出的 3 + 2 + 1 個連續片段都在參考答案裡，參考答案共有 4 + 3 + 2 + 1 個：6/10"}},

    {"tok=char", kCopywriting, 0.22727272727272727, kPeer},
    {"", kEnglish, 0.64, kPeer},
    {"", kShort, 1, kPeer},
    {"", kSeveral, 0.7142857142857143, kPeer},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};
constexpr Text kDepartures[] = {
    {"Rows without any reference count nowhere; NLTK counts them as nothing, too, and gives 0 "
     "where "
     "no row is left.",
     "沒有參考文字的列不計入；NLTK 也不計入，但一列都不剩時給 0。"}};

}  // namespace

SJ_METRIC(
    gleu, Gleu,
    {.title = {"GLEU (Google-BLEU)", "GLEU（Google-BLEU）"},
     .summary = {"How many runs of one to four tokens output and reference share, divided by the "
                 "number of runs in the longer of the two.",
                 "輸出與參考文字有多少相同的連續一到四個單元，除以兩者中較長一方的總數。"},
     .reading = {"0 to 1. Made for single sentences, where it stays meaningful when BLEU is 0; the "
                 "corpus value pools the counts.",
                 "0 到 1。為單句而設，BLEU 為 0 時仍有意義；整體分數是合併計數後再算。"},
     .misleads =
         {"On words (tok=ws) unspaced Chinese is one token a clause: use tok=char. It punishes "
          "length on both sides, and a good answer in other words.",
          "以詞為單位（tok=ws）時，沒有空格的中文一整句算一個詞，請用 "
          "tok=char。過長與過短都會扣分，換句話說的好答案也會。"},
     .needs = Needs::reference,
     .family = "bleu",
     .cite = "Wu et al. 2016",
     .peer = "nltk 3.10.4",
     .departures = kDepartures,
     .parameters = kParameters,
     .examples = kExamples});

}  // namespace shijin
