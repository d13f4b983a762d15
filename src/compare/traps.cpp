// Accuracy counts rows, so a label with few of them can be given up at a profit.
#include "compare/traps.h"

#include <algorithm>

#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kAlways{
    "The accuracy of {0} ({1}) is a trap: it never says {2}; it always says {3}, as anything that "
    "has not looked can.",
    "{0} 的準確率（{1}）是陷阱：它從不回答 {2}，一律回答 {3}，完全不看內容也能做到。"};
constexpr Text kNever{
    "The accuracy of {0} ({1}) is a trap: it never says {2}, which {3} rows are and {4} does say.",
    "{0} 的準確率（{1}）是陷阱：它從不回答 {2}，但這樣的樣本有 {3} 筆，而 {4} 會這樣回答。"};

double predicted_of(const Evidence& evidence, const std::string& label) {
  for (const LabelLine& line : evidence.labels) {
    if (line.label == label) return line.predicted;
  }
  return 0;
}

// The true label with most rows that a run has given up; nothing where there is none.
const LabelLine* given_up(const Evidence& base, const Evidence& run) {
  const LabelLine* most = nullptr;
  for (const LabelLine& line : run.labels) {
    const bool lost = line.truth > 0 && line.predicted == 0 && predicted_of(base, line.label) > 0;
    if (lost && (most == nullptr || line.truth > most->truth)) most = &line;
  }
  return most;
}

// The only label that a run ever says; nothing where it says several.
const LabelLine* only_answer(const Evidence& run) {
  const LabelLine* only = nullptr;
  for (const LabelLine& line : run.labels) {
    if (line.predicted == 0) continue;
    if (only != nullptr) return nullptr;
    only = &line;
  }
  return run.unparsed > 0 ? nullptr : only;
}

}  // namespace

std::vector<Message> accuracy_traps(const std::vector<MeasuredRun>& runs) {
  std::vector<Message> traps;
  const Evidence& base = runs.front().evidence;
  const ScoreLine* before = base.find("accuracy");
  if (before == nullptr || !before->score.value) return traps;
  for (std::size_t i = 1; i < runs.size(); ++i) {
    const Evidence& run = runs[i].evidence;
    const ScoreLine* after = run.find("accuracy");
    if (after == nullptr || !after->score.value) continue;
    const LabelLine* lost = given_up(base, run);
    if (lost == nullptr || *after->score.value < *before->score.value) continue;
    const std::string accuracy = fixed(*after->score.value, after->decimals);
    const LabelLine* only = only_answer(run);
    if (only != nullptr) {
      traps.push_back(Message(kAlways, {runs[i].name, accuracy, lost->label, only->label}));
    } else {
      traps.push_back(Message(
          kNever, {runs[i].name, accuracy, lost->label, shortest(lost->truth), runs.front().name}));
    }
  }
  return traps;
}

}  // namespace shijin
