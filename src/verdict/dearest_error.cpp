// Costs: what 1,000 rows cost, which confusion costs most, and what that share comes from.
#include <algorithm>
#include <cmath>
#include <optional>

#include "base/numbers.h"
#include "evidence/cost.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kHeadline{
    "1,000 rows cost {0} ({1} – {2}); {3} of that comes from saying \"{4}\" when it is \"{5}\" "
    "({6} of {7} such rows).",
    "每 1,000 筆的成本為 {0}（{1} – {2}），其中 {3} 來自把「{5}」答成「{4}」（這類樣本 {7} 筆中有 "
    "{6} 筆）。"};
constexpr Text kHeadlineBare{
    "1,000 rows cost {0}; {1} of that comes from saying \"{2}\" when it is \"{3}\" ({4} of {5} "
    "such rows).",
    "每 1,000 筆的成本為 {0}，其中 {1} 來自把「{3}」答成「{2}」（這類樣本 {5} 筆中有 {4} 筆）。"};
constexpr Text kRemedy{
    "Mend this confusion first: add training rows of \"{0}\" that resemble the wrong ones, and "
    "raise their weight about as much as their error is dearer.",
    "請先改善這種混淆：補上與答錯樣本相似的「{0}」訓練資料，權重約按其錯誤的相對成本提高。"};
constexpr Text kThreshold{"A threshold may gain as much without training.",
                          "調整門檻或許不必重新訓練就有同樣效果。"};

struct Dearest {
  std::size_t truth = 0;
  std::size_t said = 0;
  double cost = 0;  // a row
  double count = 0;
};

// The confusion that costs most a row, with labels as frequent as in use.
std::optional<Dearest> find_dearest(const Evidence& evidence) {
  const Confusion& confusion = evidence.confusion;
  std::vector<std::string_view> names;
  std::vector<double> rows;
  for (const LabelLine& line : evidence.labels) {
    names.push_back(line.label);
    rows.push_back(line.truth);
  }
  const std::vector<double> shares = shares_in_use(evidence.prevalence, names, rows);
  std::optional<Dearest> dearest;
  for (std::size_t t = 0; t < confusion.labels.size(); ++t) {
    const LabelLine* line = find_label(evidence, confusion.labels[t]);
    if (line == nullptr || !(line->truth > 0)) continue;
    const double share = shares[static_cast<std::size_t>(line - evidence.labels.data())];
    for (std::size_t p = 0; p < confusion.labels.size(); ++p) {
      const double count = confusion.counts[t][p];
      const auto cost = price_of(evidence.costs, confusion.labels[t], confusion.labels[p]);
      if (p == t || !(count > 0) || !cost) continue;
      const double here = *cost * share * count / line->truth;
      if (!dearest || here > dearest->cost) dearest = Dearest{t, p, here, count};
    }
  }
  return dearest;
}

std::vector<Finding> apply(const Evidence& evidence) {
  const ScoreLine* cost = evidence.find("expected_cost");
  if (evidence.costs.empty() || cost == nullptr || !cost->score.value) return {};
  const std::optional<Dearest> dearest = find_dearest(evidence);
  const double all = *cost->score.value;
  if (!dearest || !(all > 0)) return {};
  const std::string& truth = evidence.confusion.labels[dearest->truth];
  const std::string& said = evidence.confusion.labels[dearest->said];
  const LabelLine* line = find_label(evidence, truth);
  const double share = std::min(1.0, dearest->cost / all);
  const auto thousand = [](double x) { return grouped(std::llround(1000 * x)); };
  const std::string count = grouped(std::llround(dearest->count));
  const std::string rows = grouped(std::llround(line->truth));
  Finding finding;
  finding.name = "dearest-error";
  finding.severity = share >= 0.5 ? Finding::Level::high : Finding::Level::medium;
  finding.headline =
      cost->interval
          ? Message(kHeadline,
                    {thousand(all), thousand(cost->interval->lo), thousand(cost->interval->hi),
                     percent(share), said, truth, count, rows})
          : Message(kHeadlineBare, {thousand(all), percent(share), said, truth, count, rows});
  finding.numbers = {{"cost_per_1000", 1000 * all},
                     {"per", 1000},
                     {"share", share},
                     {"rows", dearest->count},
                     {"of", line->truth}};
  if (cost->interval) {
    finding.numbers.emplace_back("cost_per_1000_lo", 1000 * cost->interval->lo);
    finding.numbers.emplace_back("cost_per_1000_hi", 1000 * cost->interval->hi);
  }
  finding.because = {"expected_cost"};
  finding.samples = evidence.confusion.examples[dearest->truth][dearest->said];
  finding.remedy = sentences({Message(kRemedy, {truth}),
                              evidence.probabilities.threshold ? Message(kThreshold) : Message()});
  finding.gain = dearest->count / truth_total(evidence);
  return {finding};
}

}  // namespace

SJ_RULE(dearest_error,
        {.name = "dearest-error",
         .summary = {"With --cost: what 1,000 rows cost, and which confusion costs most.",
                     "使用 --cost 時：每 1,000 筆的成本，以及哪種混淆最花錢。"},
         .remedy = {"Mend the dearest confusion first, by training rows, weights or a threshold.",
                    "先改善最花錢的混淆：補訓練資料、調權重或調門檻。"},
         .apply = &apply});

}  // namespace shijin
