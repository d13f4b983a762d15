// A threshold, or biases a label, that would be better: found on one half of the rows, judged on
// the other, without any training.
#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "evidence/label_key.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kF1{
    "Saying \"{0}\" from a probability of {1} on would put its F1 at {2} instead of {3} (a gain of "
    "{4} – {5}), without any training.",
    "只要「{0}」的機率達到 {1} 就判為它，F1 會從 {3} 變成 {2}（提高 {4} – {5}），不必重新訓練。"};
constexpr Text kCost{
    "Saying \"{0}\" from a probability of {1} on would put the cost of 1,000 rows at {2} instead "
    "of {3} (a saving of {4} – {5}), without any training.",
    "只要「{0}」的機率達到 {1} 就判為它，每 1,000 筆的成本會從 {3} 降為 {2}（節省 {4} – "
    "{5}），不必重新訓練。"};
constexpr Text kBiases{
    "Weighing the labels' probabilities differently would put macro F1 at {0} instead of {1}, "
    "without any training.",
    "調整各標籤機率的權重，巨觀平均 F1 會從 {1} 變成 {0}，不必重新訓練。"};
constexpr Text kBiasesCost{
    "Weighing the labels' probabilities differently would put the cost of 1,000 rows at {0} "
    "instead of {1}, without any training.",
    "調整各標籤機率的權重，每 1,000 筆的成本會從 {1} 降為 {0}，不必重新訓練。"};
constexpr Text kRemedy{
    "Set the threshold on development rows, not on these, and compare any retraining with it: "
    "reweighting mostly moves the same threshold.",
    "請在開發集上設定門檻，不要用這份資料；重新訓練的結果也應與它相比：調權重多半只是移動同一個門檻"
    "。"};

constexpr double kWorth = 0.01;  // of macro F1, or of the cost now

Finding make(Finding::Level level, Message headline) {
  Finding finding;
  finding.name = "threshold-better";
  finding.severity = level;
  finding.headline = std::move(headline);
  finding.remedy = Message(kRemedy);
  return finding;
}

std::vector<Finding> of_threshold(const ThresholdChoice& choice) {
  const bool cost = choice.measure == "cost";
  if (!choice.gain || (cost ? choice.gain->hi >= 0 : choice.gain->lo <= 0)) return {};
  const auto shown = [&](double x) { return cost ? grouped(std::llround(1000 * x)) : fixed(x, 2); };
  // A saving is a negative difference of costs.
  const double least = cost ? -choice.gain->hi : choice.gain->lo;
  const double most = cost ? -choice.gain->lo : choice.gain->hi;
  Finding finding = make(
      Finding::Level::medium,
      Message(cost ? kCost : kF1, {choice.label, fixed(choice.threshold, 2), shown(choice.best),
                                   shown(choice.now), shown(least), shown(most)}));
  const double scale = cost ? 1000 : 1;
  finding.numbers = {{"threshold", choice.threshold}, {"now", scale * choice.now},
                     {"best", scale * choice.best},   {"gain_lo", scale * least},
                     {"gain_hi", scale * most},       {"per", scale}};
  finding.because = {cost ? std::string("expected_cost") : label_key("f1", choice.label)};
  return {finding};
}

std::vector<Finding> apply(const Evidence& evidence) {
  const ProbabilityFacts& facts = evidence.probabilities;
  if (facts.threshold) return of_threshold(*facts.threshold);
  if (facts.biases.empty()) return {};
  const bool cost = facts.biases_now > facts.biases_best && !evidence.costs.empty();
  const double gain = std::abs(facts.biases_best - facts.biases_now);
  if (cost ? gain < kWorth * facts.biases_now : facts.biases_best - facts.biases_now < kWorth) {
    return {};
  }
  const auto shown = [&](double x) { return cost ? grouped(std::llround(1000 * x)) : fixed(x, 2); };
  Finding finding = make(
      Finding::Level::low,
      Message(cost ? kBiasesCost : kBiases, {shown(facts.biases_best), shown(facts.biases_now)}));
  const double scale = cost ? 1000 : 1;
  finding.numbers = {
      {"now", scale * facts.biases_now}, {"best", scale * facts.biases_best}, {"per", scale}};
  finding.because = {cost ? "expected_cost" : "f1[avg=macro]"};
  return {finding};
}

}  // namespace

SJ_RULE(threshold_better,
        {.name = "threshold-better",
         .summary = {"With probabilities: another threshold would score better, chosen on one half "
                     "of the rows and judged on the other.",
                     "有機率時：換一個門檻會更好；在一半樣本上選出，另一半上驗證。"},
         .remedy = {"Set the threshold on development rows; it costs no training.",
                    "請在開發集上設定門檻；不必重新訓練。"},
         .apply = &apply});

}  // namespace shijin
