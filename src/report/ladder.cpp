// The ladder: one file under every common BLEU, from the lowest to the highest, and what a bar of
// 0.4 means under each. Written only where all variants were measured.
#include <algorithm>

#include "base/numbers.h"
#include "report/section.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kTitle{"The BLEU ladder", "BLEU 階梯"};
constexpr Text kSummary{"The same texts under every common BLEU, and what one bar means in each.",
                        "同一份文字在各種常見 BLEU 下的分數，以及同一道門檻各代表什麼。"};
constexpr Text kSpan{
    "These texts score anything from {0} to {1} out of 100, depending on who counts: below are {2} "
    "numbers that are all called BLEU.",
    "同樣的文字，隨計算方式不同，可以從 {0} 分到 {1} 分（滿分 100）：以下 {2} 個數字都叫 BLEU。"};
constexpr Text kSome{"A bar of \"BLEU ≥ {0}\" is cleared under {1} of them and missed under {2}.",
                     "「BLEU ≥ {0}」這道門檻，其中 {1} 個過得了，{2} 個過不了。"};
constexpr Text kAllClear{"All of them clear a bar of \"BLEU ≥ {0}\".",
                         "「BLEU ≥ {0}」這道門檻，每一個都過得了。"};
constexpr Text kNoneClears{"None of them clears a bar of \"BLEU ≥ {0}\".",
                           "「BLEU ≥ {0}」這道門檻，沒有一個過得了。"};
constexpr Text kSoName{"So name the key whenever you name a number.",
                       "所以提到分數時，一定要說是哪一個指標鍵。"};
constexpr Text kNext{"{0} {1}", "{0}{1}"};
constexpr Text kClears{"clears {0}", "過 {0}"};
constexpr Text kMisses{"misses {0}", "不到 {0}"};
constexpr Text kCounts{"What each counts, who else prints it, and the bar as a gate:",
                       "各自怎麼算、還有誰印出這個數字，以及這道門檻的寫法："};
constexpr Text kAlso{"{0}. Also: {1}.", "{0}。另見：{1}。"};
constexpr Text kStop{"{0}.", "{0}。"};

bool clears(const Rung& rung) { return *rung.score.value >= rung.bar; }

Message of_hundred(const Rung& rung) {
  return fixed(100 * (*rung.score.value - rung.low) / (rung.high - rung.low), 1);
}

void write_lead(const Ladder& ladder, Chapter& chapter) {
  std::vector<const Rung*> scored;
  for (const Rung& rung : ladder.rungs) {
    if (rung.score.value) scored.push_back(&rung);
  }
  if (scored.empty()) return;
  const auto count = static_cast<std::size_t>(
      std::count_if(scored.begin(), scored.end(), [](const Rung* rung) { return clears(*rung); }));
  const Message bar(shortest(ladder.bar));
  const std::string all = std::to_string(scored.size());
  const Message cleared =
      count == scored.size() ? Message(kAllClear, {bar})
      : count == 0
          ? Message(kNoneClears, {bar})
          : Message(kSome, {bar, std::to_string(count), std::to_string(scored.size() - count)});
  const Message span(kSpan, {of_hundred(*scored.front()), of_hundred(*scored.back()), all});
  chapter.blocks.emplace_back(
      Banner{.headline = span, .reason = Message(kNext, {cleared, Message(kSoName)})});
}

MetricRow row_of(const Rung& rung) {
  MetricRow row{.key = rung.key,
                .title = rung.tool,
                .score = rung.score,
                .interval = rung.interval,
                .low = rung.low,
                .high = rung.high,
                .mark = rung.bar,
                .decimals = std::min(rung.decimals, 4)};
  if (rung.score.value) {
    row.remark = Message(clears(rung) ? kClears : kMisses, {shortest(rung.bar)});
    row.remark_short = row.remark;
  }
  return row;
}

void write(const Evidence& evidence, Chapter& chapter) {
  const Ladder& ladder = evidence.ladder;
  if (!ladder.whole || ladder.rungs.empty()) return;
  chapter.title = Message(kTitle);
  write_lead(ladder, chapter);
  MetricRows rows;
  for (const Rung& rung : ladder.rungs) rows.rows.push_back(row_of(rung));
  chapter.blocks.emplace_back(std::move(rows));
  chapter.blocks.emplace_back(Paragraph{Message(kCounts)});
  Facts facts;
  for (const Rung& rung : ladder.rungs) {
    const Message counts = rung.also.empty() ? Message(kStop, {rung.counts})
                                             : Message(kAlso, {rung.counts, rung.also});
    facts.lines.emplace_back(rung.tool, Message(kNext, {counts, Message(rung.gate)}));
  }
  chapter.blocks.emplace_back(std::move(facts));
}

}  // namespace

SJ_SECTION(ladder, {"ladder", 35, true, kSummary, &write});

}  // namespace shijin
