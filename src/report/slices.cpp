// One line a slice: those named by the user first, then those found, by what they cost.
#include "base/numbers.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

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

void write(const Evidence& evidence, Chapter& chapter) {
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

SJ_SECTION(slices, {"slices", 60, true, kSlicesSummary, &write});

}  // namespace shijin
