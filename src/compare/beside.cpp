// The front over several scores, and one table of labels minus another.
#include "compare/beside.h"

#include <algorithm>

#include "stats/best.h"

namespace shijin {
namespace {

// The scores of one metric by run, where every run has one and one end of it is good.
std::vector<double> scores_of(const Comparison& comparison, const ComparedScore& first) {
  if (first.better == Better::neither || !first.base.value) return {};
  std::vector<double> scores = {*first.base.value};
  for (std::size_t run = 1; run < comparison.runs.size(); ++run) {
    const ComparedScore* score = comparison.find(first.key, run);
    if (score == nullptr || !score->score.value) return {};
    scores.push_back(*score->score.value);
  }
  return scores;
}

bool of_one_label(std::string_view key) { return key.find("label=") != std::string_view::npos; }

void add_counts(const Confusion& from, double sign, ConfusionDifference& into) {
  const auto place = [&](const std::string& label) {
    const auto at = std::lower_bound(into.labels.begin(), into.labels.end(), label);
    return static_cast<std::size_t>(at - into.labels.begin());
  };
  for (std::size_t truth = 0; truth < from.counts.size(); ++truth) {
    std::vector<double>& row = into.counts[place(from.labels[truth])];
    for (std::size_t said = 0; said < from.counts[truth].size(); ++said) {
      const bool other = said >= from.labels.size();
      row[other ? into.labels.size() : place(from.labels[said])] += sign * from.counts[truth][said];
    }
  }
}

}  // namespace

std::optional<Pareto> pareto_of(const Comparison& comparison) {
  const std::size_t runs = comparison.runs.size();
  if (runs < 3) return std::nullopt;
  const bool whole = std::any_of(comparison.scores.begin(), comparison.scores.end(),
                                 [](const auto& one) { return !of_one_label(one.key); });
  Pareto pareto;
  std::vector<std::vector<double>> by_metric;
  std::vector<Larger> larger;
  for (const ComparedScore& score : comparison.scores) {
    if (score.run != 1 || (whole && of_one_label(score.key))) continue;
    std::vector<double> scores = scores_of(comparison, score);
    if (scores.empty()) continue;
    pareto.keys.push_back(score.key);
    larger.push_back(score.better == Better::higher ? Larger::is_better : Larger::is_worse);
    by_metric.push_back(std::move(scores));
  }
  if (pareto.keys.size() < 2) return std::nullopt;
  std::vector<double> by_run;
  for (std::size_t run = 0; run < runs; ++run) {
    for (const auto& scores : by_metric) by_run.push_back(scores[run]);
  }
  const std::vector<bool> front = pareto_front(by_run, larger);
  for (std::size_t run = 0; run < runs; ++run) {
    if (front[run]) pareto.front.push_back(run);
  }
  return pareto;
}

std::optional<ConfusionDifference> confusion_difference(const Evidence& before,
                                                        const Evidence& after, std::size_t run) {
  if (before.confusion.labels.empty() || after.confusion.labels.empty()) return std::nullopt;
  ConfusionDifference moved;
  moved.run = run;
  moved.labels = before.confusion.labels;
  moved.labels.insert(moved.labels.end(), after.confusion.labels.begin(),
                      after.confusion.labels.end());
  std::sort(moved.labels.begin(), moved.labels.end());
  moved.labels.erase(std::unique(moved.labels.begin(), moved.labels.end()), moved.labels.end());
  moved.has_other = before.confusion.has_other || after.confusion.has_other;
  const std::size_t columns = moved.labels.size() + (moved.has_other ? 1 : 0);
  moved.counts.assign(moved.labels.size(), std::vector<double>(columns));
  add_counts(before.confusion, -1, moved);
  add_counts(after.confusion, 1, moved);
  return moved;
}

}  // namespace shijin
