// Whether length decides the score of a generation's rows: ten groups by the length of the output.
#include "base/numbers.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Score against length", "分數與長度"};
constexpr Text kSummary{"How a metric's scores go with the length of the outputs.",
                        "指標的分數如何隨輸出長度變化。"};
constexpr Text kGroups{
    "The rows in ten groups of equal size by the length of their outputs, with the {0} of each:",
    "依輸出長度把樣本分成筆數相同的十組，以及各組的{0}："};
constexpr Text kLength{"characters", "字元數"};
constexpr Text kMiddle{"median", "中位數"};
constexpr Text kRows{"rows", "筆數"};
constexpr Text kMedian{"median score", "分數中位數"};
constexpr Text kMean{"mean score", "平均分數"};

void write(const Evidence& evidence, Chapter& chapter) {
  if (evidence.lengths.groups.empty()) return;
  const ScoreLine* metric = evidence.find(evidence.lengths.key);
  const int decimals = metric != nullptr ? metric->decimals : 3;
  chapter.title = Message(kTitle);
  chapter.blocks.emplace_back(Paragraph{
      Message(kGroups, {metric != nullptr ? metric->title : Message(evidence.lengths.key)})});
  Grid grid;
  grid.head = {Message(kLength), Message(kMiddle), Message(kRows), Message(kMedian),
               Message(kMean)};
  grid.numeric = {false, true, true, true, true};
  for (const LengthGroup& group : evidence.lengths.groups) {
    grid.rows.push_back({Message(grouped(group.shortest) + " – " + grouped(group.longest)),
                         Message(shortest(group.length)), Message(grouped(group.rows)),
                         Message(fixed(group.score, decimals)),
                         Message(fixed(group.mean, decimals))});
  }
  chapter.blocks.emplace_back(std::move(grid));
}

}  // namespace

SJ_SECTION(length, {"length", 59, false, kSummary, &write});

}  // namespace shijin
