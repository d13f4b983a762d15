// Choosing the core label.
#include "verdict/core.h"

#include <algorithm>

#include "evidence/baseline.h"
#include "evidence/label_key.h"
#include "stats/interval.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kNeverTrue{"no row is truly {0}", "沒有任何一筆的真實標籤是 {0}"};
constexpr Text kF1{"F1, label {0}", "F1，標籤 {0}"};

double level_of(const Evidence& evidence) {
  for (const ScoreLine& line : evidence.metrics) {
    if (line.interval) return line.interval->level;
  }
  return 0.95;
}

bool weighted(const Evidence& evidence) {
  const auto& columns = evidence.data.roles.columns;
  return std::any_of(columns.begin(), columns.end(),
                     [](const RoleColumn& column) { return column.role == Role::weight; });
}

const LabelLine* weakest(const Evidence& evidence) {
  const LabelLine* worst = nullptr;
  double lowest = 0;
  for (const LabelLine& label : evidence.labels) {
    if (!(label.truth > 0)) continue;
    const double f1 = 2 * label.hits / (label.truth + label.predicted);
    if (worst == nullptr || f1 < lowest) {
      worst = &label;
      lowest = f1;
    }
  }
  return worst;
}

}  // namespace

bool imbalanced(const Evidence& evidence) {
  const std::size_t labels = truth_labels(evidence);
  if (labels < 2) return false;
  const double share = rarest(evidence)->truth / truth_total(evidence);
  return share * static_cast<double>(labels) < 0.5;
}

ScoreLine f1_of(const Evidence& evidence, const LabelLine& label) {
  const std::string key = label_key("f1", label.label);
  if (const ScoreLine* measured = evidence.find(key)) return *measured;
  ScoreLine line;
  line.key = key;
  line.metric = "f1";
  line.title = Message(kF1, {label.label});
  line.n = evidence.data.used;
  const double both = label.truth + label.predicted - label.hits;
  if (!(label.truth > 0)) {
    line.score = Score::undefined(Message(kNeverTrue, {label.label}));
    return line;
  }
  line.score = Score::of(2 * label.hits / (label.truth + label.predicted));
  // Counts of weighted or clustered rows are not binomial: then there is no closed form.
  if (!weighted(evidence) && evidence.data.clusters == 0) {
    const double level = level_of(evidence);
    const Bounds bounds = f1_interval(label.hits, both, level);
    line.interval = Interval{bounds.lo, bounds.hi, level, "wilson-jaccard"};
  }
  return line;
}

std::optional<Core> find_core(const Evidence& evidence) {
  if (truth_labels(evidence) < 2) return std::nullopt;
  const LabelLine* positive = find_label(evidence, evidence.positive);
  Core core{};
  if (!evidence.positive.empty() && positive != nullptr && positive->truth > 0) {
    core.label = positive;
    core.reason = CoreReason::positive;
  } else if (imbalanced(evidence)) {
    core.label = rarest(evidence);
    core.reason = CoreReason::rare;
  } else {
    core.label = weakest(evidence);
    core.reason = CoreReason::weakest;
  }
  core.f1 = f1_of(evidence, *core.label);
  const std::vector<Baseline> own =
      evidence.baselines.empty() ? compute_baselines(evidence.labels) : evidence.baselines;
  if (const Baseline* best = best_baseline(own, core.f1.key)) core.constant = *best;
  return core;
}

}  // namespace shijin
