// The luck of the best is worked out from the spread that the comparison itself has seen.
#include "compare/looks.h"

#include <cmath>

#include "base/numbers.h"
#include "compare/stored.h"
#include "stats/interval.h"

namespace shijin {
namespace {

constexpr Text kOften{
    "This test set has now judged {0} versions. Were all of them equally good, the best would "
    "still look about {1} better than it is, by luck alone: keep fresh rows for the last word.",
    "這份測試集至今已評判 {0} 個版本。即使它們一樣好，最好的那個也會因運氣而看起來高出約 {1}："
    "請留一批新的資料作最後判定。"};
constexpr Text kOftenUnknown{
    "This test set has now judged {0} versions; the best of so many looks better than it is: keep "
    "fresh rows for the last word.",
    "這份測試集至今已評判 {0} 個版本；這麼多版本中最好的那個會看起來比實際更好：請留一批新的資料"
    "作最後判定。"};

// A comparison tells a difference of so many standard errors four times in five.
constexpr double kFound = 1.959963984540054 + 0.8416212335729143;

}  // namespace

ComparisonRecord record_of(const std::vector<MeasuredRun>& runs, const Comparison& comparison) {
  ComparisonRecord record;
  record.created = comparison.facts.created;
  record.test_set = as_hex(runs.front().kept.test_set());
  record.metric = comparison.primary;
  for (const MeasuredRun& run : runs) {
    record.names.push_back(run.name);
    record.answers.push_back(as_hex(run.kept.answers));
  }
  if (comparison.best && comparison.best->winner) {
    record.winner = comparison.runs[*comparison.best->winner].name;
  }
  record.decision = decision_name(comparison.decision);
  return record;
}

double luck_of_best(std::int64_t versions, double error_of_difference) {
  if (versions < 2) return 0;
  const auto count = static_cast<double>(versions);
  const double largest = normal_quantile((count - 0.375) / (count + 0.25));
  return largest * error_of_difference / std::sqrt(2.0);
}

void give_looks(const TestSetUse& use, Comparison& comparison) {
  Looks looks;
  looks.versions = use.versions;
  looks.comparisons = use.comparisons;
  const ComparedScore* widest = nullptr;
  for (const ComparedScore& score : comparison.scores) {
    if (score.key != comparison.primary || !score.minimum_detectable) continue;
    if (widest == nullptr || *score.minimum_detectable > *widest->minimum_detectable) {
      widest = &score;
    }
  }
  if (widest != nullptr) {
    looks.luck = luck_of_best(use.versions, *widest->minimum_detectable / kFound);
  }
  if (use.versions >= kManyVersions) {
    const Message versions = grouped(use.versions);
    looks.warning = looks.luck ? Message(kOften, {versions, fixed(*looks.luck, widest->decimals)})
                               : Message(kOftenUnknown, {versions});
  }
  comparison.looks = std::move(looks);
}

}  // namespace shijin
