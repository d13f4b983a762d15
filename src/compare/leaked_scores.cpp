// The difference of the two parts comes from their two intervals (MOVER, Zou and Donner 2008): of
// Wilson's intervals that is Newcombe's.
#include "compare/leaked_scores.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/rescore.h"

namespace shijin {
namespace {

template <class T>
std::vector<T> chosen_of(const std::vector<T>& rows, const std::vector<bool>& chosen) {
  std::vector<T> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (chosen[i]) out.push_back(rows[i]);
  }
  return out;
}

// Some rows of a run, with the run's metrics: they go back when it is scored.
KeptRun part_of(KeptRun& kept, const std::vector<bool>& chosen) {
  KeptRun part;
  part.own = kept.own;
  part.labels = kept.labels;
  part.ids = chosen_of(kept.ids, chosen);
  part.row = chosen_of(kept.row, chosen);
  part.weights = chosen_of(kept.weights, chosen);
  if (!kept.lacks_text.empty()) part.lacks_text = chosen_of(kept.lacks_text, chosen);
  part.clusters = chosen_of(kept.clusters, chosen);
  part.classes = kept.classes;
  for (const KeptRun::Column& column : kept.columns) {
    const std::size_t bytes = column.rows.size() / kept.row.size();
    KeptRun::Column& some = part.columns.emplace_back();
    some.statistic = column.statistic;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (!chosen[i]) continue;
      const auto row = column.rows.begin() + static_cast<std::ptrdiff_t>(i * bytes);
      some.rows.insert(some.rows.end(), row, row + static_cast<std::ptrdiff_t>(bytes));
    }
  }
  return part;
}

std::vector<ScoreLine> scores_of(KeptRun& kept, const std::vector<bool>& chosen,
                                 const EvaluateOptions& options, Task task) {
  KeptRun part = part_of(kept, chosen);
  Evidence scored;
  std::vector<std::size_t> taken;
  for (std::size_t i = 0; i < kept.metrics.size(); ++i) {
    if (kept.metrics[i]->statistic().whole_set()) continue;
    taken.push_back(i);
    part.metrics.push_back(std::move(kept.metrics[i]));
    if (task != Task::rating) part.with_text.push_back(kept.with_text[i]);
  }
  if (task == Task::rating) {
    rescore_ratings(part, options.level, scored);
  } else {
    rescore(part, options, scored);
  }
  for (std::size_t k = 0; k < taken.size(); ++k) {
    kept.metrics[taken[k]] = std::move(part.metrics[k]);
  }
  return std::move(scored.metrics);
}

std::optional<Interval> difference_of(const ScoreLine& leaked, const ScoreLine& clean) {
  if (!leaked.score.value || !clean.score.value || !leaked.interval || !clean.interval) return {};
  const double between = *leaked.score.value - *clean.score.value;
  const double down = std::hypot(*leaked.score.value - leaked.interval->lo,
                                 clean.interval->hi - *clean.score.value);
  const double up = std::hypot(leaked.interval->hi - *leaked.score.value,
                               *clean.score.value - clean.interval->lo);
  return Interval{between - down, between + up, clean.interval->level, "mover"};
}

}  // namespace

std::vector<LeakedScore> leaked_scores(KeptRun& kept, const EvaluateOptions& options,
                                       const Evidence& evidence,
                                       std::span<const std::int64_t> leaked) {
  std::vector<LeakedScore> out;
  std::vector<bool> leaks(kept.row.size());
  for (std::size_t i = 0; i < kept.row.size(); ++i) {
    leaks[i] = std::binary_search(leaked.begin(), leaked.end(), kept.row[i]);
  }
  const auto count = std::count(leaks.begin(), leaks.end(), true);
  if (count == 0 || static_cast<std::size_t>(count) == leaks.size()) return out;
  const std::vector<ScoreLine> dirty = scores_of(kept, leaks, options, evidence.task);
  leaks.flip();
  const std::vector<ScoreLine> clean = scores_of(kept, leaks, options, evidence.task);
  for (const ScoreLine& all : evidence.metrics) {
    const auto same = [&](const ScoreLine& line) { return line.key == all.key; };
    const auto here = std::find_if(clean.begin(), clean.end(), same);
    const auto there = std::find_if(dirty.begin(), dirty.end(), same);
    if (here == clean.end() || there == dirty.end()) continue;
    out.push_back({all, *here, *there, difference_of(*there, *here)});
  }
  return out;
}

}  // namespace shijin
