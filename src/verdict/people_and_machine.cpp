// People and the automatic metric disagree: low overlap with good ratings means references too
// narrow, high overlap with bad ratings means training data that look right and read wrong.
#include <algorithm>

#include "base/numbers.h"
#include "rate/rubric.h"
#include "verdict/rule.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kNarrow{
    "People give {0} of 5 ({1}), but {2} is only {3}, below {4}: the texts are good, and the "
    "references too narrow.",
    "人工評分 {0} 分（滿分 5，{1}），但{2}只有 {3}，低於 {4}：文字是好的，是參考答案太窄。"};
constexpr Text kNarrowRemedy{
    "Extend the references: two or three good texts a row in columns reference_1, reference_2, …; "
    "do "
    "not train towards the present ones.",
    "請擴充參考答案：每筆在 reference_1、reference_2…… "
    "欄放兩三篇好的文字；不要朝現有的參考答案訓練。"};
constexpr Text kHollow{
    "{0} is {1}, at least {2}, but people give only {3} of 5 ({4}): the texts look like the "
    "references "
    "and read wrong.",
    "{0}為 {1}，達到 {2}，但人工評分只有 {3} 分（滿分 5，{4}）：文字像參考答案，讀起來卻不對。"};
constexpr Text kHollowRemedy{
    "Better training data: look at the lowest rated rows, take out examples that read like them, "
    "and "
    "add ones that people rate 4 and more. The weakest dimension is {0} ({1}).",
    "請改善訓練資料：查看評分最低的樣本，移除類似的範例，補上人工評 4 分以上的範例。最弱的面向是 "
    "{0}（{1}）。"};

constexpr double kOverlapBar = 0.4;  // the article's bar for BLEU
constexpr double kPeopleBar = 4;     // and for people
constexpr Text kRows{"{0}, {1} – {2}", "{0}，{1} – {2}"};

// The first overlap metric of the panel, on a scale of 0 to 1.
const ScoreLine* overlap(const Evidence& evidence) {
  for (const ScoreLine& line : evidence.metrics) {
    const bool bleu = line.metric == "bleu" || line.metric == "nltk_bleu";
    if (bleu && line.score.value && line.high > line.low) return &line;
  }
  return nullptr;
}

Message doubt(const RatingLine& line) {
  const Message rows = row_count(static_cast<double>(line.n));
  if (!line.interval) return rows;
  return Message(kRows, {rows, fixed(line.interval->lo, 2), fixed(line.interval->hi, 2)});
}

std::vector<Finding> apply(const Evidence& evidence) {
  const auto overall =
      std::find_if(evidence.rated.begin(), evidence.rated.end(),
                   [](const RatingLine& line) { return line.dimension == kOverall; });
  const ScoreLine* line = overlap(evidence);
  if (overall == evidence.rated.end() || line == nullptr) return {};
  const double scale = line->high > 1 ? line->high : 1;
  const double value = *line->score.value;
  const bool high = value / scale >= kOverlapBar;
  const bool good = overall->mean >= kPeopleBar;
  if (high == good) return {};
  const int decimals = word_decimals(*line);
  const std::string bar = shortest(kOverlapBar * scale);
  Finding finding;
  finding.name = "people-and-machine";
  finding.severity = Finding::Level::medium;
  finding.numbers = {{"people", overall->mean},
                     {"of", 5},
                     {"rows", static_cast<double>(overall->n)},
                     {"overlap", value},
                     {"bar", kOverlapBar * scale},
                     {"people_bar", kPeopleBar}};
  if (overall->interval) {
    finding.numbers.emplace_back("people_lo", overall->interval->lo);
    finding.numbers.emplace_back("people_hi", overall->interval->hi);
  }
  finding.because = {line->key};
  const auto worst = evidence.worst.find(line->key);
  if (worst != evidence.worst.end()) finding.samples = worst->second;
  const std::string people = fixed(overall->mean, 2);
  if (good) {
    finding.headline = Message(
        kNarrow, {people, doubt(*overall), subject(evidence, *line), fixed(value, decimals), bar});
    finding.remedy = Message(kNarrowRemedy);
    return {finding};
  }
  const auto weakest =
      std::min_element(evidence.rated.begin(), evidence.rated.end(),
                       [](const RatingLine& a, const RatingLine& b) { return a.mean < b.mean; });
  finding.headline = Message(
      kHollow, {subject(evidence, *line), fixed(value, decimals), bar, people, doubt(*overall)});
  finding.remedy = Message(kHollowRemedy,
                           {dimension_title(weakest->dimension), Message(fixed(weakest->mean, 2))});
  finding.numbers.emplace_back("weakest", weakest->mean);
  return {finding};
}

}  // namespace

SJ_RULE(people_and_machine,
        {.name = "people-and-machine",
         .summary = {"People's ratings and the overlap with the references disagree.",
                     "人工評分與參考答案的重疊程度互相矛盾。"},
         .remedy = {"Low overlap and good ratings: extend the references. High overlap and bad "
                    "ratings: better training data.",
                    "重疊低而評分高：擴充參考答案。重疊高而評分低：改善訓練資料。"},
         .apply = &apply});

}  // namespace shijin
