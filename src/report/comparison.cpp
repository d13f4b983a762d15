// A comparison as a document: the sentence, each run's differences, what flipped, and the best run.
#include "report/comparison.h"

#include <algorithm>
#include <map>

#include "base/numbers.h"
#include "report/words.h"

namespace shijin {
namespace {

constexpr Text kBase{"base", "基準"};
constexpr Text kRowsBy{"{0}, matched by {1}", "{0}資料，依{1}對應"};
constexpr Text kClusters{"{0} clusters", "{0} 群"};
constexpr Text kById{"id", " id 欄"};
constexpr Text kByContent{"content", "內容"};
constexpr Text kByOrder{"order", "順序"};
constexpr Text kAgainst{"{0} against {1}", "{0} 與 {1} 相比"};
constexpr Text kMetric{"metric", "指標"};
constexpr Text kDifference{"difference", "差距"};
constexpr Text kDifferenceShort{"diff.", "差距"};
constexpr Text kInterval{"{0} % interval", "{0} % 區間"};
constexpr Text kP{"p, adjusted", "校正 p 值"};
constexpr Text kPShort{"adj. p", "校正 p 值"};
constexpr Text kSays{"says", "結論"};
constexpr Text kBetter{"better", "較好"};
constexpr Text kWorse{"worse", "較差"};
constexpr Text kNoDifference{"no difference", "沒有差別"};
constexpr Text kUndecided{"undecided", "未定"};
constexpr Text kDiffers{"differs", "有差別"};
constexpr Text kAllowing{
    "Undecided although the interval leaves 0 out: {0}. An interval is about its own line alone; p "
    "allows for all {1} comparisons made here (Holm), and both must agree.",
    "區間不含 0 卻仍未定：{0}。區間只就該項指標而言；校正 p 值則考慮了這裡全部 {1} 項比較"
    "（Holm 法），兩者一致才下結論。"};
constexpr Text kHow{"Intervals of the differences by {0}; p by {1}.",
                    "差距的區間：{0}；p 值：{1}。"};
constexpr Text kHowFor{"{0} ({1})", "{0}（{1}）"};
constexpr Text kItems{"{0} items", "{0} 個項目"};
constexpr Text kItemsBy{"{0}, matched by {1}", "{0}，依{1}對應"};
constexpr Text kFlips{"{0}, by rows: {1} gained, {2} lost, {3} right in both, {4} wrong in both.",
                      "{0}：變對 {1} 筆、變錯 {2} 筆，兩者都對 {3} 筆、都錯 {4} 筆。"};
constexpr Text kLost{"lost", "變錯"};
constexpr Text kGained{"gained", "變對"};
constexpr Text kLostWhere{"lost, by rows", "變錯的樣本"};
constexpr Text kGainedWhere{"gained, by rows", "變對的樣本"};
constexpr Text kWhere{"{0}: {1} of {2}", "{0}：{2} 筆中的 {1} 筆"};
constexpr Text kAnd{" and ", "且"};

constexpr Text kWhichBest{"Which is best", "哪個最好"};
constexpr Text kRun{"run", "版本"};
constexpr Text kRank{"rank", "名次"};
constexpr Text kLeads{"leads in", "領先次數"};
constexpr Text kIsBest{"best", "最好"};
constexpr Text kMayBeBest{"may be the best", "可能最好"};
constexpr Text kRanksWider{
    "Ranks hold for all runs at once, so they may be wider than what is said of the best one.",
    "名次對所有版本同時成立，因此可能比「哪個最好」的結論寬。"};
constexpr Text kFront{
    "Over {0} metrics, no other run beats these on one without losing on another: "
    "{1}.",
    "綜合 {0} 項指標，沒有其他版本能在某一項勝過這幾個、又不在另一項輸掉：{1}。"};
constexpr Text kComma{", ", "、"};
constexpr Text kSaid{"said {0}", "判為 {0}"};
constexpr Text kSaidOther{"said neither", "判為其他"};
constexpr Text kIs{"is {0}", "實為 {0}"};
constexpr std::size_t kLabelsShown = 6;
constexpr Text kSettings{"Set otherwise than in the base:", "與基準不同的訓練設定："};
constexpr Text kRound{"round", "輪次"};
constexpr Text kBestSoFar{"leads so far", "至此領先"};
constexpr Text kAsSacrebleu{"As sacreBLEU prints it", "照 sacreBLEU 的輸出"};
constexpr Text kScore{"score", "分數"};
constexpr Text kMeanSpread{"μ ± 95 %", "μ ± 半寬"};
constexpr Text kBootstrapP{"p (bs)", "p（重抽樣）"};
constexpr Text kRandomisationP{"p (ar)", "p（隨機交換）"};
constexpr Text kSacrebleuWarns{
    "These are the numbers of sacreBLEU's --paired-bs and --paired-ar. Both call a system and its "
    "copy different (p = 0.001 and 0.0001), so what is said above rests on our own test.",
    "這是 sacreBLEU 的 --paired-bs 與 --paired-ar 的數字。兩者都會把系統與其副本判為有差別"
    "（p = 0.001 與 0.0001），因此上面的結論以本工具自己的檢定為準。"};
constexpr Text kPercent{"{0} %", "{0} %"};
constexpr Text kValueWithInterval{"{0} ({1} – {2})", "{0}（{1} – {2}）"};
constexpr Text kOfRun{"{0}: {1}", "{0}：{1}"};

constexpr Text kMade{"How this was made", "產生方式"};
constexpr Text kVersion{"version", "版本"};
constexpr Text kProfile{"profile", "設定檔"};
constexpr Text kCommand{"command", "指令"};
constexpr Text kCreated{"created", "時間"};
constexpr Text kSeed{"seed", "亂數種子"};
constexpr Text kAsked{"model {0}", "模型 {0}"};
constexpr Text kAdapter{"adapter {0}", "適配器 {0}"};
constexpr Text kPrecision{"precision {0}", "計算精度 {0}"};

constexpr std::size_t kListed = 12;
constexpr std::size_t kTitlesListed = 3;
constexpr std::size_t kSettingsBeside = 3;

Message outcome_words(const ComparedScore& score) {
  if (score.undecided == Undecided::no_direction) return Message(kDiffers);
  switch (score.outcome) {
    case Outcome::better:
      return Message(kBetter);
    case Outcome::worse:
      return Message(kWorse);
    case Outcome::no_difference:
      return Message(kNoDifference);
    case Outcome::undecided:
      return Message(kUndecided);
  }
  return {};
}

std::string number(const std::optional<double>& value, int decimals) {
  return value ? fixed(*value, decimals) : "—";
}

std::string with_sign(const std::optional<double>& value, int decimals) {
  if (!value) return "—";
  const std::string text = fixed(*value, decimals);
  return *value > 0 ? "+" + text : text;
}

std::string p_words(const std::optional<double>& p) {
  if (!p) return "—";
  return *p < 0.001 ? "<0.001" : fixed(*p, 3);
}

Grid scores_of(const Comparison& comparison, std::size_t run) {
  Grid grid;
  const Message interval(kInterval, {shortest(comparison.level * 100)});
  grid.head = {Message(kMetric),     Message(kBase), Message(comparison.runs[run].name),
               Message(kDifference), interval,       Message(kP),
               Message(kSays)};
  grid.head_short = {Message(kMetric),
                     Message(kBase),
                     Message(comparison.runs[run].name),
                     Message(kDifferenceShort),
                     interval,
                     Message(kPShort),
                     Message(kSays)};
  grid.numeric = {false, true, true, true, true, true, false};
  for (const ComparedScore& score : comparison.scores) {
    if (score.run != run) continue;
    const std::string span = score.interval ? fixed(score.interval->lo, score.decimals) + " – " +
                                                  fixed(score.interval->hi, score.decimals)
                                            : "—";
    grid.rows.push_back({score.title, Message(number(score.base.value, score.decimals)),
                         Message(number(score.score.value, score.decimals)),
                         Message(with_sign(score.difference, score.decimals)), Message(span),
                         Message(p_words(score.p_adjusted)), outcome_words(score)});
  }
  return grid;
}

// Lines that read as if their interval and what is said of them did not agree.
void add_allowing(const Comparison& comparison, std::size_t run, Chapter& chapter) {
  std::vector<Message> titles;
  for (const ComparedScore& score : comparison.scores) {
    const bool unlike = score.undecided == Undecided::many_comparisons ||
                        score.undecided == Undecided::test_says_luck;
    if (score.run == run && unlike) titles.push_back(score.title);
  }
  if (titles.empty()) return;
  const std::string count = std::to_string(comparison.comparisons);
  chapter.blocks.emplace_back(
      Paragraph{Message(kAllowing, {join(titles, kComma), count}), Tone::faint});
}

// How the intervals and the p were worked out, the second way on behind it with its metrics.
void add_how(const Comparison& comparison, Chapter& chapter) {
  // A way with the metrics it was used for, each named once: by its key.
  using Ways = std::vector<std::pair<std::string_view, std::map<std::string, Message>>>;
  const auto note = [](Ways& ways, std::string_view name, const ComparedScore& score) {
    auto known =
        std::find_if(ways.begin(), ways.end(), [&](const auto& way) { return way.first == name; });
    if (known == ways.end()) known = ways.insert(ways.end(), {name, {}});
    known->second.emplace(score.key, score.title);
  };
  Ways intervals;
  Ways tests;
  for (const ComparedScore& score : comparison.scores) {
    if (!score.interval || !score.p || score.test == "identical") continue;
    note(intervals, score.interval->method, score);
    note(tests, score.test, score);
  }
  if (intervals.empty()) return;
  const auto words = [](Ways& ways) {
    std::stable_sort(ways.begin(), ways.end(), [](const auto& a, const auto& b) {
      return a.second.size() > b.second.size();
    });
    std::vector<Message> parts;
    for (const auto& [name, metrics] : ways) {
      std::vector<Message> titles;
      for (const auto& metric : metrics) titles.push_back(metric.second);
      const Message way = method_words(name);
      const bool told = !parts.empty() && titles.size() <= kTitlesListed;
      parts.push_back(told ? Message(kHowFor, {way, join(titles, kComma)}) : way);
    }
    return join(parts, kComma);
  };
  chapter.blocks.emplace_back(
      Paragraph{Message(kHow, {words(intervals), words(tests)}), Tone::faint});
}

std::string listed(const std::vector<std::string>& ids) {
  std::string list;
  for (std::size_t i = 0; i < ids.size() && i < kListed; ++i) {
    list += (list.empty() ? "" : ", ") + ids[i];
  }
  return ids.size() > kListed ? list + ", …" : list;
}

void add_flips(const Comparison& comparison, std::size_t run, Chapter& chapter) {
  for (const Flips& flips : comparison.flips) {
    if (flips.run != run) continue;
    const ComparedScore* score = comparison.find(flips.key, run);
    const Message title = score != nullptr ? score->title : Message(flips.key);
    const auto count = [](std::int64_t n) { return Message(grouped(n)); };
    chapter.blocks.emplace_back(
        Paragraph{Message(kFlips, {title, count(flips.gained), count(flips.lost),
                                   count(flips.both_right), count(flips.both_wrong)})});
    Facts facts;
    if (!flips.lost_ids.empty()) facts.lines.emplace_back(kLost, Message(listed(flips.lost_ids)));
    if (!flips.gained_ids.empty()) {
      facts.lines.emplace_back(kGained, Message(listed(flips.gained_ids)));
    }
    if (!facts.lines.empty()) chapter.blocks.emplace_back(std::move(facts));
  }
}

// Where answers flipped more often than elsewhere.
void add_slices(const Comparison& comparison, std::size_t run, Chapter& chapter) {
  Facts facts;
  for (const ComparedSlice& one : comparison.slices) {
    if (one.run != run) continue;
    std::vector<Message> parts;
    for (const SliceCondition& condition : one.slice.conditions) parts.push_back(condition.words);
    facts.lines.emplace_back(
        one.way == Flip::lost ? kLostWhere : kGainedWhere,
        Message(kWhere, {join(parts, kAnd), grouped(one.slice.errors), grouped(one.slice.n)}));
  }
  if (!facts.lines.empty()) chapter.blocks.emplace_back(std::move(facts));
}

// How each gate came out; from three runs on with the run that it is about.
GateRows gate_rows(const Comparison& comparison) {
  GateRows gates;
  for (const GateLine& gate : comparison.gates) {
    GateRow row;
    row.decision = gate.decision;
    row.word = gate_words(gate.decision, Skipped::no);
    row.gate =
        comparison.runs.size() > 2 ? Message(kOfRun, {gate.run, gate.gate}) : Message(gate.gate);
    row.value = gate_value(gate, gate_decimals(comparison, gate));
    row.note = gate.reason;
    gates.rows.push_back(std::move(row));
  }
  return gates;
}

// The settings of the trainers that are not the same in all runs, the first few by name.
std::vector<std::string> changed_settings(const Comparison& comparison) {
  std::vector<std::string> names;
  for (const SettingChange& change : comparison.config_differences) names.push_back(change.name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (names.size() > kSettingsBeside) names.resize(kSettingsBeside);
  return names;
}

std::string setting_of(const ComparedRun& run, const std::string& name) {
  if (!run.trainer) return "—";
  for (const auto& [known, value] : run.trainer->settings) {
    if (known == name) return value;
  }
  return "—";
}

// The metric of the sentences from round to round, beside what was set otherwise in each.
void add_trend(const Comparison& comparison, Chapter& chapter) {
  const ComparedScore* any = comparison.find(comparison.primary, 1);
  const std::vector<std::string> settings = changed_settings(comparison);
  for (const Trend& trend : comparison.trend) {
    if (trend.key != comparison.primary || any == nullptr || comparison.runs.size() < 3) continue;
    Grid grid;
    grid.head = {Message(kRound), any->title,
                 Message(kInterval, {shortest(comparison.level * 100)}), Message(kBestSoFar)};
    grid.numeric = {false, true, true, false};
    for (const std::string& name : settings) grid.head.emplace_back(name);
    grid.numeric.resize(grid.head.size(), true);
    for (std::size_t run = 0; run < trend.points.size(); ++run) {
      const Trend::Point& point = trend.points[run];
      const Message span = point.interval ? interval_words(*point.interval, any->decimals) : "—";
      auto& row = grid.rows.emplace_back();
      row = {Message(comparison.runs[run].name), value_words(point.score, any->decimals), span,
             Message(comparison.runs[point.best_so_far].name)};
      for (const std::string& name : settings) {
        row.emplace_back(setting_of(comparison.runs[run], name));
      }
    }
    chapter.blocks.emplace_back(std::move(grid));
  }
}

// Every run with the places it may hold, then the front over several metrics.
Chapter best_chapter(const Comparison& comparison) {
  const BestRun& best = *comparison.best;
  Chapter chapter;
  chapter.name = "best";
  chapter.terminal = true;
  chapter.title = Message(kWhichBest);
  const ComparedScore* any = comparison.find(best.key, 1);
  Grid grid;
  grid.head = {Message(kRun), any != nullptr ? any->title : Message(best.key), Message(kRank),
               Message(kLeads), Message(kSays)};
  grid.numeric = {false, true, true, true, false};
  std::vector<std::size_t> order = best.possibly_best;
  std::vector<std::size_t> behind = best.worse;
  std::stable_sort(behind.begin(), behind.end(), [&](std::size_t a, std::size_t b) {
    return best.ranks[a].best + best.ranks[a].worst < best.ranks[b].best + best.ranks[b].worst;
  });
  order.insert(order.end(), behind.begin(), behind.end());
  const int decimals = any != nullptr ? any->decimals : 3;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Ranks& ranks = best.ranks[order[i]];
    const std::string low = std::to_string(ranks.best);
    const std::string high = std::to_string(ranks.worst);
    const bool may = i < best.possibly_best.size();
    const Message says(best.winner == order[i] ? kIsBest : may ? kMayBeBest : kWorse);
    grid.rows.push_back({Message(comparison.runs[order[i]].name),
                         Message(fixed(best.scores[order[i]], decimals)),
                         Message(low == high ? low : low + " – " + high),
                         Message(kPercent, {fixed(100 * ranks.leads, 0)}), says});
  }
  chapter.blocks.emplace_back(std::move(grid));
  const bool wider = std::any_of(best.worse.begin(), best.worse.end(),
                                 [&](std::size_t run) { return best.ranks[run].best == 1; });
  if (wider) chapter.blocks.emplace_back(Paragraph{Message(kRanksWider), Tone::faint});
  add_trend(comparison, chapter);
  if (comparison.pareto && comparison.pareto->front.size() < comparison.runs.size()) {
    std::vector<Message> names;
    for (const std::size_t run : comparison.pareto->front) {
      names.emplace_back(comparison.runs[run].name);
    }
    const std::string count = std::to_string(comparison.pareto->keys.size());
    chapter.blocks.emplace_back(Paragraph{Message(kFront, {count, join(names, kComma)})});
  }
  return chapter;
}

// What moved in the table of labels; of many labels it is left to the JSON.
void add_confusion(const Comparison& comparison, std::size_t run, Chapter& chapter) {
  for (const ConfusionDifference& moved : comparison.confusion_differences) {
    const bool still = std::all_of(moved.counts.begin(), moved.counts.end(), [](const auto& row) {
      return std::all_of(row.begin(), row.end(), [](double count) { return count == 0; });
    });
    if (moved.run != run || moved.labels.size() > kLabelsShown || still) continue;
    Grid grid;
    grid.head.emplace_back();
    for (const std::string& label : moved.labels) {
      grid.head.emplace_back(kSaid, std::vector<Message>{label_words(label)});
    }
    if (moved.has_other) grid.head.emplace_back(kSaidOther);
    grid.numeric.assign(grid.head.size(), true);
    grid.numeric[0] = false;
    for (std::size_t truth = 0; truth < moved.counts.size(); ++truth) {
      std::vector<Message> row = {Message(kIs, {label_words(moved.labels[truth])})};
      for (const double count : moved.counts[truth]) {
        row.emplace_back(count > 0 ? "+" + count_text(count) : count_text(count));
      }
      grid.rows.push_back(std::move(row));
    }
    chapter.blocks.emplace_back(std::move(grid));
  }
}

// Settings that are not the base's: "learning_rate 1e-04 → 5e-05".
void add_settings(const Comparison& comparison, std::size_t run, Chapter& chapter) {
  Facts facts;
  for (const SettingChange& change : comparison.config_differences) {
    if (change.run != run) continue;
    const auto shown = [](const std::string& value) { return value.empty() ? "—" : value; };
    facts.lines.emplace_back(Message(change.name),
                             Message(shown(change.base) + " → " + shown(change.value)));
  }
  if (facts.lines.empty()) return;
  chapter.blocks.emplace_back(Paragraph{Message(kSettings)});
  chapter.blocks.emplace_back(std::move(facts));
}

// What sacreBLEU would print, with the warning that goes with its p.
Chapter sacrebleu_chapter(const Comparison& comparison) {
  Chapter chapter;
  chapter.name = "sacrebleu";
  chapter.terminal = true;
  chapter.title = Message(kAsSacrebleu);
  Grid grid;
  grid.head = {Message(kMetric),     Message(kRun),        Message(kScore),
               Message(kMeanSpread), Message(kBootstrapP), Message(kRandomisationP)};
  grid.numeric = {false, false, true, true, true, true};
  for (const SacrebleuScore& score : comparison.sacrebleu) {
    const ComparedScore* line = comparison.find(score.key, 1);
    grid.rows.push_back({line != nullptr ? line->title : Message(score.key),
                         Message(comparison.runs[score.run].name), Message(fixed(score.value, 2)),
                         Message(fixed(score.mean, 2) + " ± " + fixed(score.half_width, 2)),
                         Message(number(score.bootstrap_p, 4)),
                         Message(number(score.randomisation_p, 4))});
  }
  chapter.blocks.emplace_back(std::move(grid));
  chapter.blocks.emplace_back(Paragraph{Message(kSacrebleuWarns), Tone::faint});
  return chapter;
}

Chapter runs_chapter(const Comparison& comparison) {
  Chapter chapter;
  chapter.name = "data";
  chapter.terminal = true;
  Line line;
  line.first_strong = true;
  for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
    line.parts.emplace_back(comparison.runs[run].name);
    if (run == 0) line.parts.emplace_back(kBase);
  }
  const Text by = comparison.joined == JoinedBy::id        ? kById
                  : comparison.joined == JoinedBy::content ? kByContent
                                                           : kByOrder;
  if (comparison.task == Task::rating) {
    const Message items(kItems, {grouped(comparison.rows)});
    line.parts.emplace_back(kItemsBy, std::vector<Message>{items, Message(by)});
  } else {
    line.parts.emplace_back(kRowsBy, std::vector<Message>{rows_of(comparison.rows), Message(by)});
  }
  if (comparison.clusters > 0) {
    line.parts.emplace_back(kClusters, std::vector<Message>{grouped(comparison.clusters)});
  }
  chapter.blocks.emplace_back(std::move(line));
  return chapter;
}

}  // namespace

int gate_decimals(const Comparison& comparison, const GateLine& gate) {
  const ComparedScore* score = comparison.find(gate.key, 1);
  return score != nullptr ? score->decimals : 3;
}

Message gate_value(const GateLine& gate, int decimals) {
  if (!gate.value) return {};
  const auto number = [&](double x) {
    return gate.relative ? Message(kPercent, {fixed(100 * x, 1)}) : Message(fixed(x, decimals));
  };
  const bool step = gate.against_base && !gate.relative;
  const Message value = step ? Message(with_sign(gate.value, decimals)) : number(*gate.value);
  if (!gate.interval) return value;
  return Message(kValueWithInterval, {value, number(gate.interval->lo), number(gate.interval->hi)});
}

// A run's file, and the model that was asked for its answers.
static Message source_words(const ComparedRun& run) {
  std::vector<Message> parts{Message(run.path), Message(run.digest)};
  const auto with_digest = [](const std::string& name, const std::string& digest) {
    return digest.empty() ? name : name + " " + digest;
  };
  if (run.model) {
    const ModelFacts& model = *run.model;
    const std::string name = model.digest.empty() ? model.name : file_name(model.path);
    parts.emplace_back(kAsked, std::vector{Message(with_digest(name, model.digest))});
    if (!model.adapter.empty()) {
      const std::string adapter = with_digest(model.adapter, model.adapter_digest);
      parts.emplace_back(kAdapter, std::vector{Message(adapter)});
    }
    parts.emplace_back(kPrecision, std::vector{Message(model.precision)});
    parts.emplace_back(model.engine);
  }
  return join(parts, kComma);
}

// Where the runs came from, and how to make these numbers again; too long for a terminal.
static Chapter made_chapter(const Comparison& comparison) {
  Chapter chapter;
  chapter.name = "how";
  chapter.title = Message(kMade);
  Facts facts;
  for (const ComparedRun& run : comparison.runs) {
    facts.lines.emplace_back(Message(run.name), source_words(run));
  }
  const auto add = [&](Text name, const std::string& value) {
    if (!value.empty()) facts.lines.emplace_back(Message(name), Message(value));
  };
  std::string command;
  for (const std::string& word : comparison.facts.command) {
    command += (command.empty() ? "" : " ") + word;
  }
  add(kVersion, comparison.version);
  add(kProfile, comparison.profile);
  add(kCommand, command);
  add(kCreated, comparison.facts.created);
  add(kSeed, std::to_string(comparison.facts.seed));
  chapter.blocks.emplace_back(std::move(facts));
  return chapter;
}

Document write_document(const Comparison& comparison) {
  Document document;
  document.chapters.push_back(runs_chapter(comparison));
  Chapter verdict;
  verdict.name = "verdict";
  verdict.terminal = true;
  verdict.blocks.emplace_back(Banner{comparison.decision, comparison.headline, comparison.reason});
  if (!comparison.gates.empty()) verdict.blocks.emplace_back(gate_rows(comparison));
  if (comparison.looks && !comparison.looks->warning.empty()) {
    verdict.blocks.emplace_back(Paragraph{comparison.looks->warning, Tone::doubt});
  }
  document.chapters.push_back(std::move(verdict));
  if (comparison.best) document.chapters.push_back(best_chapter(comparison));
  for (std::size_t run = 1; run < comparison.runs.size(); ++run) {
    Chapter chapter;
    chapter.name = "run";
    chapter.terminal = true;
    chapter.title = Message(kAgainst, {comparison.runs[run].name, comparison.runs[0].name});
    chapter.blocks.emplace_back(scores_of(comparison, run));
    if (run + 1 == comparison.runs.size()) add_how(comparison, chapter);
    add_allowing(comparison, run, chapter);
    add_flips(comparison, run, chapter);
    add_slices(comparison, run, chapter);
    add_confusion(comparison, run, chapter);
    add_settings(comparison, run, chapter);
    document.chapters.push_back(std::move(chapter));
  }
  if (!comparison.sacrebleu.empty()) {
    document.chapters.push_back(sacrebleu_chapter(comparison));
  }
  document.chapters.push_back(made_chapter(comparison));
  return document;
}

}  // namespace shijin
