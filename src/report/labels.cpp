// One line a label, weakest first, where there are more labels than a glance can hold; and one line
// a slice, those named by the user first.
#include <algorithm>

#include "base/numbers.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Labels", "各標籤"};
constexpr Text kSummary{"Precision, recall and F1 of every label, weakest first.",
                        "每個標籤的精確率、召回率與 F1，由弱到強。"};
constexpr Text kLabel{"label", "標籤"};
constexpr Text kRowsHead{"rows", "筆數"};
constexpr Text kSaidHead{"said", "判為"};
constexpr Text kHitsHead{"right", "答對"};
constexpr Text kPrecision{"precision", "精確率"};
constexpr Text kRecall{"recall", "召回率"};
constexpr Text kF1Interval{"F1 interval", "F1 區間"};

constexpr std::size_t kFewLabels = 3;

const ScoreLine* find(const LabelScores& scores, const char* metric, const std::string& label) {
  const auto found = scores.find({metric, label});
  return found == scores.end() ? nullptr : found->second;
}

Message value_of(const ScoreLine* line) {
  return line == nullptr ? Message("—") : value_words(line->score, line->decimals);
}

void write(const Evidence& evidence, Chapter& chapter) {
  if (evidence.labels.size() <= kFewLabels) return;
  chapter.title = Message(kTitle);
  const LabelScores scores = label_scores(evidence);
  std::vector<const LabelLine*> lines;
  for (const LabelLine& line : evidence.labels) lines.push_back(&line);
  const auto weakness = [&](const LabelLine* line) {
    const ScoreLine* f1 = find(scores, "f1", line->label);
    return f1 != nullptr && f1->score.value ? *f1->score.value : 2.0;  // the undefined last
  };
  std::stable_sort(lines.begin(), lines.end(), [&](const LabelLine* a, const LabelLine* b) {
    return weakness(a) < weakness(b);
  });
  Grid grid;
  grid.head = {Message(kLabel),     Message(kRowsHead), Message(kSaidHead), Message(kHitsHead),
               Message(kPrecision), Message(kRecall),   Message("F1"),      Message(kF1Interval)};
  grid.numeric = {false, true, true, true, true, true, true, true};
  for (const LabelLine* line : lines) {
    const ScoreLine* f1 = find(scores, "f1", line->label);
    const bool doubt = f1 != nullptr && f1->score.value && f1->interval;
    grid.rows.push_back({label_words(line->label), count_text(line->truth),
                         count_text(line->predicted), count_text(line->hits),
                         value_of(find(scores, "precision", line->label)),
                         value_of(find(scores, "recall", line->label)), value_of(f1),
                         doubt ? interval_words(*f1->interval, f1->decimals) : Message("—")});
  }
  chapter.blocks.emplace_back(std::move(grid));
}

constexpr Text kSlices{"Slices", "切片"};
constexpr Text kSlicesSummary{
    "Error rates of sets of rows: those named, and those found to be worse.",
    "各組樣本的錯誤率：使用者指定的，以及找到較差的。"};
constexpr Text kWhich{"rows", "樣本"};
constexpr Text kSliceRows{"count", "筆數"};
constexpr Text kWrong{"wrong", "答錯"};
constexpr Text kRate{"error rate", "錯誤率"};
constexpr Text kRateInterval{"95 % interval", "95 % 區間"};
constexpr Text kAnd{" and ", "且"};

void write_slices(const Evidence& evidence, Chapter& chapter) {
  if (evidence.slices.lines.empty()) return;
  chapter.title = Message(kSlices);
  Grid grid;
  grid.head = {Message(kWhich), Message(kSliceRows), Message(kWrong), Message(kRate),
               Message(kRateInterval)};
  grid.numeric = {false, true, true, true, true};
  for (const SliceLine& line : evidence.slices.lines) {
    std::vector<Message> parts;
    for (const SliceCondition& condition : line.conditions) parts.push_back(condition.words);
    const bool any = line.n > 0 && line.interval;
    const double rate = any ? static_cast<double>(line.errors) / static_cast<double>(line.n) : 0;
    grid.rows.push_back({join(parts, kAnd), grouped(line.n), grouped(line.errors),
                         any ? Message(fixed(rate, 3)) : Message("—"),
                         any ? interval_words(*line.interval, 3) : Message("—")});
  }
  chapter.blocks.emplace_back(std::move(grid));
}

}  // namespace

SJ_SECTION(labels, {"labels", 50, false, kSummary, &write});

SJ_SECTION(slices, {"slices", 60, true, kSlicesSummary, &write_slices});

}  // namespace shijin
