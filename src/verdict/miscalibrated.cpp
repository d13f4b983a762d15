// Probabilities that cannot be taken at their word, and the temperature that mends them.
#include <cmath>

#include "base/numbers.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kOver{
    "The model is surer than it is right: mean confidence {0}, accuracy {1}. Dividing its logits "
    "by {2} lowers the log loss from {3} to {4}.",
    "模型過度自信：平均信心 {0}，準確率 {1}。把 logit 除以 {2}，對數損失可從 {3} 降到 {4}。"};
constexpr Text kUnder{
    "The model is less sure than it is right: mean confidence {0}, accuracy {1}. Dividing its "
    "logits by {2} lowers the log loss from {3} to {4}.",
    "模型信心不足：平均信心 {0}，準確率 {1}。把 logit 除以 {2}，對數損失可從 {3} 降到 {4}。"};
constexpr Text kRemedy{
    "Fit the temperature on development rows before thresholds or costs are worked out from these "
    "probabilities; no answer changes.",
    "用這些機率計算門檻或成本之前，請先在開發集上校準溫度；答案不會因此改變。"};

constexpr double kWorth = 0.01;  // nats a row
constexpr double kApart = 0.02;  // between confidence and accuracy

std::vector<Finding> apply(const Evidence& evidence) {
  const ProbabilityFacts& facts = evidence.probabilities;
  const double apart = facts.confidence - facts.accuracy;
  if (facts.rows == 0 || facts.log_loss - facts.log_loss_scaled < kWorth) return {};
  if (std::abs(apart) < kApart) return {};
  Finding finding;
  finding.name = "miscalibrated";
  finding.severity = std::abs(apart) >= 0.1 ? Finding::Level::medium : Finding::Level::low;
  finding.headline =
      Message(apart > 0 ? kOver : kUnder,
              {fixed(facts.confidence, 2), fixed(facts.accuracy, 2), fixed(facts.temperature, 2),
               fixed(facts.log_loss, 3), fixed(facts.log_loss_scaled, 3)});
  finding.numbers = {{"confidence", facts.confidence},
                     {"accuracy", facts.accuracy},
                     {"temperature", facts.temperature},
                     {"log_loss", facts.log_loss},
                     {"log_loss_scaled", facts.log_loss_scaled}};
  finding.because = {"log_loss", "ece"};
  finding.remedy = Message(kRemedy);
  return {finding};
}

}  // namespace

SJ_RULE(
    miscalibrated,
    {.name = "miscalibrated",
     .summary = {"With probabilities: they are too high or too low, and a temperature mends it.",
                 "有機率時：機率整體偏高或偏低，可用溫度校準。"},
     .remedy = {"Divide the logits by the temperature, fitted on development rows.",
                "把 logit 除以在開發集上求得的溫度。"},
     .apply = &apply});

}  // namespace shijin
