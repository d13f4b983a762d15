// What people gave the outputs, in columns beside them.
#include "base/numbers.h"
#include "rate/rubric.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"What people gave these outputs", "人對這些輸出的評分"};
constexpr Text kSummary{"The mean of the scores that stand beside the outputs, with its interval.",
                        "與輸出並列的評分的平均與區間。"};
constexpr Text kDimension{"dimension", "面向"};
constexpr Text kMean{"mean", "平均"};
constexpr Text kInterval{"interval", "區間"};
constexpr Text kRows{"rows", "筆數"};
constexpr Text kMetric{"metric", "指標"};
constexpr Text kOrder{"rank correlation", "等級相關"};
constexpr Text kOnlyMachine{"best third, people below 3", "指標最好的三分之一，人卻低於 3"};
constexpr Text kOnlyPeople{"worst third, people 4 or more", "指標最差的三分之一，人卻有 4 以上"};
constexpr Text kAgainst{
    "Does a metric order the texts as people do? Spearman's rank correlation with their overall "
    "scores, and the rows on which the two are of opposite minds:",
    "指標排出的順序與人一致嗎？與總評的 Spearman 等級相關，以及兩者看法相反的筆數："};

Grid against(const Evidence& evidence) {
  Grid grid;
  grid.head = {Message(kMetric), Message(kOrder),       Message(kInterval),
               Message(kRows),   Message(kOnlyMachine), Message(kOnlyPeople)};
  grid.numeric = {false, true, true, true, true, true};
  for (const PeopleLine& line : evidence.people) {
    const ScoreLine* metric = evidence.find(line.key);
    grid.rows.push_back({metric != nullptr ? metric->title : Message(line.key),
                         line.spearman ? Message(fixed(*line.spearman, 3)) : Message("—"),
                         line.interval ? interval_words(*line.interval, 3) : Message("—"),
                         Message(grouped(line.n)),
                         Message(std::to_string(line.only_machine.size())),
                         Message(std::to_string(line.only_people.size()))});
  }
  return grid;
}

void write(const Evidence& evidence, Chapter& chapter) {
  if (evidence.rated.empty()) return;
  chapter.title = Message(kTitle);
  Grid grid;
  grid.head = {Message(kDimension), Message(kMean), Message(kInterval), Message(kRows)};
  grid.numeric = {false, true, true, true};
  for (const RatingLine& line : evidence.rated) {
    grid.rows.push_back({dimension_title(line.dimension), Message(fixed(line.mean, 2)),
                         line.interval ? interval_words(*line.interval, 2) : Message("—"),
                         Message(grouped(line.n))});
  }
  chapter.blocks.emplace_back(std::move(grid));
  if (evidence.people.empty()) return;
  chapter.blocks.emplace_back(Paragraph{Message(kAgainst)});
  chapter.blocks.emplace_back(against(evidence));
}

}  // namespace

SJ_SECTION(rated, {"rated", 46, false, kSummary, &write});

}  // namespace shijin
