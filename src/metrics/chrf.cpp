// chrF: F-score of character n-grams, and in chrF++ (word_order=2) of word n-grams too, with counts
// pooled over the corpus (Popović 2015, 2017). 0–100.
#include <array>
#include <cmath>
#include <limits>

#include "metrics/ngram_overlap.h"
#include "metrics/sacrebleu_line.h"
#include "metrics/sample_mean.h"

namespace shijin {
namespace {

constexpr std::uint32_t kMaxCharacters = 6;
constexpr std::uint32_t kMaxWords = 2;
constexpr std::size_t kMaxOrders = kMaxCharacters + kMaxWords;

class Chrf {
 public:
  /// Of the best reference; n-gram counts follow from the lengths
  struct Stat {
    std::uint32_t counted = 0;                     // 0: no reference
    std::array<std::uint32_t, 2> length_output{};  // in characters, in words
    std::array<std::uint32_t, 2> length_reference{};
    std::array<std::uint32_t, kMaxOrders> matches{};  // characters 1…6, then words 1…2
  };
  static constexpr bool kStateIsSums = true;
  struct State {
    double rows = 0;
    std::array<double, kMaxOrders> output{};
    std::array<double, kMaxOrders> reference{};
    std::array<double, kMaxOrders> matches{};
  };

  Chrf(const Arguments& arguments, const MetricContext&)
      : characters_(static_cast<std::uint32_t>(arguments.integer("order"))),
        words_(static_cast<std::uint32_t>(arguments.integer("word_order"))),
        beta_(arguments.number("beta")),
        letters_(arguments.text("case") == "lc" ? Case::folded : Case::kept),
        every_order_(arguments.text("eps") == "yes"),
        character_tokenizer_(
            find_tokenizer(arguments.text("space") == "yes" ? "codepoint" : "char")),
        word_tokenizer_(find_tokenizer("chrf")) {
    SJ_CHECK(character_tokenizer_ != nullptr && word_tokenizer_ != nullptr,
             "chrf needs the tokenisers char, codepoint and chrf");
  }

  void measure_all(Samples& samples, std::span<Stat> out) const {
    static const Tokens kNoTokens;
    const Tokens& output = samples.tokens(Field::output, *character_tokenizer_, letters_);
    const Tokens& reference = samples.tokens(Field::reference, *character_tokenizer_, letters_);
    const Tokens* output_words = &kNoTokens;
    const Tokens* reference_words = &kNoTokens;
    if (words_ > 0) {
      output_words = &samples.tokens(Field::output, *word_tokenizer_, letters_);
      reference_words = &samples.tokens(Field::reference, *word_tokenizer_, letters_);
    }
    NgramOverlap overlap;
    for (std::size_t i = 0; i < samples.size; ++i) {
      out[i] = {};
      double best = -1;
      const std::size_t begin = samples.reference_begin[i];
      const std::size_t end = samples.reference_begin[i + 1];
      for (std::size_t r = begin; r < end; ++r) {
        Stat stat;
        stat.counted = 1;
        const std::span<std::uint32_t> matches(stat.matches);
        compare(overlap, output.of(i), reference.of(r), 0, matches.first(characters_), stat);
        if (words_ > 0) {
          compare(overlap, output_words->of(i), reference_words->of(r), 1,
                  matches.subspan(kMaxCharacters, words_), stat);
        }
        if (end - begin == 1) {
          out[i] = stat;
          break;
        }
        State alone;
        add(alone, stat, 1);
        const double score = f_score(alone);
        if (score > best) {
          best = score;
          out[i] = stat;
        }
      }
    }
  }

  void add(State& state, const Stat& stat, double weight) const {
    state.rows += weight * stat.counted;
    add_orders(state, stat, 0, 0, characters_, weight);
    add_orders(state, stat, 1, kMaxCharacters, words_, weight);
  }
  void merge(State& state, const State& other) const {
    state.rows += other.rows;
    for (std::size_t n = 0; n < kMaxOrders; ++n) {
      state.output[n] += other.output[n];
      state.reference[n] += other.reference[n];
      state.matches[n] += other.matches[n];
    }
  }
  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(no_reference());
    return Score::of(f_score(state));
  }

  std::string peer_line(const State& state, std::string_view references) const {
    if (state.rows <= 0 || beta_ != std::floor(beta_)) return {};  // the peer's beta is an integer
    std::string settings = letters_ == Case::folded ? "case:lc" : "case:mixed";
    settings.append("|eff:").append(every_order_ ? "no" : "yes");
    settings += "|nc:" + std::to_string(characters_) + "|nw:" + std::to_string(words_);
    settings.append("|space:").append(character_tokenizer_->name == "codepoint" ? "yes" : "no");
    return sacrebleu_line("chrF" + fixed(beta_, 0) + std::string(words_, '+'), references, settings,
                          f_score(state));
  }

 private:
  static void compare(NgramOverlap& overlap, TokenSpan output, TokenSpan reference,
                      std::size_t unit, std::span<std::uint32_t> matches, Stat& stat) {
    stat.length_output[unit] = static_cast<std::uint32_t>(output.size());
    stat.length_reference[unit] = static_cast<std::uint32_t>(reference.size());
    overlap.count(output, reference, matches);
  }

  static void add_orders(State& state, const Stat& stat, std::size_t unit, std::size_t first,
                         std::uint32_t orders, double weight) {
    for (std::uint32_t n = 1; n <= orders; ++n) {
      const std::uint32_t reference = ngram_count(stat.length_reference[unit], n);
      if (reference == 0) break;  // the peer then counts the output's n-grams as none, too
      const std::size_t at = first + n - 1;
      state.output[at] += weight * ngram_count(stat.length_output[unit], n);
      state.reference[at] += weight * reference;
      state.matches[at] += weight * stat.matches[at];
    }
  }

  double f_score(const State& state) const {
    return every_order_ ? f_of_every_order(state) : f_of_orders_that_occur(state);
  }

  // The mean of the F-scores of all orders, with the peer's next to nothing where one is empty.
  double f_of_every_order(const State& state) const {
    constexpr double kNextToNothing = 1e-16;
    const double factor = beta_ * beta_;
    double sum = 0;
    for (std::size_t n = 0; n < kMaxOrders; ++n) {
      const bool used = n < kMaxCharacters ? n < characters_ : n - kMaxCharacters < words_;
      if (!used) continue;
      const double precision =
          state.output[n] > 0 ? state.matches[n] / state.output[n] : kNextToNothing;
      const double recall =
          state.reference[n] > 0 ? state.matches[n] / state.reference[n] : kNextToNothing;
      const double below = factor * precision + recall;
      sum += below > 0 ? (1 + factor) * precision * recall / below : kNextToNothing;
    }
    return 100 * sum / (characters_ + words_);
  }

  double f_of_orders_that_occur(const State& state) const {
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (std::size_t n = 0; n < kMaxOrders; ++n) {
      if (state.output[n] <= 0 || state.reference[n] <= 0) continue;
      precision += state.matches[n] / state.output[n];
      recall += state.matches[n] / state.reference[n];
      ++orders;
    }
    if (orders == 0 || precision + recall == 0) return 0;
    precision /= orders;
    recall /= orders;
    const double factor = beta_ * beta_;
    return 100 * ((1 + factor) * precision * recall / (factor * precision + recall));
  }

  std::uint32_t characters_;
  std::uint32_t words_;
  double beta_;
  Case letters_;
  bool every_order_;
  const Tokenizer* character_tokenizer_;
  const Tokenizer* word_tokenizer_;
};

constexpr ParameterInfo kParameters[] = {
    {"order",
     {"longest run of characters counted", "計入的最長連續字元數"},
     ParameterKind::integer,
     "6",
     {},
     1,
     static_cast<double>(kMaxCharacters)},
    {"word_order",
     {"longest run of words counted; 2 is chrF++", "計入的最長連續詞數；2 即 chrF++"},
     ParameterKind::integer,
     "0",
     {},
     0,
     static_cast<double>(kMaxWords)},
    {"beta",
     {"how many times recall weighs what precision does", "召回率的權重是精確率的幾倍"},
     ParameterKind::number,
     "2",
     {},
     0.01,
     100},
    {"case",
     {"mixed keeps capitals, lc lowers all", "mixed 保留大小寫，lc 全部轉為小寫"},
     ParameterKind::choice,
     "mixed",
     "mixed|lc"},
    {"space",
     {"count blanks as characters", "是否把空白也算作字元"},
     ParameterKind::choice,
     "no",
     "no|yes"},
    {"eps",
     {"average over all orders, those longer than the texts too (sacreBLEU's eps_smoothing, "
      "eff:no in its signature; NLTK's and Moses' way)",
      "對所有階數取平均，比文字還長的也算在內（即 sacreBLEU 的 "
      "eps_smoothing，簽章中為 eff:no；NLTK 與 Moses 都這樣算）"},
     ParameterKind::choice,
     "no",
     "no|yes"}};

constexpr ExampleRow kCopywriting[] = {
    {"學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝"},
    {"貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕"}};
constexpr ExampleRow kEnglish[] = {{"the cat sat on the mat .", "the cat is on the mat ."},
                                   {"Hello, world!", "Hello, world!"}};
constexpr ExampleRow kShort[] = {{"a b c", "a b c"}};
constexpr ExampleRow kSeveral[] = {
    {"the quick brown fox jumps", "a quick brown fox jumps\x1fthe quick brown fox leaps high"}};
constexpr ExampleSource kPeer = "sacrebleu 2.6.0";
constexpr ExampleRow kLetters[] = {{"abc", "abd"}};
constexpr MetricExample kExamples[] = {
    {"order=2",
     kLetters,
     175.0 / 3,
     {"by hand: 2 of 3 letters (a, b) and 1 of 2 pairs (ab) on both sides, so precision and recall "
      "are both (2/3 + 1/2) / 2",
      "手算：兩邊都是 3 個字母中的 2 個（a、b）與 2 組中的 1 組（ab）相同，所以精確率與召回率都是 "
      "(2/3 + 1/2) / 2"}},

    {"", kCopywriting, 16.718136239854058, kPeer},
    {"word_order=2", kCopywriting, 14.329831062732051, kPeer},
    {"", kEnglish, 79.71709590823566, kPeer},
    {"word_order=2", kEnglish, 80.87791124109744, kPeer},
    {"beta=1", kEnglish, 78.7410837123629, kPeer},
    {"", kShort, 100, kPeer},
    {"eps=yes", kShort, 50, kPeer},
    {"case=lc,space=yes,word_order=2", kEnglish, 84.53853160330249, kPeer},
    {"", kSeveral, 91.63189285361048, kPeer},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

constexpr Text kDepartures[] = {
    {"Weights multiply a row's counts; sacreBLEU has none.",
     "可以替每一列加權（乘在計數上）；sacreBLEU 沒有權重。"},
    {"Rows without any reference count nowhere; sacreBLEU raises an error.",
     "沒有參考文字的列不計入；sacreBLEU 則會報錯。"}};

}  // namespace

SJ_METRIC(
    chrf, Chrf,
    {.title = {"chrF", "chrF 分數"},
     .summary = {"How many runs of one to six characters output and reference share; recall "
                 "weighs more than precision.",
                 "輸出與參考文字有多少相同的連續字元（一到六個）；召回率比精確率更受重視。"},
     .reading = {"0 to 100. It needs no word segmentation, so one setting serves Chinese, "
                 "English and a mix of both. chrF++ is chrf[word_order=2].",
                 "0 到 100。不需要斷詞，中文、英文、中英夾雜都可用同一設定。chrF++ 就是 "
                 "chrf[word_order=2]。"},
     .misleads = {"Chinese scores lie far below English ones, because six characters are a whole "
                  "clause there: compare only within a language. A wrong number or a missing "
                  "\"not\" costs next to nothing.",
                  "中文六個字已是一個分句，分數遠低於英文，只能在同一語言內比較。寫錯一個數字、"
                  "漏掉一個「不」字，幾乎不扣分。"},
     .needs = Needs::reference,
     .high = 100,
     .perfect = 100,
     .decimals = 2,
     .family = "chrf",
     .cite = "Popović 2015, 2017",
     .peer = "sacrebleu 2.6.0",
     .departures = kDepartures,
     .parameters = kParameters,
     .examples = kExamples});

}  // namespace shijin
