// Raters disagree: scores that cannot be leaned on, because raters do not see the same, or because
// one of them counts otherwise.
#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "verdict/rule.h"

namespace shijin {
namespace {

constexpr Text kDisagree{
    "Raters agree little on {0}: Krippendorff's alpha is {1}, below {2}, and Gwet's AC2 is {3}.",
    "評分者對「{0}」的看法不太一致：Krippendorff α 為 {1}，低於 {2}；Gwet AC2 為 {3}。"};
constexpr Text kDisagreeHelp{
    "Look at items with scores far apart, write down what each score means with an example, and "
    "have some items scored again before leaning on the mean.",
    "請檢視給分差距大的項目，為每個分數寫下含意與例子，並重評部分項目，再依據平均分下判斷。"};
constexpr Text kSkewed{
    "Alpha on {0} is only {1} although raters agree (AC2 {3}): nearly all scores are alike.",
    "「{0}」的 α 只有 {1}，但評分者其實一致（AC2 為 {3}）：幾乎所有分數都相同。"};
constexpr Text kSkewedHelp{
    "These scores hardly tell items apart. Use a finer scale, or compare versions side by side.",
    "這些分數幾乎分不出項目的好壞。可改用更細的量尺，或讓兩個版本並排比較。"};
constexpr Text kStrict{"{0} scores {1} {2} points below the average rater on the same items.",
                       "{0} 在同樣的項目上給「{1}」的分數，比平均的評分者低 {2} 分。"};
constexpr Text kLenient{"{0} scores {1} {2} points above the average rater on the same items.",
                        "{0} 在同樣的項目上給「{1}」的分數，比平均的評分者高 {2} 分。"};
constexpr Text kSeverityHelp{
    "Read the adjusted mean ({0}) beside the plain one, and let every rater score every item, or "
    "a random share of them.",
    "請把調整後平均（{0}）與原平均對照，並讓每位評分者評全部項目，或隨機分配的一部分。"};
constexpr Text kEverything{"the scores", "評分"};

constexpr double kAlphaLeast = 0.667;    // Krippendorff: below it, do not lean on the scores
constexpr double kAgreeing = 0.7;        // Gwet's AC2 of raters who do agree
constexpr double kSeverityShare = 0.15;  // of the scale: far enough to matter
constexpr std::int64_t kItemsLeast = 10;

Message named(const RatingDimension& dimension) {
  return dimension.name.empty() ? Message(kEverything) : Message(dimension.name);
}

void add_agreement(const RatingDimension& dimension, std::vector<Finding>& findings) {
  const AgreementLine* alpha = dimension.find("krippendorff_alpha");
  const AgreementLine* ac2 = dimension.find("gwet_ac2");
  const bool told = alpha != nullptr && ac2 != nullptr && alpha->score.value && ac2->score.value &&
                    alpha->items >= kItemsLeast;
  if (!told || *alpha->score.value >= kAlphaLeast) return;
  const bool skewed = *ac2->score.value >= kAgreeing;
  Finding finding;
  finding.name = "raters-disagree";
  finding.severity = skewed ? Finding::Level::low : Finding::Level::high;
  finding.headline =
      Message(skewed ? kSkewed : kDisagree, {named(dimension), fixed(*alpha->score.value, 2),
                                             fixed(kAlphaLeast, 3), fixed(*ac2->score.value, 2)});
  finding.numbers = {{"krippendorff_alpha", *alpha->score.value}, {"gwet_ac2", *ac2->score.value}};
  finding.remedy = Message(skewed ? kSkewedHelp : kDisagreeHelp);
  findings.push_back(std::move(finding));
}

void add_severity(const Evidence& evidence, const RatingDimension& dimension,
                  std::vector<Finding>& findings) {
  const RaterLine* worst = nullptr;
  for (const RaterLine& line : evidence.ratings.raters) {
    if (line.dimension != dimension.name || !line.severity.value) continue;
    if (line.ratings < kItemsLeast) continue;
    if (worst == nullptr || std::abs(*line.severity.value) > std::abs(*worst->severity.value)) {
      worst = &line;
    }
  }
  const double range = dimension.high - dimension.low;
  if (worst == nullptr || std::abs(*worst->severity.value) < kSeverityShare * range) return;
  Finding finding;
  finding.name = "raters-disagree";
  finding.severity = Finding::Level::medium;
  const double severity = *worst->severity.value;
  finding.headline = Message(severity < 0 ? kStrict : kLenient,
                             {worst->rater, named(dimension), fixed(std::abs(severity), 2)});
  finding.numbers = {{"rater_severity", severity}};
  finding.remedy = Message(kSeverityHelp, {fixed(dimension.adjusted.value.value_or(0), 2)});
  findings.push_back(std::move(finding));
}

std::vector<Finding> apply(const Evidence& evidence) {
  std::vector<Finding> findings;
  for (const RatingDimension& dimension : evidence.ratings.dimensions) {
    add_agreement(dimension, findings);
    add_severity(evidence, dimension, findings);
  }
  return findings;
}

}  // namespace

SJ_RULE(raters_disagree,
        {.name = "raters-disagree",
         .summary = {"Krippendorff's alpha of ten items or more is below 0.667, or a rater lies 15 "
                     "% of the scale above or below the others on the same items.",
                     "十個以上項目的 Krippendorff α 低於 0.667，或某位評分者在同樣的項目上比其他人"
                     "高或低出量尺的 15 %。"},
         .remedy = {"Write down what each score means, have items scored again, and let raters "
                    "share items.",
                    "寫下每個分數的含意、重評部分項目，並讓評分者評共同的項目。"},
         .apply = &apply});

}  // namespace shijin
