// Median perplexity: that of the text in the middle, which no outlier moves. Of what a model wrote,
// by a fixed other model, it is how fluent the usual answer is.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "metrics/metric.h"
#include "metrics/perplexity_info.h"
#include "stats/interval.h"

namespace shijin {
namespace {

constexpr std::size_t kMostResampled = 5'000;

struct PplMedian {
  using Stat = double;  // the text's own perplexity; 0 of a text without tokens
  struct State {
    std::vector<std::pair<double, double>> texts;  // perplexity, weight
  };

  PplMedian(const Arguments&, const MetricContext&) {}

  Stat measure(Samples& samples, std::size_t row) const {
    if (!samples.log_probs.known()) return 0;
    const std::span<const double> tokens = samples.log_probs.of(row);
    double nats = 0;
    for (const double log_prob : tokens) nats -= log_prob;
    return tokens.empty() ? 0 : std::exp(nats / static_cast<double>(tokens.size()));
  }
  void add(State& state, const Stat& stat, double weight) const {
    if (stat > 0 && weight > 0) state.texts.emplace_back(stat, weight);
  }
  void merge(State& state, const State& other) const {
    state.texts.insert(state.texts.end(), other.texts.begin(), other.texts.end());
  }
  Score finish(const State& state) const {
    if (state.texts.empty()) return Score::undefined(Message(kNoTokens));
    const double middle = Sorted(state).middle();
    if (!std::isfinite(middle)) return Score::undefined(Message(kTooUnlikely));
    return Score::of(middle);
  }
  bool resampled(const State& state) const { return state.texts.size() <= kMostResampled; }
  // The standard error of a median by two order statistics (Price and Bonett 2001).
  Uncertainty uncertainty(const State& state) const {
    const Score score = finish(state);
    const Sorted sorted(state);
    const double rows = sorted.total;
    if (!score.value) return {.kind = Uncertainty::Kind::none};
    const double below = std::max(1.0, std::round((rows + 1) / 2 - std::sqrt(rows)));
    double chance = 0;  // that fewer than `below` of so many coins fall one way, or the other
    for (double i = 0; i < below; ++i) {
      chance += std::exp(std::lgamma(rows + 1) - std::lgamma(i + 1) - std::lgamma(rows - i + 1) -
                         (rows - 1) * std::log(2.0));
    }
    const double z = normal_quantile(1 - std::min(1.0, chance) / 2);
    const double spread = sorted.at(rows - below + 1) - sorted.at(below);
    const double error = z > 0 ? spread / (2 * z) : 0;
    return {.kind = Uncertainty::Kind::mean,
            .a = *score.value,
            .b = std::isfinite(error) ? error * error * rows : 0,
            .c = rows};
  }

 private:
  struct Sorted {
    std::vector<std::pair<double, double>> texts;
    double total = 0;

    explicit Sorted(const State& state) : texts(state.texts) {
      std::sort(texts.begin(), texts.end());
      for (const auto& text : texts) total += text.second;
    }
    /// The text that the rank (from 1) falls into
    double at(double rank) const {
      double before = 0;
      for (const auto& [value, weight] : texts) {
        before += weight;
        if (before >= rank) return value;
      }
      return texts.back().first;
    }
    double middle() const {
      double before = 0;
      for (std::size_t i = 0; i < texts.size(); ++i) {
        before += texts[i].second;
        if (2 * before > total) return texts[i].first;
        if (2 * before == total) return (texts[i].first + texts[i + 1].first) / 2;
      }
      return texts.back().first;
    }
  };
};

// √8 and 8, as of ppl[avg=sample]; and a third text of 2.
constexpr ExampleRow kThree[] = {
    kTwoScored[0], kTwoScored[1], {"e", "-", "", "", "-0.6931471805599453"}};
constexpr MetricExample kExamples[] = {
    {"", kTwoScored, 5.414213562373095, {"by hand: (√8 + 8) / 2", "手算：(√8 + 8) / 2"}},
    {"", kThree, 2.8284271247461903, {"by hand: √8, between 2 and 8", "手算：2 與 8 之間的 √8"}},
    {"", {}, std::numeric_limits<double>::quiet_NaN(), {"nothing to score", "沒有可計分的資料"}}};

}  // namespace

SJ_METRIC(
    ppl_median, PplMedian,
    perplexity_info(
        {.title = {"Perplexity, median text", "困惑度中位數"},
         .summary =
             {"The perplexity of the text in the middle, when texts stand in order of their own.",
              "把各筆文字依自身的困惑度排序，位於中間那一筆的困惑度。"},
         .reading =
             {"Of what a model wrote, by a fixed other model: how fluent the usual output is. "
              "Lower is better among texts scored by the same model.",
              "由另一個固定的模型評分時，代表一般輸出有多通順。由同一個模型評分時，越低越好。"},
         .misleads =
             {"Dull, repeated text is fluent too: read it beside repetition. It hides the few "
              "texts that are far off; ppl counts them.",
              "乏味重複的文字也很「通順」，請與重複率一起看。它看不到少數離譜的文字，ppl "
              "才會計入。"},
         .needs = Needs::log_probs,
         .cite = "Price and Bonett 2001, for its interval",
         .examples = kExamples}));

}  // namespace shijin
