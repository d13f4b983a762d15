// Labels that the model's probabilities contradict: candidates for being wrong themselves.
#include "base/numbers.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kHeadline{
    "{0} of {1} labels ({2}) are doubtful: the model is surer of another label than it usually is "
    "where that label stands.",
    "{1} 個標籤中有 {0} 個（{2}）可疑：模型對另一個標籤的把握，高過它在該標籤樣本上的平均。"};
constexpr Text kRemedy{
    "Check them by hand before the score is believed: {0} is labelled \"{1}\", perhaps \"{2}\". "
    "shijin check lists them all.",
    "在相信分數之前請先人工複查：{0}標為「{1}」，可能是「{2}」。shijin check 會列出全部。"};

std::vector<Finding> apply(const Evidence& evidence) {
  const ProbabilityFacts& facts = evidence.probabilities;
  if (facts.suspects == 0 || facts.suspected.empty()) return {};
  const double share = static_cast<double>(facts.suspects) / static_cast<double>(facts.rows);
  if (share < 0.005) return {};
  Finding finding;
  finding.name = "labels-suspected";
  finding.severity = Finding::Level::low;
  finding.headline =
      Message(kHeadline, {grouped(facts.suspects), grouped(facts.rows), percent(share)});
  finding.numbers = {{"rows", static_cast<double>(facts.suspects)},
                     {"of", static_cast<double>(facts.rows)},
                     {"share", share}};
  finding.because = {"log_loss"};
  finding.samples = facts.suspected;
  const Example& first = facts.suspected.front();
  finding.remedy = Message(kRemedy, {example_rows({first}), first.reference, first.output});
  return {finding};
}

}  // namespace

SJ_RULE(
    labels_suspected,
    {.name = "labels-suspected",
     .summary = {"Labels that the model's probabilities contradict (confident learning, "
                 "Northcutt 2021): another label is at least as probable as it usually is where "
                 "it is given.",
                 "與模型機率矛盾的標籤（confident learning，Northcutt "
                 "2021）：另一個標籤的機率不低於它在自己樣本上的平均。"},
     .remedy = {"Check the most doubtful by hand; the probabilities must come from a model that "
                "has not seen these labels.",
                "請先人工複查最可疑的；機率必須來自沒看過這些標籤的模型。"},
     .apply = &apply});

}  // namespace shijin
