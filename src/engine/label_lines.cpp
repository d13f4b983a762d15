// Label lines: the label counts of a run as evidence shows them.
#include "engine/label_lines.h"

#include "evidence/baseline.h"

namespace shijin {
namespace {

// Labels that a confusion table is made for; it grows with their square.
constexpr std::size_t kConfusionLabels = 500;

// The confusion table over the labels of the truth (or those given); any other prediction is
// "other". It is left empty where there are too many labels to show.
void give_confusion(const LabelSums& sums, Evidence& evidence) {
  std::vector<std::size_t> place(sums.names.size(), sums.names.size());
  Confusion& confusion = evidence.confusion;
  for (std::size_t i = 0; i < sums.names.size(); ++i) {
    if (!evidence.labels[i].in_truth_set) continue;
    place[i] = confusion.labels.size();
    confusion.labels.emplace_back(sums.names[i]);
  }
  const std::size_t size = confusion.labels.size();
  if (size > kConfusionLabels) {
    confusion.labels.clear();
    return;
  }
  confusion.counts.assign(size, std::vector<double>(size + 1));
  for (const LabelSums::Cell& cell : sums.cells) {
    if (cell.truth == LabelSums::kOther || place[cell.truth] >= size) continue;
    const bool named = cell.predicted != LabelSums::kOther && place[cell.predicted] < size;
    confusion.counts[place[cell.truth]][named ? place[cell.predicted] : size] += cell.count;
    confusion.has_other = confusion.has_other || !named;
  }
  if (confusion.has_other) return;
  for (auto& row : confusion.counts) row.pop_back();
}

}  // namespace

void give_labels(const LabelSums& sums, LabelsGiven given, Evidence& evidence) {
  for (std::size_t i = 0; i < sums.names.size(); ++i) {
    const LabelTally& tally = sums.labels[i];
    evidence.labels.push_back({std::string(sums.names[i]), tally.truth, tally.predicted, tally.hits,
                               given == LabelsGiven::yes || tally.truth > 0});
  }
  evidence.labels_given = given == LabelsGiven::yes;
  evidence.unparsed = sums.predicted_other;
  evidence.baselines = compute_baselines(evidence.labels);
  give_confusion(sums, evidence);
}

}  // namespace shijin
