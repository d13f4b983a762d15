// Label lines: the label counts of a run as evidence shows them.
#include "engine/label_lines.h"

#include <set>

#include "base/numbers.h"
#include "evidence/baseline.h"
#include "metrics/label_cost.h"

namespace shijin {
namespace {

constexpr Text kPositiveUnknown{"no row is truly or predicted \"{0}\"",
                                "沒有任何一列的真實或預測標籤是「{0}」"};
constexpr Text kLabelsSeen{"one of: {0}", "下列之一：{0}"};
constexpr Text kNearest{"write --positive {0}", "請改寫 --positive {0}"};
constexpr Text kShares{"--prevalence: {0}", "--prevalence：{0}"};
constexpr Text kSharesOf{"shares of labels that some row truly has: {0}",
                         "資料中確實存在的標籤占比：{0}"};
constexpr Text kSharesUnused{"--prevalence weighs costs and thresholds, and here are neither",
                             "--prevalence 用於加權成本與門檻，但這裡兩者皆無"};
constexpr Text kSharesUnusedHelp{"add --cost '0>1=5,1>0=1', or columns of probabilities",
                                 "請加上 --cost '0>1=5,1>0=1'，或提供機率欄位"};
constexpr Text kCostUnknown{"--cost names labels that no row has as truth or prediction: {0}",
                            "--cost 提到的標籤沒有出現在任何一列的真實或預測標籤中：{0}"};
constexpr Text kCostUnknownHelp{"the labels are: {0}", "現有標籤：{0}"};

// Labels shown at most when a message lists them.
constexpr std::size_t kListed = 12;

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

std::vector<std::string> names_in(const LabelSums& sums, bool only_true) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < sums.names.size(); ++i) {
    if (!only_true || sums.labels[i].truth > 0) names.emplace_back(sums.names[i]);
  }
  return names;
}

Result<Done> check_positive(const EvaluateOptions& options, const LabelSums& sums) {
  if (options.positive.empty() || sums.find(options.positive) >= 0) return Done{};
  const std::vector<std::string> names = names_in(sums, false);
  Error error;
  error.name = "label-unknown";
  error.found = Message(kPositiveUnknown, {options.positive});
  error.expected = Message(kLabelsSeen, {list_of(names)});
  const std::string near = nearest_name(options.positive, names);
  if (!near.empty()) error.help = Message(kNearest, {near});
  return error;
}

Result<Done> check_shares(const EvaluateOptions& options, const LabelSums& sums) {
  if (options.prevalence.empty()) return Done{};
  MetricContext context;
  context.costs = options.costs;
  context.prevalence = options.prevalence;
  const auto shares = CostRule({}, context).shares(sums);
  if (shares.ok()) return Done{};
  Error error = shares.error();
  error.found = Message(kShares, {error.found});
  error.expected = Message(kSharesOf, {list_of(names_in(sums, true))});
  return error;
}

void note_unused(Message found, Message help, const char* name, Notes& notes) {
  Error note;
  note.name = name;
  note.severity = Severity::warning;
  note.found = std::move(found);
  note.help = std::move(help);
  notes.add(std::move(note));
}

void note_costs(const EvaluateOptions& options, const LabelSums& sums, Notes& notes) {
  std::set<std::string> unknown;
  for (const auto& [key, cost] : options.costs) {
    const std::size_t arrow = key.rfind('>');
    for (const std::string& label : {key.substr(0, arrow), key.substr(arrow + 1)}) {
      if (label != "*" && sums.find(label) < 0) unknown.insert(label);
    }
  }
  if (unknown.empty()) return;
  note_unused(Message(kCostUnknown, {list_of({unknown.begin(), unknown.end()})}),
              Message(kCostUnknownHelp, {list_of(names_in(sums, false))}), "label-unknown", notes);
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

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (std::size_t i = 0; i < names.size() && i < kListed; ++i) {
    list += (list.empty() ? "" : ", ") + names[i];
  }
  return names.size() > kListed ? list + ", …" : list;
}

Result<Done> check_named_labels(const EvaluateOptions& options, const LabelSums& sums,
                                bool probabilities, Notes& notes) {
  SJ_TRY(check_positive(options, sums));
  SJ_TRY(check_shares(options, sums));
  note_costs(options, sums, notes);
  if (!options.prevalence.empty() && options.costs.empty() && !probabilities) {
    note_unused(Message(kSharesUnused), Message(kSharesUnusedHelp), "prevalence-unused", notes);
  }
  return Done{};
}

}  // namespace shijin
