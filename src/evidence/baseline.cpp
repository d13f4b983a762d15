// In closed form. Always saying a label of share p has precision p and recall 1, so F1 2p/(1+p).
// Saying it at random with probability p has precision, recall and F1 p.
#include "evidence/baseline.h"

#include "evidence/label_key.h"

namespace shijin {

std::vector<Baseline> compute_baselines(std::span<const LabelLine> labels) {
  double total = 0;
  double known = 0;  // labels that the averages run over
  const LabelLine* most = nullptr;
  for (const LabelLine& line : labels) {
    total += line.truth;
    known += line.truth > 0 ? 1 : 0;
    const bool more = most == nullptr || line.truth > most->truth ||
                      (line.truth == most->truth && line.label < most->label);
    if (more) most = &line;
  }
  if (most == nullptr || !(total > 0)) return {};
  const double share = most->truth / total;
  std::vector<Baseline> out;
  out.push_back({"majority", "accuracy", most->label, share});
  out.push_back({"majority", "balanced_accuracy", most->label, 1 / known});
  out.push_back({"majority", "f1[avg=macro]", most->label, 2 * share / (1 + share) / known});
  double chance = 0;
  for (const LabelLine& line : labels) {
    const double p = line.truth / total;
    if (p == 0) continue;
    chance += p * p;
    out.push_back({"always", label_key("f1", line.label), line.label, 2 * p / (1 + p)});
    out.push_back({"random", label_key("f1", line.label), "", p});
  }
  out.push_back({"random", "accuracy", "", chance});
  return out;
}

const Baseline* best_baseline(std::span<const Baseline> baselines, std::string_view key) {
  const Baseline* best = nullptr;
  for (const Baseline& one : baselines) {
    if (one.key == key && (best == nullptr || one.value > best->value)) best = &one;
  }
  return best;
}

}  // namespace shijin
