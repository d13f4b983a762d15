// BLEU as sacreBLEU computes it: clipped n-gram precisions pooled over the corpus, their geometric
// mean, and a penalty for short output (Papineni et al. 2002; Post 2018). 0–100.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "metrics/ngram_overlap.h"
#include "metrics/sacrebleu_line.h"
#include "metrics/sample_mean.h"

namespace shijin {
namespace {

constexpr std::size_t kMaxOrder = 6;

constexpr Text kNoValue{"bleu: smooth={0} takes no smooth_value",
                        "bleu：smooth={0} 不需要 smooth_value"};
constexpr Text kUseValue{"leave smooth_value out, or write smooth=floor or smooth=add-k",
                         "請拿掉 smooth_value，或改用 smooth=floor、smooth=add-k"};

class Bleu {
 public:
  struct Stat {
    std::uint32_t counted = 0;  // 0: no reference
    std::uint32_t length_output = 0;
    std::uint32_t length_reference = 0;  // of the reference closest in length
    std::array<std::uint32_t, kMaxOrder> matches{};
  };
  static constexpr bool kStateIsSums = true;
  struct State {
    double rows = 0;
    double length_output = 0;
    double length_reference = 0;
    std::array<double, kMaxOrder> matches{};
    std::array<double, kMaxOrder> totals{};
  };

  static Result<Bleu> make(const Arguments& arguments, const MetricContext&) {
    Bleu out;
    out.tokenizer_ = find_tokenizer(arguments.text("tok"));
    SJ_CHECK(out.tokenizer_ != nullptr, "bleu declares a tokeniser that is not registered");
    out.letters_ = arguments.text("case") == "lc" ? Case::folded : Case::kept;
    out.order_ = static_cast<std::size_t>(arguments.integer("order"));
    out.smooth_ = arguments.text("smooth");
    out.effective_order_ = arguments.text("eff") == "yes";
    const bool takes_value = out.smooth_ == "floor" || out.smooth_ == "add-k";
    if (arguments.given("smooth_value") && !takes_value) {
      Error error;
      error.name = "metric-arguments-clash";
      error.found = Message(kNoValue, {out.smooth_});
      error.help = Message(kUseValue);
      return error;
    }
    out.smooth_value_ = out.smooth_ == "floor" ? 0.1 : 1;
    if (arguments.given("smooth_value")) out.smooth_value_ = arguments.number("smooth_value");
    return out;
  }

  void measure_all(Samples& samples, std::span<Stat> out) const {
    const Tokens& output = samples.tokens(Field::output, *tokenizer_, letters_);
    const Tokens& reference = samples.tokens(Field::reference, *tokenizer_, letters_);
    NgramOverlap overlap;
    std::vector<TokenSpan> references;
    for (std::size_t i = 0; i < samples.size; ++i) {
      const TokenSpan text = output.of(i);
      references.clear();
      for (std::size_t r = samples.reference_begin[i]; r < samples.reference_begin[i + 1]; ++r) {
        references.push_back(reference.of(r));
      }
      out[i] = {};
      if (references.empty()) continue;
      out[i].counted = 1;
      out[i].length_output = static_cast<std::uint32_t>(text.size());
      out[i].length_reference = closest_length(text.size(), references);
      overlap.count(text, references, std::span(out[i].matches).first(order_));
    }
  }

  void add(State& state, const Stat& stat, double weight) const {
    state.rows += weight * stat.counted;
    state.length_output += weight * stat.length_output;
    state.length_reference += weight * stat.length_reference;
    for (std::size_t n = 0; n < order_; ++n) {
      state.matches[n] += weight * stat.matches[n];
      state.totals[n] +=
          weight * ngram_count(stat.length_output, static_cast<std::uint32_t>(n + 1));
    }
  }
  void merge(State& state, const State& other) const {
    state.rows += other.rows;
    state.length_output += other.length_output;
    state.length_reference += other.length_reference;
    for (std::size_t n = 0; n < order_; ++n) {
      state.matches[n] += other.matches[n];
      state.totals[n] += other.totals[n];
    }
  }

  Score finish(const State& state) const {
    if (state.rows <= 0) return Score::undefined(no_reference());
    const bool any = std::any_of(state.matches.begin(), state.matches.end(),
                                 [](double matches) { return matches > 0; });
    if (!any) return Score::of(0);
    const double penalty = brevity_penalty(state);
    std::array<double, kMaxOrder> precisions{};
    const std::size_t orders = fill_precisions(state, precisions);
    double logs = 0;
    for (std::size_t n = 0; n < orders; ++n) {
      logs += precisions[n] == 0 ? -9999999999.0 : std::log(precisions[n]);  // the peer's floor
    }
    return Score::of(penalty * std::exp(logs / static_cast<double>(orders)));
  }

  std::string peer_line(const State& state, std::string_view references) const {
    if (tokenizer_->name == "zh-fixed") return {};  // which the peer does not have
    const Score score = finish(state);
    if (!score.value) return {};
    std::array<double, kMaxOrder> precisions{};
    if (*score.value > 0) fill_precisions(state, precisions);
    std::string verbose;
    for (std::size_t n = 0; n < order_; ++n) {
      verbose += (n > 0 ? "/" : "") + fixed(precisions[n], 1);
    }
    const double ratio =
        state.length_reference > 0 ? state.length_output / state.length_reference : 0;
    verbose += " (BP = " + fixed(brevity_penalty(state), 3) + " ratio = " + fixed(ratio, 3) +
               " hyp_len = " + fixed(state.length_output, 0) +
               " ref_len = " + fixed(state.length_reference, 0) + ")";
    std::string settings = letters_ == Case::folded ? "case:lc" : "case:mixed";
    settings.append("|eff:").append(effective_order_ ? "yes" : "no");
    settings.append("|tok:").append(tokenizer_->name).append("|smooth:").append(smooth_);
    const bool has_value = smooth_ == "floor" || smooth_ == "add-k";
    if (has_value) settings += "[" + fixed(smooth_value_, 2) + "]";
    return sacrebleu_line("BLEU", references, settings, *score.value, verbose);
  }

 private:
  static double brevity_penalty(const State& state) {
    if (state.length_output >= state.length_reference) return 1;
    return std::exp(1 - state.length_reference / state.length_output);
  }

  // Smooth, and give the number of orders that enter the mean.
  std::size_t fill_precisions(const State& state, std::array<double, kMaxOrder>& precisions) const {
    std::size_t orders = order_;
    double halvings = 1;
    for (std::size_t n = 0; n < order_; ++n) {
      const double added = smooth_ == "add-k" && n > 0 ? smooth_value_ : 0;
      const double matches = state.matches[n] + added;
      const double total = state.totals[n] + added;
      if (total == 0) break;
      if (effective_order_) orders = n + 1;
      if (matches > 0) {
        precisions[n] = 100 * matches / total;
      } else if (smooth_ == "exp") {
        halvings *= 2;
        precisions[n] = 100 / (halvings * total);
      } else if (smooth_ == "floor") {
        precisions[n] = 100 * smooth_value_ / total;
      }
    }
    return orders;
  }

  const Tokenizer* tokenizer_ = nullptr;
  Case letters_ = Case::kept;
  std::size_t order_ = 4;
  std::string smooth_;
  double smooth_value_ = 0;
  bool effective_order_ = false;
};

constexpr ParameterInfo kParameters[] = {
    {"tok",
     {"how texts are cut; zh for Chinese", "文字的切分方式；中文請用 zh"},
     ParameterKind::choice,
     "13a",
     "13a|zh|zh-fixed|intl|char|none"},
    {"order",
     {"longest n-gram counted", "計入的最長 n-gram"},
     ParameterKind::integer,
     "4",
     {},
     1,
     static_cast<double>(kMaxOrder)},
    {"smooth",
     {"what stands for a precision of zero: exp halves, floor puts 0.1, add-k adds 1",
      "某階精確率為零時的處理：exp 逐次減半、floor 以 0.1 代替、add-k 加 1"},
     ParameterKind::choice,
     "exp",
     "exp|floor|add-k|none"},
    {"smooth_value",
     {"what floor puts (0.1 unless given) or add-k adds (1 unless given)",
      "floor 代入的值（預設 0.1），或 add-k 加上的值（預設 1）"},
     ParameterKind::number,
     "",
     {},
     0,
     1000},
    {"case",
     {"mixed keeps capitals, lc lowers all", "mixed 保留大小寫，lc 全部轉為小寫"},
     ParameterKind::choice,
     "mixed",
     "mixed|lc"},
    {"eff",
     {"leave out orders longer than the texts", "是否略去比文字還長的 n-gram 階數"},
     ParameterKind::choice,
     "no",
     "no|yes"}};

constexpr ExampleRow kCopywriting[] = {
    {"學生黨必入!這款平價口紅顯白不挑皮", "這款口紅顯白又平價,學生黨閉眼衝"},
    {"貴婦級抗老面霜,修護肌底,煥發年輕光澤", "奢享抗老配方,讓肌膚重返年輕"}};
constexpr ExampleRow kEnglish[] = {{"the cat sat on the mat .", "the cat is on the mat ."},
                                   {"Hello, world!", "Hello, world!"}};
constexpr ExampleRow kShort[] = {{"a b c", "a b c"}};
constexpr ExampleRow kSeveral[] = {{"the quick brown fox jumps",
                                    "a quick brown fox jumps\x1fthe "
                                    "quick brown fox leaps high"}};
constexpr ExampleRow kQuoted[] = {{"Sie sagt: „Ja“ – 3,5 % mehr.", "Sie sagte: „Ja“, 3,5 % mehr."}};
constexpr ExampleRow kRare[] = {{"𠮷野家的牛丼“很好”吃", "𠮷野屋的牛丼“很好”吃"}};
constexpr ExampleSource kPeer = "sacrebleu 2.6.0";
constexpr ExampleRow kCat[] = {{"the cat sat on the mat", "the cat is on the mat"}};
constexpr ExampleRow kBrief[] = {{"the cat sat", "the cat sat down"}};
constexpr MetricExample kExamples[] = {
    {"order=2",
     kCat,
     70.71067811865476,
     {"by hand: 5 of 6 words and 3 of 5 pairs of words are in the reference, which is as long: "
      "100·√(5/6 · 3/5)",
      "手算：6 個詞中 5 個、5 組相鄰兩詞中 3 組也在參考答案裡，兩邊一樣長：100·√(5/6 · 3/5)"}},
    {"order=1",
     kBrief,
     71.65313105737893,
     {"by hand: all 3 words are right, but the reference has 4, and what is shorter pays: 100 · "
      "exp(1 − 4/3)",
      "手算：3 個詞全對，但參考答案有 4 個詞，太短要扣分：100 · exp(1 − 4/3)"}},

    {"tok=zh", kCopywriting, 14.058533129758727, kPeer},
    {"tok=zh,order=2", kCopywriting, 35.355339059327385, kPeer},
    {"", kCopywriting, 7.986788803078408, kPeer},
    {"", kEnglish, 63.40466277046863, kPeer},
    {"", kShort, 0, kPeer},
    {"eff=yes", kShort, 100.00000000000004, kPeer},
    {"smooth=add-k", kShort, 100.00000000000004, kPeer},
    {"order=6,smooth=floor,smooth_value=0.5,tok=intl", kQuoted, 26.216510218929866, kPeer},
    {"smooth=add-k,smooth_value=2,tok=char", kCopywriting, 21.11906768994643, kPeer},
    {"tok=intl", kQuoted, 48.326978309062206, kPeer},
    {"tok=zh-fixed",
     kRare,
     74.19446627365011,
     {"sacrebleu 2.6.0 with the ranges of its zh written in full",
      "sacrebleu 2.6.0，zh 的字元範圍改寫完整"}},
    {"", kSeveral, 100.00000000000004, kPeer},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

constexpr Text kDepartures[] = {
    {"Weights multiply a row's counts; sacreBLEU has none.",
     "可以替每一列加權（乘在計數上）；sacreBLEU 沒有權重。"},
    {"Rows without any reference count nowhere; sacreBLEU raises an error.",
     "沒有參考文字的列不計入；sacreBLEU 則會報錯。"}};

}  // namespace

SJ_METRIC(
    bleu, Bleu,
    {.title = {"BLEU", "BLEU 分數"},
     .summary = {"How much of the output's wording also stands in the reference, counted in runs "
                 "of one to four tokens over the whole test set.",
                 "整個測試集中，輸出有多少用詞（連續一到四個單元）也出現在參考文字裡。"},
     .reading = {"0 to 100; 100 is the reference word for word. No value is good or bad by itself: "
                 "hold it against the base model's, under the same key and on the same test set. "
                 "For Chinese use tok=zh.",
                 "0 到 100；100 表示與參考文字一字不差。單看一個值無所謂好壞："
                 "請在同一測試集上、以相同的設定和基底模型相比。中文請用 tok=zh。"},
     .misleads = {"The default 13a takes an unspaced Chinese clause for one word, so good Chinese "
                  "scores near 0. Texts of fewer than 4 tokens score 0 however right they are "
                  "(eff=yes mends that). It sees neither order over longer stretches nor logic, "
                  "and it punishes a good answer in other words.",
                  "預設的 13a 把沒有空格的中文整句當成一個詞，好的中文也會接近 0 分。不足 4 "
                  "個單元的文字就算全對也是 0 分（可用 eff=yes 補救）。它看不出長距離的語序與邏輯，"
                  "換句話說的好答案也會被扣分。"},
     .needs = Needs::reference,
     .high = 100,
     .perfect = 100,
     .decimals = 2,
     .family = "bleu",
     .cite = "Papineni et al. 2002; Post 2018",
     .peer = "sacrebleu 2.6.0",
     .departures = kDepartures,
     .parameters = kParameters,
     .examples = kExamples});

}  // namespace shijin
