// What people gave the outputs, in columns beside them.
#include "base/numbers.h"
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

void write(const Evidence& evidence, Chapter& chapter) {
  if (evidence.rated.empty()) return;
  chapter.title = Message(kTitle);
  Grid grid;
  grid.head = {Message(kDimension), Message(kMean), Message(kInterval), Message(kRows)};
  grid.numeric = {false, true, true, true};
  for (const RatingLine& line : evidence.rated) {
    grid.rows.push_back({Message(line.dimension), Message(fixed(line.mean, 2)),
                         line.interval ? interval_words(*line.interval, 2) : Message("—"),
                         Message(grouped(line.n))});
  }
  chapter.blocks.emplace_back(std::move(grid));
}

}  // namespace

SJ_SECTION(rated, {"rated", 46, false, kSummary, &write});

}  // namespace shijin
