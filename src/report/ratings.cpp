// Ratings: what was scored, how far raters agree, and who is strict or lenient.
#include <algorithm>

#include "base/numbers.h"
#include "rate/measures.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"Ratings", "評分"};
constexpr Text kSummary{"How far raters agree on each dimension, and how strict each of them is.",
                        "各面向上評分者的一致程度，以及各自的寬嚴。"};
constexpr Text kDimension{"dimension", "面向"};
constexpr Text kScored{
    "{0}: {1} ratings of {2} items by {3} raters, on a scale from {4} to {5}; empty cells: {6}.",
    "{0}：{3} 位評分者對 {2} 個項目給了 {1} 筆評分，量尺 {4} 到 {5}；空白 {6} 格。"};
constexpr Text kScoredFull{
    "{0}: {1} ratings of {2} items by {3} raters, on a scale from {4} to {5}.",
    "{0}：{3} 位評分者對 {2} 個項目給了 {1} 筆評分，量尺 {4} 到 {5}。"};
constexpr Text kAdjusted{"The average rater would have given {0}.", "平均的評分者會給 {0}。"};
constexpr Text kNeeded{"The mean of {0} raters would be reliable (0.8).",
                       "要 {0} 位評分者的平均才算可靠（0.8）。"};
constexpr Text kNeededOne{"One rater alone would be reliable (0.8).",
                          "單獨一位評分者就算可靠（0.8）。"};
constexpr Text kAll{"scores", "評分"};
constexpr Text kAgreement{"agreement", "一致程度"};
constexpr Text kInterval{"{0} % interval", "{0} % 區間"};
constexpr Text kItems{"items", "項目"};
constexpr Text kWhy{"why there is none: {0}", "沒有的原因：{0}"};
constexpr Text kRater{"rater", "評分者"};
constexpr Text kRatings{"ratings", "筆數"};
constexpr Text kMean{"mean", "平均"};
constexpr Text kSeverity{"against the others", "相對於其他人"};
constexpr Text kRatersHead{
    "Each rater against the average one, on the items that they share (above 0 is lenient):",
    "各評分者在共同項目上與平均評分者相比（大於 0 表示偏鬆）："};
constexpr Text kNext{"{0} {1}", "{0}{1}"};

constexpr std::size_t kRatersShown = 20;

Message named(const RatingDimension& dimension) {
  return dimension.name.empty() ? Message(kAll) : Message(dimension.name);
}

Message scored(const RatingDimension& dimension) {
  Message words(dimension.missing > 0 ? kScored : kScoredFull,
                {named(dimension), grouped(dimension.ratings), grouped(dimension.items),
                 grouped(dimension.raters), shortest(dimension.low), shortest(dimension.high),
                 grouped(dimension.missing)});
  if (dimension.adjusted.value) {
    words = Message(kNext, {words, Message(kAdjusted, {fixed(*dimension.adjusted.value, 2)})});
  }
  if (dimension.raters_needed > 0) {
    const Message needed = dimension.raters_needed == 1
                               ? Message(kNeededOne)
                               : Message(kNeeded, {grouped(dimension.raters_needed)});
    words = Message(kNext, {words, needed});
  }
  return words;
}

Grid agreement_of(const RatingDimension& dimension) {
  Grid grid;
  grid.head = {Message(kAgreement), named(dimension), Message(kInterval, {"95"}), Message(kItems)};
  grid.numeric = {false, true, true, true};
  for (const AgreementLine& line : dimension.agreement) {
    const RatingMeasure* measure = find_rating_measure(line.measure);
    const Message title = measure != nullptr ? Message(measure->title) : Message(line.measure);
    if (line.interval) {
      grid.head[2] = Message(kInterval, {shortest(line.interval->level * 100)});
    }
    grid.rows.push_back({title, value_words(line.score, 3),
                         line.interval ? interval_words(*line.interval, 3) : Message("—"),
                         Message(grouped(line.items))});
  }
  return grid;
}

// Why a measure has no value, once for each reason.
void add_reasons(const RatingDimension& dimension, Chapter& chapter) {
  std::vector<std::string> said;
  for (const AgreementLine& line : dimension.agreement) {
    if (line.score.value) continue;
    const std::string why = line.score.undefined_because.in(Language::en);
    if (std::find(said.begin(), said.end(), why) != said.end()) continue;
    said.push_back(why);
    chapter.blocks.emplace_back(
        Paragraph{Message(kWhy, {line.score.undefined_because}), Tone::faint});
  }
}

Message with_sign(const Score& score) {
  if (!score.value) return Message("—");
  const std::string text = fixed(*score.value, 2);
  return Message(*score.value > 0 ? "+" + text : text);
}

Grid raters_of(const Evidence& evidence) {
  Grid grid;
  const bool several = evidence.ratings.dimensions.size() > 1;
  grid.head = {Message(kRater), Message(kRatings), Message(kMean), Message(kSeverity)};
  grid.numeric = {false, true, true, true};
  if (several) {
    grid.head.insert(grid.head.begin(), Message(kDimension));
    grid.numeric.insert(grid.numeric.begin(), false);
  }
  for (const RaterLine& line : evidence.ratings.raters) {
    if (grid.rows.size() >= kRatersShown) break;
    std::vector<Message> row = {Message(line.rater), Message(grouped(line.ratings)),
                                Message(fixed(line.mean, 2)), with_sign(line.severity)};
    if (several) row.insert(row.begin(), Message(line.dimension));
    grid.rows.push_back(std::move(row));
  }
  return grid;
}

void write(const Evidence& evidence, Chapter& chapter) {
  if (evidence.ratings.dimensions.empty()) return;
  chapter.title = Message(kTitle);
  for (const RatingDimension& dimension : evidence.ratings.dimensions) {
    chapter.blocks.emplace_back(Paragraph{scored(dimension)});
    chapter.blocks.emplace_back(agreement_of(dimension));
    add_reasons(dimension, chapter);
  }
  if (evidence.ratings.raters.empty()) return;
  chapter.blocks.emplace_back(Paragraph{Message(kRatersHead)});
  chapter.blocks.emplace_back(raters_of(evidence));
}

}  // namespace

SJ_SECTION(ratings, {"ratings", 45, true, kSummary, &write});

}  // namespace shijin
