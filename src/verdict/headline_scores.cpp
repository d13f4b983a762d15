// Words for any task without gates that has no labels: the first score of the panel.
#include <cmath>
#include <limits>

#include "base/numbers.h"
#include "verdict/headline.h"
#include "verdict/needed.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr Text kScore{"{0} is {1} ({2} – {3}) over {4}.", "{0}為 {1}（{2} – {3}），樣本共 {4}。"};
constexpr Text kMayBe{"{0} is {1}, but with {2} it may be anything from {3} to {4}.",
                      "{0}為 {1}，但樣本只有 {2}，真值可能在 {3} 到 {4} 之間。"};
constexpr Text kBare{"{0} is {1} over {2}, and nothing tells how sure that is.",
                     "{0}為 {1}，樣本共 {2}，但無從得知這個數字有多可靠。"};
constexpr Text kBecause{"There is no interval: {0}.", "沒有區間：{0}。"};
constexpr Text kAllSame{"With {0}, all of one score, nothing tells how much scores differ.",
                        "樣本只有 {0}，分數又都相同，看不出分數的差異有多大。"};
constexpr Text kNoBar{"There is no bar to pass: add --gate '{0}' with the number you need.",
                      "沒有要達到的門檻：請加上 --gate '{0}'，數字填你要求的水準。"};
constexpr Text kNarrow{"About {0} more rows would halve that span.",
                       "再加約 {0} 筆樣本，可把這個範圍縮小一半。"};
constexpr Text kNarrowItems{"About {0} more items would halve that span.",
                            "再加約 {0} 個項目，可把這個範圍縮小一半。"};
constexpr Text kNothing{"None of these rows could be scored.", "這些樣本沒有一項分數算得出來。"};
constexpr Text kWhy{"{0}: {1}.", "{0}：{1}。"};

constexpr std::int64_t kFewRows = 30;
constexpr double kWide = 0.3;  // of the range, or of the score where the range has no end

bool too_wide(const ScoreLine& line) {
  const double width = line.interval->hi - line.interval->lo;
  const double range = line.high - line.low;
  if (range < std::numeric_limits<double>::infinity()) return width > kWide * range;
  return width > kWide * std::abs(*line.score.value);
}

const ScoreLine* first_scored(const Evidence& evidence) {
  for (const ScoreLine& line : evidence.metrics) {
    if (line.score.value) return &line;
  }
  return nullptr;
}

Message gate_hint(const ScoreLine& line) {
  return Message(kNoBar, {line.key + (line.better == Better::lower ? "<=…" : ">=…")});
}

}  // namespace

void say_scores(Evidence& evidence) {
  Verdict& verdict = evidence.verdict;
  const ScoreLine* line = first_scored(evidence);
  if (line == nullptr) {
    verdict.enough = false;
    verdict.headline = Message(kNothing);
    if (!evidence.metrics.empty()) {
      const ScoreLine& first = evidence.metrics.front();
      verdict.reason = Message(kWhy, {first.title, first.score.undefined_because});
    }
    return;
  }
  verdict.primary_key = line->key;
  const int decimals = word_decimals(*line);
  const Message name = subject(evidence, *line);
  const Message value = fixed(*line->score.value, decimals);
  const Message rows = count_of(evidence, *line);
  if (!tells_spread(*line)) {
    verdict.enough = false;
    verdict.headline = Message(kBare, {name, value, rows});
    if (holds_score(*line)) {
      verdict.reason = Message(kAllSame, {rows});
    } else if (!line->no_interval_because.empty()) {
      verdict.reason = Message(kBecause, {line->no_interval_because});
    }
    return;
  }
  const Message lo = fixed(line->interval->lo, decimals);
  const Message hi = fixed(line->interval->hi, decimals);
  if (line->n >= kFewRows && !too_wide(*line)) {
    verdict.headline = Message(kScore, {name, value, lo, hi, rows});
    verdict.reason = gate_hint(*line);
    return;
  }
  verdict.enough = false;
  verdict.headline = Message(kMayBe, {name, value, rows, lo, hi});
  // Half the span takes four times the rows.
  const Text& narrow = evidence.task == Task::rating ? kNarrowItems : kNarrow;
  verdict.reason =
      sentences({Message(narrow, {estimate(3 * static_cast<double>(line->n))}), gate_hint(*line)});
}

}  // namespace shijin
