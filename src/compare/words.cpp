// One sentence against the base, one on the best of many, one on what would decide.
#include "compare/words.h"

#include <algorithm>
#include <cmath>

#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kBetter{"{0} is better than {1}: {2} rises from {3} to {4}, by {5} ({6} to {7}).",
                       "{0} 比 {1} 好：{2}由 {3} 升到 {4}，相差 {5}（{6} 到 {7}）。"};
constexpr Text kBetterDown{
    "{0} is better than {1}: {2} falls from {3} to {4}, by {5} ({6} to {7}).",
    "{0} 比 {1} 好：{2}由 {3} 降到 {4}，相差 {5}（{6} 到 {7}）。"};
constexpr Text kWorse{"{0} is worse than {1}: {2} falls from {3} to {4}, by {5} ({6} to {7}).",
                      "{0} 比 {1} 差：{2}由 {3} 降到 {4}，相差 {5}（{6} 到 {7}）。"};
constexpr Text kWorseUp{"{0} is worse than {1}: {2} rises from {3} to {4}, by {5} ({6} to {7}).",
                        "{0} 比 {1} 差：{2}由 {3} 升到 {4}，相差 {5}（{6} 到 {7}）。"};
constexpr Text kUndecided{
    "{0} cannot be told from {1}: {2} goes from {3} to {4}, but the difference may be anything "
    "from "
    "{5} to {6}.",
    "{0} 與 {1} 分不出高下：{2}由 {3} 變為 {4}，但差距可能在 {5} 到 {6} 之間。"};
constexpr Text kTestSaysNo{
    "{0} cannot be told from {1}: {2} goes from {3} to {4}. Resampling puts the difference between "
    "{5} and {6}, but exchanging answers of the two gives one as large with p = {7}: of so few "
    "rows that differ the interval says too much.",
    "{0} 與 {1} 分不出高下：{2}由 {3} 變為 {4}。重抽樣得到的差距在 {5} 到 {6} 之間，但隨機交換"
    "兩者的回答也會得到這麼大的差距（p = {7}）：不同的資料列太少，區間說得太滿。"};
constexpr Text kMany{
    "After allowing for {7} comparisons {0} cannot be told from {1}: {2} goes from {3} to {4}. "
    "Taken alone the difference lies between {5} and {6} (p = {8}), but among so many one like it "
    "comes by luck too easily (adjusted p = {9}).",
    "考慮到一共做了 {7} 項比較，{0} 與 {1} 還分不出高下：{2}由 {3} 變為 {4}。單看這一項，差距在 "
    "{5} 到 {6} 之間（p = {8}）；但比較這麼多項，碰巧也很容易出現這樣的差距（校正後 p = {9}）。"};
constexpr Text kChoose{
    "Decide beforehand which metric counts, and compare by it alone: --metrics {0}.",
    "請事先決定以哪項指標為準，只用它來比較：--metrics {0}。"};
constexpr Text kManyBeside{
    "Among all {7} comparisons of runs and metrics, {0} against {1} is less sure than by this "
    "metric alone: {2} goes from {3} to {4}, by {5} to {6} (p = {8}, adjusted {9}).",
    "若把版本與指標的 {7} 項比較一併考慮，{0} 與 {1} 的差別就不如單看這項指標時確定：{2}由 {3} "
    "變為 {4}，差距在 {5} 到 {6} 之間（p = {8}，校正後 {9}）。"};
constexpr Text kNoDirection{
    "{0} differs from {1}: {2} goes from {3} to {4}, by {5} ({6} to {7}); neither way is better by "
    "itself.",
    "{0} 與 {1} 不同：{2}由 {3} 變為 {4}，相差 {5}（{6} 到 {7}）；這項指標本身沒有好壞方向。"};
constexpr Text kNothing{"{0} cannot be told from {1} by {2}: {3}.",
                        "以{2}來看，{0} 與 {1} 分不出高下：{3}。"};
constexpr Text kNoInterval{"there is no interval here", "在此算不出區間"};
constexpr Text kSame{"{0} and {1} say the same on every row, as far as {2} sees.",
                     "{2}：{0} 與 {1} 在每一筆上都相同。"};
constexpr Text kWithin{
    "{0} and {1} do not differ by more than {2}: {3} differs by {4} ({5} to {6}).",
    "{0} 與 {1} 的差距不超過 {2}：{3}相差 {4}（{5} 到 {6}）。"};
constexpr Text kRows{
    "About {0} more rows like these ({1} in all) would tell a difference of this size.",
    "再多大約 {0} 筆這樣的資料（總共 {1} 筆），就能看出這麼大的差距。"};
constexpr Text kTellNothing{"So few rows ({0}) tell no difference at all.",
                            "資料太少（{0} 筆），任何差距都看不出來。"};
constexpr Text kDetect{"These {0} rows tell differences from about {1} on.",
                       "這 {0} 筆資料大約要差到 {1} 才看得出來。"};
constexpr Text kItems{
    "About {0} more items like these ({1} in all) would tell a difference of this size.",
    "再多大約 {0} 個這樣的項目（總共 {1} 個），就能看出這麼大的差距。"};
constexpr Text kItemsTellNothing{"So few items ({0}) tell no difference at all.",
                                 "項目太少（{0} 個），任何差距都看不出來。"};
constexpr Text kItemsDetect{"These {0} items tell differences from about {1} on.",
                            "這 {0} 個項目大約要差到 {1} 才看得出來。"};
constexpr Text kOneBest{"{0} is the best of {1} runs by {2}; worse: {3}.",
                        "以{2}來看，{1} 個版本中 {0} 最好；較差的是 {3}。"};
constexpr Text kSomeBest{"Of {0} runs {1} leads by {2}, but cannot be told from {3}; worse: {4}.",
                         "以{2}來看，{0} 個版本中 {1} 領先，但與 {3} 分不出高下；較差的是 {4}。"};
constexpr Text kNoBest{"No best: by {1} none of the {0} runs can be ruled out; highest: {2}.",
                       "看不出哪個最好：以{1}來看，{0} 個版本都可能最好；目前分數最高的是 {2}。"};
constexpr Text kDebiased{"Its score without the luck of having been chosen is about {0}, not {1}.",
                         "扣除因被選中而來的運氣，它的分數約為 {0}，而不是 {1}。"};
constexpr Text kGuardHolds{"{0} is not worse than {1} on {2} by more than {3}.",
                           "{2}：{0} 沒有比 {1} 差超過 {3}。"};
constexpr Text kGuardBroken{"{0} is worse than {1} on {2} by more than {3}.",
                            "{2}：{0} 比 {1} 差超過 {3}。"};
constexpr Text kGuardOpen{"Whether {0} is worse than {1} on {2} by more than {3} cannot be told.",
                          "{2}：{0} 是否比 {1} 差超過 {3}，還看不出來。"};
constexpr Text kPercent{"{0} %", "{0} %"};
constexpr Text kNext{"{0} {1}", "{0}{1}"};
constexpr Text kComma{", ", "、"};

Message names(const Comparison& comparison, const std::vector<std::size_t>& runs) {
  std::vector<Message> list;
  for (const std::size_t run : runs) list.emplace_back(comparison.runs[run].name);
  return join(list, kComma);
}

std::string p_words(double p) { return p < 0.001 ? "<0.001" : fixed(p, 3); }

// Whether the choice of the best run already says that this run and the base are not alike.
bool told_by_choice(const Comparison& comparison, const ComparedScore& score) {
  if (!comparison.best || comparison.best->key != score.key) return false;
  const auto& worse = comparison.best->worse;
  const auto out = [&](std::size_t run) {
    return std::find(worse.begin(), worse.end(), run) != worse.end();
  };
  return out(0) != out(score.run);
}

// What holds a claim back.
Message undecided_words(const Comparison& comparison, const ComparedScore& score) {
  const auto number = [&](double x) { return Message(fixed(x, score.decimals)); };
  const Message lo = number(score.interval->lo);
  const Message hi = number(score.interval->hi);
  std::vector<Message> parts = {comparison.runs[score.run].name, comparison.runs[0].name,
                                score.title, number(*score.base.value), number(*score.score.value)};
  const auto with = [&](std::vector<Message> more) {
    parts.insert(parts.end(), more.begin(), more.end());
    return parts;
  };
  switch (score.undecided) {
    case Undecided::no_direction:
      return Message(kNoDirection, with({number(*score.difference), lo, hi}));
    case Undecided::test_says_luck:
      return Message(kTestSaysNo, with({lo, hi, p_words(*score.p)}));
    case Undecided::many_comparisons: {
      with({lo, hi, std::to_string(comparison.comparisons), p_words(*score.p),
            p_words(*score.p_adjusted)});
      if (told_by_choice(comparison, score)) return Message(kManyBeside, parts);
      return Message(kNext, {Message(kMany, parts), Message(kChoose, {score.key})});
    }
    case Undecided::not_undecided:
    case Undecided::untested:
    case Undecided::holds_zero:
      break;
  }
  return Message(kUndecided, with({lo, hi}));
}

Message against_base(const Comparison& comparison, const ComparedScore& score) {
  const std::string& name = comparison.runs[score.run].name;
  const std::string& base = comparison.runs[0].name;
  const auto number = [&](double x) { return fixed(x, score.decimals); };
  if (score.test == "identical") return Message(kSame, {name, base, score.title});
  if (!score.interval || !score.difference) {
    const Message why =
        score.untested_because.empty() ? Message(kNoInterval) : score.untested_because;
    return Message(kNothing, {name, base, score.title, why});
  }
  const std::string lo = number(score.interval->lo);
  const std::string hi = number(score.interval->hi);
  const std::string before = number(*score.base.value);
  const std::string after = number(*score.score.value);
  const std::string size = number(*score.difference);
  switch (score.outcome) {
    case Outcome::better:
      return Message(*score.difference > 0 ? kBetter : kBetterDown,
                     {name, base, score.title, before, after, size, lo, hi});
    case Outcome::worse:
      return Message(*score.difference > 0 ? kWorseUp : kWorse,
                     {name, base, score.title, before, after, size, lo, hi});
    case Outcome::no_difference:
      return Message(
          kWithin, {name, base, number(comparison.margin.value_or(0)), score.title, size, lo, hi});
    case Outcome::undecided:
      break;
  }
  return undecided_words(comparison, score);
}

Message best_words(const Comparison& comparison, const BestRun& best, const Message& title) {
  const std::string count = std::to_string(comparison.runs.size());
  const std::string& leader = comparison.runs[best.possibly_best.front()].name;
  const Message worse = names(comparison, best.worse);
  if (best.winner) return Message(kOneBest, {leader, count, title, worse});
  if (best.worse.empty()) {
    std::vector<std::size_t> highest;
    for (const std::size_t run : best.possibly_best) {
      if (best.scores[run] == best.scores[best.possibly_best.front()]) highest.push_back(run);
    }
    return Message(kNoBest, {count, title, names(comparison, highest)});
  }
  const std::vector<std::size_t> others(best.possibly_best.begin() + 1, best.possibly_best.end());
  return Message(kSomeBest, {count, leader, title, names(comparison, others), worse});
}

// How much worse a guard lets a run be.
Message allowed(const GateLine& guard) {
  if (!guard.relative) return shortest(std::abs(guard.bar));
  return Message(kPercent, {shortest(*parse_number(fixed(std::abs(100 * (guard.bar - 1)), 6)))});
}

void say_guards(const Comparison& comparison, std::vector<Message>& reasons) {
  for (const GateLine& gate : comparison.gates) {
    if (!gate.guard) continue;
    const ComparedScore* score = comparison.find(gate.key, 1);
    const Text& words = gate.decision == Decision::pass   ? kGuardHolds
                        : gate.decision == Decision::fail ? kGuardBroken
                                                          : kGuardOpen;
    reasons.push_back(
        Message(words, {gate.run, comparison.runs[0].name,
                        score != nullptr ? score->title : Message(gate.key), allowed(gate)}));
  }
}

Message one_after_the_other(const std::vector<Message>& parts) {
  Message all;
  for (const Message& part : parts) all = all.empty() ? part : Message(kNext, {all, part});
  return all;
}

}  // namespace

void say_comparison(const std::vector<Message>& traps, Comparison& comparison) {
  const ComparedScore* last = comparison.find(comparison.primary, comparison.runs.size() - 1);
  if (last == nullptr) return;
  std::vector<Message> reasons;
  if (comparison.best) {
    const BestRun& best = *comparison.best;
    comparison.headline = best_words(comparison, best, last->title);
    const ComparedScore& any = *last;
    const std::size_t leader = best.possibly_best.front();
    const ComparedScore* of_leader = comparison.find(comparison.primary, leader);
    const Score& plain = of_leader != nullptr ? of_leader->score : any.base;
    if (best.debiased_score && plain.value) {
      const std::string without = fixed(*best.debiased_score, any.decimals);
      const std::string with = fixed(*plain.value, any.decimals);
      if (without != with) reasons.push_back(Message(kDebiased, {without, with}));
    }
    for (std::size_t run = 1; run < comparison.runs.size(); ++run) {
      const ComparedScore* score = comparison.find(comparison.primary, run);
      if (score != nullptr) reasons.push_back(against_base(comparison, *score));
    }
  } else {
    comparison.headline = against_base(comparison, *last);
  }
  reasons.insert(reasons.end(), traps.begin(), traps.end());
  say_guards(comparison, reasons);
  const bool items = comparison.task == Task::rating;
  if (last->outcome == Outcome::undecided && last->needed_n && *last->needed_n > comparison.rows) {
    reasons.push_back(Message(items ? kItems : kRows, {grouped(*last->needed_n - comparison.rows),
                                                       grouped(*last->needed_n)}));
  } else if (last->minimum_detectable && *last->minimum_detectable > last->range) {
    reasons.push_back(
        Message(items ? kItemsTellNothing : kTellNothing, {grouped(comparison.rows)}));
  } else if (last->minimum_detectable) {
    reasons.push_back(
        Message(items ? kItemsDetect : kDetect,
                {grouped(comparison.rows), fixed(*last->minimum_detectable, last->decimals)}));
  }
  comparison.reason = one_after_the_other(reasons);
}

}  // namespace shijin
