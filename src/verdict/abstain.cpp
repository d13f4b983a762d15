// Leaving the least sure answers to people: what accuracy the rest would have.
#include "base/numbers.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kHeadline{
    "Answering only from a confidence of {0} on ({1} of the rows) would put accuracy at {2} "
    "instead of {3}; people would see the other {4}.",
    "只在信心達到 {0} 時作答（占樣本 {1}），準確率會從 {3} 提高到 {2}；其餘 {4} 交由人工處理。"};
constexpr Text kRemedy{
    "Set the bar on development rows, and label what falls below it as training "
    "rows of the next round.",
    "請在開發集上設定這個門檻，並把低於門檻的樣本標註後納入下一輪訓練。"};

constexpr double kLeastAnswered = 0.75;
constexpr double kWorth = 0.03;

std::vector<Finding> apply(const Evidence& evidence) {
  const ProbabilityFacts& facts = evidence.probabilities;
  if (facts.rows < 200) return {};
  const AbstentionPoint* best = nullptr;
  for (const AbstentionPoint& point : facts.abstention) {
    if (point.answered < kLeastAnswered || point.answered > 0.95) continue;
    if (best == nullptr || point.accuracy > best->accuracy) best = &point;
  }
  if (best == nullptr || best->accuracy - facts.accuracy < kWorth) return {};
  Finding finding;
  finding.name = "abstain";
  finding.severity = Finding::Level::info;
  finding.headline = Message(
      kHeadline, {fixed(best->confidence, 2), percent(best->answered), fixed(best->accuracy, 2),
                  fixed(facts.accuracy, 2), percent(1 - best->answered)});
  finding.numbers = {{"confidence", best->confidence},
                     {"answered", best->answered},
                     {"left", 1 - best->answered},
                     {"accuracy", best->accuracy},
                     {"accuracy_all", facts.accuracy}};
  finding.because = {"accuracy"};
  finding.remedy = Message(kRemedy);
  return {finding};
}

}  // namespace

SJ_RULE(
    abstain,
    {.name = "abstain",
     .summary = {"With probabilities: what accuracy would be if the least sure answers were left "
                 "to people.",
                 "有機率時：把最沒把握的答案交給人工後，準確率會是多少。"},
     .remedy = {"Set a bar on the confidence, and label what falls below it.",
                "對信心設門檻，並標註低於門檻的樣本。"},
     .apply = &apply});

}  // namespace shijin
