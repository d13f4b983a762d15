// BLEU as NLTK computes it: a score for each sentence, averaged, or one for the corpus; weights are
// equal. 0–1. The article's own measure is order=2, averaged over sentences.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "metrics/ngram_overlap.h"
#include "metrics/sample_mean.h"
#include "metrics/sentence_bleu.h"
#include "text/nltk_words.h"

namespace shijin {
namespace {

constexpr std::size_t kMaxOrder = 6;
constexpr std::size_t kFive = 5;  // smoothing 5 and 7 look at 5-grams whatever the order

// What NLTK's smoothing sees: clipped matches, n-grams (at least 1 a sentence), and lengths.
struct Counts {
  std::array<double, kMaxOrder> matches{};
  std::array<double, kMaxOrder> totals{};
  double length_output = 0;
  double length_reference = 0;
};

struct Smoothed {
  std::array<double, kMaxOrder> precisions{};
  bool raises = false;
};

void smooth_geometric(const Counts& counts, std::size_t order, Smoothed& out) {
  double power = 1;
  for (std::size_t n = 0; n < order; ++n) {
    if (counts.matches[n] > 0) continue;
    power *= 2;
    out.precisions[n] = 1 / (power * counts.totals[n]);
  }
}

void smooth_by_length(const Counts& counts, std::size_t order, Smoothed& out) {
  if (counts.length_output <= 1) return;
  double power = 1;
  for (std::size_t n = 0; n < order; ++n) {
    if (counts.matches[n] > 0) continue;
    power *= 2;
    out.precisions[n] = 1 / (power * 5 / std::log(counts.length_output)) / counts.totals[n];
  }
}

void smooth_by_neighbours(const Counts& counts, std::size_t order, Smoothed& out) {
  const std::array<double, kMaxOrder> before = out.precisions;
  double last = before[0] + 1;
  for (std::size_t n = 0; n < order; ++n) {
    const double next =
        n + 1 < order ? before[n + 1] : counts.matches[kFive - 1] / counts.totals[kFive - 1];
    out.precisions[n] = (last + before[n] + next) / 3;
    last = out.precisions[n];
  }
}

void smooth_by_prior(const Counts& counts, std::size_t order, Smoothed& out) {
  auto& p = out.precisions;
  out.raises = p[2] == 0;  // the peer asserts that it is not
  for (std::size_t n = 2; n < order; ++n) {
    const double prior = p[n - 2] == 0 ? 0 : p[n - 1] * p[n - 1] / p[n - 2];
    const double ngrams = std::max(0.0, counts.length_output - static_cast<double>(n));
    p[n] = (counts.matches[n] + 5 * prior) / (ngrams + 5);
  }
}

Smoothed smooth(const Counts& counts, std::size_t order, std::int64_t method) {
  Smoothed out;
  for (std::size_t n = 0; n < order; ++n) out.precisions[n] = counts.matches[n] / counts.totals[n];
  switch (method) {
    case 0:
      for (std::size_t n = 0; n < order; ++n) {
        if (counts.matches[n] == 0) out.precisions[n] = std::numeric_limits<double>::min();
      }
      break;
    case 1:
      for (std::size_t n = 0; n < order; ++n) {
        if (counts.matches[n] == 0) out.precisions[n] = 0.1 / counts.totals[n];
      }
      break;
    case 2:
      for (std::size_t n = 1; n < order; ++n) {
        out.precisions[n] = (counts.matches[n] + 1) / (counts.totals[n] + 1);
      }
      break;
    case 3:
      smooth_geometric(counts, order, out);
      break;
    case 4:
      smooth_by_length(counts, order, out);
      break;
    case 5:
      smooth_by_neighbours(counts, order, out);
      break;
    case 6:
      smooth_by_prior(counts, order, out);
      break;
    default:
      smooth_by_length(counts, order, out);
      smooth_by_neighbours(counts, order, out);
      break;
  }
  return out;
}

struct Value {
  double score = 0;
  bool raises = false;
};

Value score(const Counts& counts, std::size_t order, std::int64_t method) {
  if (counts.matches[0] == 0) return {};
  const Smoothed smoothed = smooth(counts, order, method);
  if (smoothed.raises) return {.score = 0, .raises = true};
  const double penalty = counts.length_output > counts.length_reference
                             ? 1
                             : std::exp(1 - counts.length_reference / counts.length_output);
  ExactSum logs;  // the peer sums them with fsum
  for (std::size_t n = 0; n < order; ++n) {
    const double p = smoothed.precisions[n];
    if (p > 0) logs.add(1.0 / static_cast<double>(order) * std::log(p));
  }
  return {.score = penalty * std::exp(logs.value()), .raises = false};
}

constexpr Text kNeedsThree{"nltk_bleu: smooth=6 looks at 3-grams, so order={0} is too short",
                           "nltk_bleu：smooth=6 需要 3-gram，order={0} 太短"};
constexpr Text kUseThree{"write order=3 or more, or another smooth",
                         "請改寫 order=3 以上，或換一種 smooth"};
constexpr Text kLastSentence{
    "nltk_bleu: with avg=corpus, smooth={0} depends on which row comes last",
    "nltk_bleu：avg=corpus 時，smooth={0} 的結果會隨最後一列是哪一列而改變"};
constexpr Text kOneByOne{"nltk_bleu: tok=nltk scores rows one by one, not avg=corpus",
                         "nltk_bleu：tok=nltk 只能逐列計分，不能用 avg=corpus"};
constexpr Text kUseSentences{"leave avg out, or write tok=ws", "請拿掉 avg，或改寫 tok=ws"};
constexpr Text kUseSentence{"write avg=sentence, or a smooth from 0 to 4",
                            "請改寫 avg=sentence，或把 smooth 設為 0 到 4"};

class NltkBleu {
 public:
  struct Stat {
    SampleMean::Stat mean;
    std::uint32_t length_output = 0;
    std::uint32_t length_reference = 0;
    std::array<std::uint32_t, kMaxOrder> matches{};
  };
  struct State {
    SampleMean::State mean;
    double rows = 0;
    Counts counts;
  };

  static Result<NltkBleu> make(const Arguments& arguments, const MetricContext&) {
    NltkBleu out;
    const std::string& tok = arguments.text("tok");
    out.sentences_ = tok == "nltk";
    out.tokenizer_ = find_tokenizer(tok == "char"   ? "codepoint"
                                    : tok == "nltk" ? "nltk-words"
                                                    : tok);
    SJ_CHECK(out.tokenizer_ != nullptr, "nltk_bleu declares a tokeniser that is not registered");
    out.order_ = static_cast<std::size_t>(arguments.integer("order"));
    out.method_ = arguments.integer("smooth");
    out.corpus_ = arguments.text("avg") == "corpus";
    Error error;
    error.name = "metric-arguments-clash";
    if (out.method_ == 6 && out.order_ < 3) {
      error.found = Message(kNeedsThree, {arguments.text("order")});
      error.help = Message(kUseThree);
      return error;
    }
    if (out.corpus_ && out.method_ > 4) {
      error.found = Message(kLastSentence, {arguments.text("smooth")});
      error.help = Message(kUseSentence);
      return error;
    }
    if (out.corpus_ && out.sentences_) {
      error.found = Message(kOneByOne);
      error.help = Message(kUseSentences);
      return error;
    }
    return out;
  }

  void measure_all(Samples& samples, std::span<Stat> out) const {
    const Tokens& output = samples.tokens(Field::output, *tokenizer_);
    const Tokens& reference = samples.tokens(Field::reference, *tokenizer_);
    NgramOverlap overlap;
    std::vector<TokenSpan> references;
    const std::size_t orders = method_ == 5 || method_ == 7 ? std::max(order_, kFive) : order_;
    for (std::size_t i = 0; i < samples.size; ++i) {
      const TokenSpan text = output.of(i);
      references.clear();
      for (std::size_t r = samples.reference_begin[i]; r < samples.reference_begin[i + 1]; ++r) {
        references.push_back(reference.of(r));
      }
      Stat& stat = out[i] = {};
      if (references.empty()) continue;
      stat.mean.counted = 1;
      stat.length_output = static_cast<std::uint32_t>(text.size());
      stat.length_reference = closest_length(text.size(), references);
      overlap.count(text, references, std::span(stat.matches).first(orders));
      if (corpus_) continue;
      Counts counts;
      add_counts(counts, stat, 1);
      const Value value = score(counts, order_, method_);
      stat.mean.value = value.score;
      stat.mean.undefined = value.raises || (sentences_ && !can_cut(samples, i)) ? 1 : 0;
    }
  }

  void add(State& state, const Stat& stat, double weight) const {
    if (!corpus_) {
      mean_.add(state.mean, stat.mean, weight);
    } else if (stat.mean.counted != 0) {
      state.rows += weight;
      add_counts(state.counts, stat, weight);
    }
  }
  void merge(State& state, const State& other) const {
    if (!corpus_) {
      mean_.merge(state.mean, other.mean);
      return;
    }
    state.rows += other.rows;
    state.counts.length_output += other.counts.length_output;
    state.counts.length_reference += other.counts.length_reference;
    for (std::size_t n = 0; n < kMaxOrder; ++n) {
      state.counts.matches[n] += other.counts.matches[n];
      state.counts.totals[n] += other.counts.totals[n];
    }
  }
  Score finish(const State& state) const {
    if (sentences_ && method_ != 6 && state.mean.undefined > 0) {
      return Score::undefined(needs_punkt(state.mean.undefined));
    }
    if (!corpus_) return mean_.finish(state.mean);
    if (state.rows <= 0) return Score::undefined(no_reference());
    return Score::of(score(state.counts, order_, method_).score);
  }
  Uncertainty uncertainty(const State& state) const {
    return corpus_ ? Uncertainty{} : mean_.uncertainty(state.mean);
  }

 private:
  // Whether NLTK's word_tokenize needs no model of sentences for any text of a row.
  static bool can_cut(const Samples& samples, std::size_t row) {
    const auto references = samples.references(row);
    return is_one_nltk_sentence(samples.output[row]) &&
           std::all_of(references.begin(), references.end(), is_one_nltk_sentence);
  }

  // Unlike sacreBLEU's, a sentence without n-grams of an order still counts as one there.
  static void add_counts(Counts& counts, const Stat& stat, double weight) {
    counts.length_output += weight * stat.length_output;
    counts.length_reference += weight * stat.length_reference;
    for (std::uint32_t n = 0; n < kMaxOrder; ++n) {
      counts.matches[n] += weight * stat.matches[n];
      counts.totals[n] += weight * std::max(1U, ngram_count(stat.length_output, n + 1));
    }
  }

  SampleMean mean_;
  const Tokenizer* tokenizer_ = nullptr;
  std::size_t order_ = 4;
  std::int64_t method_ = 0;
  bool corpus_ = false;
  bool sentences_ = false;  // words come from NLTK, which cuts a text into sentences first
};

constexpr ParameterInfo kParameters[] = {
    {"tok",
     {"char: every character, blanks included, as list(text); ws: words between white space; "
      "jieba: jieba's words, blanks included; jieba-fold: the same with Traditional read as "
      "Simplified; nltk: NLTK's word_tokenize, as the article's own code cuts",
      "char：逐字元（含空白），即 list(text)；ws：以空白分隔的詞；jieba：jieba 的詞（含空白）；"
      "jieba-fold：同上，但把繁體字看成簡體字；nltk：NLTK 的 word_tokenize，"
      "即文章程式碼的切法"},
     ParameterKind::choice,
     "char",
     "char|ws|jieba|jieba-fold|nltk",
     0,
     0,
     true},
    {"order",
     {"longest n-gram counted; all orders weigh the same", "計入的最長 n-gram；各階權重相同"},
     ParameterKind::integer,
     "4",
     {},
     1,
     static_cast<double>(kMaxOrder)},
    {"smooth",
     {"NLTK's SmoothingFunction method 0 to 7", "NLTK 的 SmoothingFunction 第 0 到 7 法"},
     ParameterKind::integer,
     "0",
     {},
     0,
     7},
    {"avg",
     {"sentence averages the rows' scores, corpus pools their counts",
      "sentence 取各列分數的平均，corpus 合併計數後再算"},
     ParameterKind::choice,
     "sentence",
     "sentence|corpus"}};

constexpr ExampleRow kCopywriting[] = {
    {"學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝"},
    {"貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕"}};
constexpr ExampleRow kSimplified[] = {
    {"学生党必入！这款平价口红显白不挑皮", "这款口红显白又平价，学生党闭眼冲"},
    {"贵妇级抗老面霜，修护肌底，焕发年轻光泽", "奢享抗老配方，让肌肤重返年轻"}};
constexpr ExampleRow kEnglish[] = {{"the cat sat on the mat .", "the cat is on the mat ."},
                                   {"Hello, world!", "Hello, world!"}};
constexpr ExampleRow kSeveral[] = {
    {"the quick brown fox jumps", "a quick brown fox jumps\x1fthe quick brown fox leaps high"}};
constexpr ExampleSource kPeer = "nltk 3.10.4";
constexpr ExampleRow kBrief[] = {{"今天天氣好", "今天天氣很好"}};
constexpr MetricExample kExamples[] = {
    {"order=2,tok=char",
     kBrief,
     0.7090416310250967,
     {"by hand: all 5 characters and 3 of 4 pairs are in the reference, which has 6: exp(1 − 6/5) "
      "· √(1 · 3/4)",
      "手算：5 個字全在參考答案裡，4 組相鄰兩字中有 3 組；參考答案有 6 個字，太短要扣分：exp(1 − "
      "6/5) · √(1 · 3/4)"}},

    {"order=2,tok=char", kCopywriting, 0.3596887652041333, kPeer},
    {"order=2,tok=nltk", kCopywriting, 3.3354713748638e-155, kPeer},
    {"order=2,tok=ws", kCopywriting, 0, kPeer},
    {"smooth=3,tok=char", kCopywriting, 0.1577729332048471, kPeer},
    {"avg=corpus,tok=char", kCopywriting, 0.14058533129758727, kPeer},
    {"tok=ws", kEnglish, 0.2444615112174505, kPeer},
    {"order=2,tok=jieba",
     kSimplified,
     0.21846572437632572,
     {"nltk 3.10.4 on jieba 0.42.1", "nltk 3.10.4，以 jieba 0.42.1 斷詞"}},
    {"smooth=1,tok=ws", kEnglish, 0.4025753942258695, kPeer},
    {"smooth=2,tok=ws", kEnglish, 0.6493265748544077, kPeer},
    {"smooth=4,tok=ws", kEnglish, 0.35515580553001586, kPeer},
    {"smooth=5,tok=char", kCopywriting, 0.23488134194965926, kPeer},
    {"smooth=7,tok=char", kCopywriting, 0.24134925038684152, kPeer},
    {"smooth=6,tok=ws", kSeveral, 1, kPeer},
    {"avg=corpus,smooth=2,tok=ws", kEnglish, 0.5555238068023581, kPeer},
    {"tok=char",
     {},
     std::numeric_limits<double>::quiet_NaN(),
     {"nothing to score", "沒有可計分的資料"}}};

constexpr Text kDepartures[] = {
    {"Rows without any reference count nowhere; NLTK raises an error.",
     "沒有參考文字的列不計入；NLTK 則會報錯。"},
    {"avg=corpus with smooth=5, 6 or 7 is refused, because NLTK then takes the last row for all.",
     "avg=corpus 不接受 smooth=5、6、7，因為 NLTK 此時會拿最後一列代表全部。"},
    {"With tok=nltk a row with a text that may hold several sentences makes it undefined: where "
     "they end is up to NLTK's statistical model, which is a download and not part of Shijin.",
     "tok=nltk 時，只要有一筆的文字可能有好幾句就無法計算：句尾由 NLTK 的統計模型判斷，"
     "該模型須另外下載，Shijin 沒有收錄。"},
    {"Precisions are doubles, not fractions: the last digit may differ under smooth=5, 6 and 7.",
     "精確率以倍精度浮點數計算而非分數，smooth=5、6、7 的最後一位數可能不同。"}};

}  // namespace

SJ_METRIC(
    nltk_bleu, NltkBleu,
    {.title = {"BLEU (NLTK)", "BLEU（NLTK）"},
     .summary = {"How much of each output's wording also stands in its reference, averaged over "
                 "the rows, as NLTK's sentence_bleu does.",
                 "各列輸出有多少用詞也出現在參考文字裡，再取平均；與 NLTK 的 sentence_bleu 相同。"},
     .reading = {"0 to 1. The article's entry bar is 0.4 with order=2 on characters. A value "
                 "means nothing without its unit, order and smoothing.",
                 "0 到 1。文章的入門標準是逐字、order=2 時達到 0.4。離開單位、階數與平滑法，"
                 "數值沒有意義。"},
     .misleads =
         {"On words (tok=nltk, tok=ws) unspaced Chinese is one token a clause, and the score is "
          "0.00 whatever the quality: the article's own code does that. Without "
          "smoothing a text that shares no 4-gram scores practically 0, so short texts "
          "pull the average down.",
          "以詞為單位（tok=nltk 或 tok=ws）時，沒有空格的中文一整句算一個詞，品質再好也是 "
          "0.00，文章的程式碼正是如此。不做平滑時，沒有共同 4-gram 的文字幾乎是 0 "
          "分，短文會把平均拉低。"},
     .needs = Needs::reference,
     .family = "bleu",
     .cite = "Papineni et al. 2002; Chen and Cherry 2014",
     .peer = "nltk 3.10.4",
     .departures = kDepartures,
     .parameters = kParameters,
     .examples = kExamples});

}  // namespace shijin
