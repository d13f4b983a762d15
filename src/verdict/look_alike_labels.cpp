// Look-alike labels: "Pos" and "pos", "0" and "0.0", or a stray blank, counted as two labels.
#include <algorithm>
#include <cmath>
#include <map>

#include "base/numbers.h"
#include "base/utf8.h"
#include "evidence/label_key.h"
#include "text/lower.h"
#include "verdict/look_alike.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kHeadline{"\"{0}\" and \"{1}\" look alike but count as two labels ({2} and {3}).",
                         "「{0}」與「{1}」看起來一樣，卻算成兩個標籤（{2}與 {3}）。"};
constexpr Text kGain{"As one label, accuracy would be {0} instead of {1}.",
                     "視為同一個標籤的話，準確率會從 {1} 變成 {0}。"};
constexpr Text kRemedy{
    "Write \"{0}\" wherever \"{1}\" stands, in the test set and in the training "
    "data, if they mean the same.",
    "如果意思相同，請把測試集與訓練資料裡的「{1}」都改寫成「{0}」。"};

constexpr std::size_t kAtMost = 3;

// Without case, blanks and full-width forms; numbers by their value.
std::string plain(std::string_view label) {
  std::string narrow;
  for (std::size_t at = 0; at < label.size();) {
    char32_t c = decode_utf8(label, at);
    if (is_python_space(c) || c == 0x200B || c == 0xFEFF) continue;
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    append_utf8(narrow, c);
  }
  narrow = lower(narrow);
  const std::optional<double> number = parse_number(narrow);
  return number && std::isfinite(*number) ? shortest(*number + 0.0) : narrow;
}

// Rows that would become right if the two labels were one.
double gain_of(const Evidence& evidence, const LabelLine& a, const LabelLine& b) {
  const auto& names = evidence.confusion.labels;
  const auto at = [&](const LabelLine& label) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), label.label) -
                                    names.begin());
  };
  const auto cell = [&](std::size_t t, std::size_t p) {
    const auto& counts = evidence.confusion.counts;
    return t < counts.size() && p < counts[t].size() ? counts[t][p] : 0.0;
  };
  const std::size_t i = at(a);
  const std::size_t j = at(b);
  if (i < names.size() && j < names.size()) return cell(i, j) + cell(j, i);
  // One of them is never true: its predictions lie in "other", mixed with the rest.
  const LabelLine& never = i < names.size() ? b : a;
  const LabelLine& known = i < names.size() ? a : b;
  return std::min(never.predicted, known.truth - known.hits);
}

Message rows_of(const LabelLine& label) {
  return row_count(label.truth > 0 ? label.truth : label.predicted);
}

}  // namespace

bool look_alike(std::string_view a, std::string_view b) { return a != b && plain(a) == plain(b); }

std::vector<std::pair<const LabelLine*, const LabelLine*>> look_alike_pairs(
    const Evidence& evidence) {
  std::map<std::string, std::vector<const LabelLine*>> groups;
  for (const LabelLine& label : evidence.labels) groups[plain(label.label)].push_back(&label);
  std::vector<std::pair<const LabelLine*, const LabelLine*>> pairs;
  for (auto& [name, group] : groups) {
    std::stable_sort(group.begin(), group.end(),
                     [](const LabelLine* a, const LabelLine* b) { return a->truth > b->truth; });
    for (std::size_t i = 1; i < group.size(); ++i) pairs.emplace_back(group[0], group[i]);
  }
  std::stable_sort(pairs.begin(), pairs.end(), [&](const auto& a, const auto& b) {
    return gain_of(evidence, *a.first, *a.second) > gain_of(evidence, *b.first, *b.second);
  });
  return pairs;
}

namespace {

std::vector<Finding> apply(const Evidence& evidence) {
  std::vector<Finding> findings;
  if (evidence.task != Task::classification) return findings;
  const double total = truth_total(evidence);
  double hits = 0;
  for (const LabelLine& label : evidence.labels) hits += label.hits;
  for (const auto& [first, second] : look_alike_pairs(evidence)) {
    if (!(total > 0) || findings.size() == kAtMost) break;
    const double gain = gain_of(evidence, *first, *second);
    const bool certain = first->in_truth_set && second->in_truth_set;
    Finding finding;
    finding.name = "look-alike-labels";
    finding.severity = gain / total >= 0.01 ? Finding::Level::high : Finding::Level::medium;
    finding.headline =
        Message(kHeadline, {first->label, second->label, rows_of(*first), rows_of(*second)});
    finding.numbers = {{"rows_first", first->truth},
                       {"rows_second", second->truth},
                       {"predicted_second", second->predicted}};
    // The gain is known only where the confusion table has both labels.
    Message better;
    if (certain) finding.numbers.emplace_back("accuracy_gain", gain / total);
    if (certain && gain > 0) {
      better = Message(kGain, {beside((hits + gain) / total, hits / total, 2),
                               beside(hits / total, (hits + gain) / total, 2)});
    }
    finding.because = {"accuracy", label_key("f1", first->label)};
    finding.remedy = sentences({Message(kRemedy, {first->label, second->label}), better});
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

SJ_RULE(
    look_alike_labels,
    {.name = "look-alike-labels",
     .summary = {"Two labels differ only in case, blanks, full-width forms or the way a number is "
                 "written, and count as two.",
                 "兩個標籤只差在大小寫、空白、全形字或數字寫法，卻被算成兩個。"},
     .remedy = {"Write each label in one way only, in the test set and in the training data.",
                "每個標籤只用一種寫法，測試集與訓練資料都要一致。"},
     .apply = &apply});

}  // namespace shijin
