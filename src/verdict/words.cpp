// The small words.
#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "evidence/label_key.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kOneRow{"1 row", "1 筆"};
constexpr Text kRows{"{0} rows", "{0} 筆"};
constexpr Text kOneItem{"1 item", "1 個項目"};
constexpr Text kItems{"{0} items", "{0} 個項目"};
constexpr Text kPercent{"{0} %", "{0} %"};
constexpr Text kRowOne{"row {0}", "第 {0} 筆"};
constexpr Text kRowList{"rows {0}", "第 {0} 筆"};
constexpr Text kComma{", ", "、"};
constexpr Text kNext{"{0} {1}", "{0}{1}"};
constexpr Text kF1Of{"F1 of label {0}", "標籤 {0} 的 F1 "};
constexpr Text kPrecisionOf{"Precision of label {0}", "標籤 {0} 的精確率"};
constexpr Text kRecallOf{"Recall of label {0}", "標籤 {0} 的召回率"};
constexpr Text kMacroF1{"Macro F1", "巨觀平均 F1 "};
// Chinese goes on after a Latin word with a blank, after a Chinese one without.
constexpr Text kAtPrecision{"{0} (at precision {1})", "{0}（計算精度 {1}）"};
constexpr Text kLatinEnd{"{0}", "{0} "};

// Up to two significant digits: an estimate that says 184 claims too much.
double two_digits_up(double x) {
  double unit = 1;
  while (x / unit > 100) unit *= 10;
  return std::ceil(x / unit) * unit;
}

std::string whole(double x) { return grouped(std::llround(x)); }

}  // namespace

Message row_count(double rows) {
  return std::llround(rows) == 1 ? Message(kOneRow) : Message(kRows, {whole(rows)});
}

Message count_of(const Evidence& evidence, const ScoreLine& line) {
  const auto n = static_cast<double>(line.n);
  if (evidence.task != Task::rating) return row_count(n);
  return line.n == 1 ? Message(kOneItem) : Message(kItems, {whole(n)});
}

std::string estimate(double rows) { return whole(two_digits_up(std::max(2.0, rows))); }

Message percent(double share) {
  const double hundredfold = 100 * share;
  const bool fine = hundredfold < 9.95 || hundredfold > 99;
  std::string shown = fixed(hundredfold, fine ? 1 : 0);
  if (shown.ends_with(".0")) shown.resize(shown.size() - 2);
  return Message(kPercent, {shown});
}

Message example_rows(const std::vector<Example>& samples) {
  std::vector<Message> names;
  for (const Example& one : samples) names.emplace_back(std::to_string(one.row));
  return Message(names.size() == 1 ? kRowOne : kRowList, {join(names, kComma)});
}

int word_decimals(const ScoreLine& line) {
  // Some tools print six decimals; a sentence needs no more than it says of any other score.
  const int most = line.high > 1 ? 2 : 3;
  return std::max(1, (line.decimals > 3 ? most : line.decimals) - 1);
}

Message beside(double x, double other, int decimals) {
  while (decimals < 6 && x != other && fixed(x, decimals) == fixed(other, decimals)) ++decimals;
  return fixed(x, decimals);
}

Message subject(const Evidence& evidence, const ScoreLine& line) {
  struct Named {
    std::string_view metric;
    Text words;
  };
  constexpr Named kNamed[] = {{"f1", kF1Of}, {"precision", kPrecisionOf}, {"recall", kRecallOf}};
  if (line.key == "f1[avg=macro]") return Message(kMacroF1);
  for (const Named& named : kNamed) {
    if (line.metric != named.metric) continue;
    for (const LabelLine& label : evidence.labels) {
      if (line.key == label_key(named.metric, label.label)) {
        return Message(named.words, {label.label});
      }
    }
  }
  // What a language model says depends on how exactly it is computed, which its signature tells.
  constexpr std::string_view kMark = "|precision:";
  if (const std::size_t at = line.signature.find(kMark); at != std::string::npos) {
    const std::string rest = line.signature.substr(at + kMark.size());
    return Message(kAtPrecision, {line.title, rest.substr(0, rest.find('|'))});
  }
  const std::string title = line.title.in(Language::zh_hant);
  const bool latin = !title.empty() && static_cast<unsigned char>(title.back()) < 0x80;
  return latin ? Message(kLatinEnd, {line.title}) : line.title;
}

Message sentences(std::initializer_list<Message> parts) {
  Message all;
  for (const Message& part : parts) {
    if (part.empty()) continue;
    all = all.empty() ? part : Message(kNext, {all, part});
  }
  return all;
}

const LabelLine* find_label(const Evidence& evidence, std::string_view label) {
  for (const LabelLine& line : evidence.labels) {
    if (line.label == label) return &line;
  }
  return nullptr;
}

double truth_total(const Evidence& evidence) {
  double total = 0;
  for (const LabelLine& line : evidence.labels) total += line.truth;
  return total;
}

double own_rows(const Evidence& evidence, double rows) {
  const auto clusters = static_cast<double>(evidence.data.clusters);
  return clusters > 0 ? std::min(rows, clusters) : rows;
}

std::size_t truth_labels(const Evidence& evidence) {
  return static_cast<std::size_t>(std::count_if(evidence.labels.begin(), evidence.labels.end(),
                                                [](const LabelLine& l) { return l.truth > 0; }));
}

const LabelLine* most_frequent(const Evidence& evidence) {
  const LabelLine* best = nullptr;
  for (const LabelLine& line : evidence.labels) {
    if (line.truth > 0 && (best == nullptr || line.truth > best->truth)) best = &line;
  }
  return best;
}

const LabelLine* rarest(const Evidence& evidence) {
  const LabelLine* best = nullptr;
  for (const LabelLine& line : evidence.labels) {
    if (line.truth > 0 && (best == nullptr || line.truth < best->truth)) best = &line;
  }
  return best;
}

}  // namespace shijin
