// Unseen label: the model says a label that no row of the test set truly has.
#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "base/utf8.h"
#include "verdict/look_alike.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kHeadline{"The model says \"{0}\" {1} times, but no row is truly \"{0}\".",
                         "模型回答「{0}」{1} 次，但沒有任何一筆的真實標籤是「{0}」。"};
constexpr Text kOnce{"The model says \"{0}\" once, but no row is truly \"{0}\".",
                     "模型回答「{0}」1 次，但沒有任何一筆的真實標籤是「{0}」。"};
constexpr Text kNear{"If it means \"{0}\", write it so in the outputs and in the training data.",
                     "如果指的是「{0}」，請在輸出與訓練資料裡都這樣寫。"};
constexpr Text kRemove{
    "If the model should never say it, take it out of the training data and name "
    "the allowed labels in the prompt.",
    "如果模型不該這樣回答，請從訓練資料移除它，並在提示裡列出可用的標籤。"};
constexpr Text kTest{"If it is a real label, add test rows that truly have it.",
                     "如果它本來就是合法的標籤，請在測試集加入真實標籤為它的樣本。"};

constexpr std::size_t kAtMost = 3;
constexpr std::size_t kLeastNear = 3;  // characters of a label that may be another one's slip

bool has_twin(const Evidence& evidence, const LabelLine& unseen) {
  return std::any_of(evidence.labels.begin(), evidence.labels.end(), [&](const LabelLine& label) {
    return label.truth > 0 && look_alike(label.label, unseen.label);
  });
}

std::vector<const LabelLine*> unseen_labels(const Evidence& evidence) {
  std::vector<const LabelLine*> unseen;
  for (const LabelLine& label : evidence.labels) {
    if (!label.in_truth_set && label.predicted > 0) unseen.push_back(&label);
  }
  std::stable_sort(unseen.begin(), unseen.end(), [](const LabelLine* a, const LabelLine* b) {
    return a->predicted > b->predicted;
  });
  // Looking for twins costs a pass over the labels: only until enough are found.
  std::vector<const LabelLine*> told;
  for (const LabelLine* label : unseen) {
    if (told.size() == kAtMost) break;
    if (!has_twin(evidence, *label)) told.push_back(label);
  }
  return told;
}

std::vector<Example> examples_of(const Evidence& evidence, std::string_view label) {
  std::vector<Example> found;
  for (const Example& one : evidence.unparsed_examples) {
    if (one.output == label) found.push_back(one);
  }
  return found;
}

std::vector<Finding> apply(const Evidence& evidence) {
  std::vector<Finding> findings;
  const double total = truth_total(evidence);
  if (evidence.task != Task::classification || !(total > 0)) return findings;
  std::vector<std::string> known;
  for (const LabelLine& label : evidence.labels) {
    if (label.truth > 0) known.push_back(label.label);
  }
  for (const LabelLine* label : unseen_labels(evidence)) {
    const double share = label->predicted / total;
    Finding finding;
    finding.name = "label-unseen";
    finding.severity = share >= 0.05   ? Finding::Level::high
                       : share >= 0.01 ? Finding::Level::medium
                                       : Finding::Level::low;
    const auto times = std::llround(label->predicted);
    finding.headline = times == 1 ? Message(kOnce, {label->label})
                                  : Message(kHeadline, {label->label, grouped(times)});
    finding.numbers = {{"predicted", label->predicted}, {"share", share}};
    finding.because = {"accuracy"};
    finding.samples = examples_of(evidence, label->label);
    // Of short labels every one is near: "0" is no slip of "1".
    const bool told_apart = count_code_points(label->label) < kLeastNear;
    const std::string near = told_apart ? "" : nearest_name(label->label, known);
    finding.remedy =
        sentences({near.empty() || near == label->label ? Message() : Message(kNear, {near}),
                   Message(kRemove), Message(kTest)});
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

SJ_RULE(
    label_unseen,
    {.name = "label-unseen",
     .summary = {"The model says a label that no row of the test set truly has.",
                 "模型回答了測試集裡沒有任何樣本真正屬於的標籤。"},
     .remedy = {"Write the labels of outputs and truth the same way, or take the label out of the "
                "training data, or add test rows that truly have it.",
                "讓輸出與真實標籤寫法一致；或從訓練資料移除該標籤；或在測試集加入這類樣本。"},
     .apply = &apply});

}  // namespace shijin
