// Choices between two texts: who is preferred, how surely, and what else had a part in it.
#include <cmath>

#include "cli/output.h"
#include "cli/rate_status.h"

namespace shijin::cli {
namespace {

constexpr Text kNone{"Nobody has chosen yet.", "還沒有任何選擇。"};
constexpr Text kWinner{"run", "執行紀錄"};
constexpr Text kAgainst{"against", "對手"};
constexpr Text kRate{"preferred", "勝率"};
constexpr Text kRange{"95 % interval", "95 % 區間"};
constexpr Text kWins{"won", "勝"};
constexpr Text kTies{"tied", "平"};
constexpr Text kLosses{"lost", "負"};
constexpr Text kSameLength{"same length", "等長"};
constexpr Text kPoints{"points", "積分"};
constexpr Text kBetter{"{0} is preferred to {1}: in {2} of the choices, ties counted half.",
                       "{0} 勝過 {1}：{2} 的選擇支持它（平手算半次）。"};
constexpr Text kOpen{"Between {0} and {1} it is not decided: {2} ({3}).",
                     "{0} 與 {1} 未分高下：{2}（{3}）。"};
constexpr Text kLength{
    "Longer texts are chosen more often; between texts of one length {0} would have {1} ({2}).",
    "較長的文字較常獲選；若兩篇等長，{0} 的勝率為 {1}（{2}）。"};
constexpr Text kShorter{
    "Shorter texts are chosen more often; between texts of one length {0} would have {1} ({2}).",
    "較短的文字較常獲選；若兩篇等長，{0} 的勝率為 {1}（{2}）。"};
constexpr Text kSide{
    "The text on the left is chosen in {0} ({1}): the side has a part in the choices.",
    "左側文字獲選 {0}（{1}）：左右位置影響了選擇。"};
constexpr Text kNoSide{
    "The text on the left is chosen in {0} ({1}): no sign that the side matters.",
    "左側文字獲選 {0}（{1}）：看不出左右位置有影響。"};
constexpr Text kSteadied{
    "A run never lost: one tie was lent to each two runs, so that its points have an end.",
    "有執行紀錄從未落敗：每兩者間加了一次平手，積分才有上限。"};
constexpr Text kStrangers{"Some runs have not met yet, so that there are no points.",
                          "有些執行紀錄尚未對上，因此沒有積分。"};

constexpr Text kApartOpen{
    "Texts of {1} and {2} on which raters do not choose the same: {0}. Settle them on the owner's "
    "page: shijin rate serve {3}.",
    "{1} 與 {2} 之間評分者選擇不一的文字：{0} 組。可在活動負責人頁面裁定：shijin rate serve {3}。"};
constexpr Text kApart{
    "Texts of {1} and {2} on which raters do not choose the same: {0}; settled: {3} for {1}, {4} "
    "tied, {5} for {2}. What is settled changes no rate.",
    "{1} 與 {2} 之間評分者選擇不一的文字：{0} 組；已裁定：{1} {3} 組、平手 {4} 組、{2} {5} 組。裁定"
    "不影響勝率。"};

std::string percent(double share) { return fixed(100 * share, 1) + " %"; }
std::string span(const Bounds& bounds) {
  return fixed(100 * bounds.lo, 1) + " – " + percent(bounds.hi);
}

void write_lengths(const PairLine& line, const std::string& run, Chapter& chapter) {
  if (!line.controlled) return;
  const LengthControlled& fit = *line.controlled;
  if (std::abs(fit.slope) < 1.96 * fit.slope_error) return;
  chapter.blocks.emplace_back(Paragraph{
      Message(fit.slope > 0 ? kLength : kShorter, {run, percent(fit.value), span(fit.interval)})});
}

void write_settled(const CampaignStatus& status, const PairLine& line, Chapter& chapter) {
  if (line.apart == 0) return;
  const std::vector<std::string>& runs = status.campaign.runs;
  if (line.settled_wins + line.settled_ties + line.settled_losses == 0) {
    chapter.blocks.emplace_back(Paragraph{Message(
        kApartOpen, {grouped(line.apart), runs[line.run], runs[line.base], status.campaign.name})});
    return;
  }
  chapter.blocks.emplace_back(Paragraph{Message(
      kApart, {grouped(line.apart), runs[line.run], runs[line.base], grouped(line.settled_wins),
               grouped(line.settled_ties), grouped(line.settled_losses)})});
}

void write_points(const CampaignStatus& status, Chapter& chapter) {
  const std::vector<std::string>& runs = status.campaign.runs;
  if (runs.size() < 3) return;
  if (!status.pairs->strength) {
    chapter.blocks.emplace_back(Paragraph{Message(kStrangers)});
    return;
  }
  const BradleyTerry& strength = *status.pairs->strength;
  Grid grid;
  grid.head = {Message(kWinner), Message(kPoints), Message(kRange)};
  grid.numeric = {false, true, true};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Bounds& bounds = strength.centred[i];
    grid.rows.push_back(
        {Message(runs[i]), Message(fixed(arena_points(strength.centred_value[i]), 0)),
         Message(fixed(arena_points(bounds.lo), 0) + " – " + fixed(arena_points(bounds.hi), 0))});
  }
  chapter.blocks.emplace_back(std::move(grid));
  if (strength.steadied) chapter.blocks.emplace_back(Paragraph{Message(kSteadied)});
}

void write_rate(std::string_view key, const std::optional<WinRate>& rate, JsonWriter& json) {
  json.key(key);
  if (!rate) {
    json.null();
    return;
  }
  json.begin_object(JsonWriter::Layout::one_line).key("value").number(rate->value);
  json.key("lo").number(rate->interval.lo).key("hi").number(rate->interval.hi);
  json.key("samples").integer(static_cast<std::int64_t>(rate->clusters)).end_object();
}

void write_line(const CampaignStatus& status, const PairLine& line, JsonWriter& json) {
  const std::vector<std::string>& runs = status.campaign.runs;
  json.begin_object().key("run").text(runs[line.run]).key("against").text(runs[line.base]);
  json.key("won").integer(line.wins).key("tied").integer(line.ties);
  json.key("lost").integer(line.losses);
  write_rate("preferred", line.rate, json);
  json.key("same_length");
  if (line.controlled) {
    json.begin_object(JsonWriter::Layout::one_line).key("value").number(line.controlled->value);
    json.key("lo").number(line.controlled->interval.lo);
    json.key("hi").number(line.controlled->interval.hi);
    json.key("slope").number(line.controlled->slope);
    json.key("slope_error").number(line.controlled->slope_error).end_object();
  } else {
    json.null();
  }
  json.key("apart").integer(line.apart).key("settled");
  json.begin_object(JsonWriter::Layout::one_line).key("won").integer(line.settled_wins);
  json.key("tied").integer(line.settled_ties).key("lost").integer(line.settled_losses);
  json.end_object().end_object();
}

}  // namespace

void write_pairs(const CampaignStatus& status, Document& document) {
  Chapter& chapter = document.chapters.back();
  const PairResult& result = *status.pairs;
  if (result.pairs.empty()) {
    chapter.blocks.emplace_back(Paragraph{Message(kNone)});
    return;
  }
  const std::vector<std::string>& runs = status.campaign.runs;
  Grid grid;
  grid.head = {Message(kWinner), Message(kAgainst), Message(kRate),   Message(kRange),
               Message(kWins),   Message(kTies),    Message(kLosses), Message(kSameLength)};
  grid.numeric = {false, false, true, true, true, true, true, true};
  for (const PairLine& line : result.pairs) {
    grid.rows.push_back({Message(runs[line.run]), Message(runs[line.base]),
                         Message(percent(line.rate->value)), Message(span(line.rate->interval)),
                         Message(grouped(line.wins)), Message(grouped(line.ties)),
                         Message(grouped(line.losses)),
                         Message(line.controlled ? percent(line.controlled->value) : "—")});
  }
  chapter.blocks.emplace_back(std::move(grid));
  for (const PairLine& line : result.pairs) {
    const Bounds& bounds = line.rate->interval;
    const bool up = bounds.lo > 0.5;
    const bool down = bounds.hi < 0.5;
    const double value = line.rate->value;
    const Message words =
        up     ? Message(kBetter, {runs[line.run], runs[line.base], percent(value)})
        : down ? Message(kBetter, {runs[line.base], runs[line.run], percent(1 - value)})
               : Message(kOpen, {runs[line.base], runs[line.run], percent(value), span(bounds)});
    chapter.blocks.emplace_back(Paragraph{words, Tone::strong});
    write_lengths(line, runs[line.run], chapter);
    write_settled(status, line, chapter);
  }
  write_points(status, chapter);
  const Bounds& left = result.left->interval;
  const bool sided = left.lo > 0.5 || left.hi < 0.5;
  chapter.blocks.emplace_back(
      Paragraph{Message(sided ? kSide : kNoSide, {percent(result.left->value), span(left)})});
}

void write_pairs(const CampaignStatus& status, JsonWriter& json) {
  json.key("choices");
  if (!status.pairs) {
    json.null();
    return;
  }
  const PairResult& result = *status.pairs;
  json.begin_object().key("count").integer(result.choices);
  json.key("pairs").begin_array();
  for (const PairLine& line : result.pairs) write_line(status, line, json);
  json.end_array().key("strength").begin_array();
  const std::size_t known = result.strength ? status.campaign.runs.size() : 0;
  for (std::size_t i = 0; i < known; ++i) {
    json.begin_object(JsonWriter::Layout::one_line).key("run").text(status.campaign.runs[i]);
    json.key("points").number(arena_points(result.strength->centred_value[i]));
    json.key("lo").number(arena_points(result.strength->centred[i].lo));
    json.key("hi").number(arena_points(result.strength->centred[i].hi)).end_object();
  }
  json.end_array();
  write_rate("left", result.left, json);
  json.end_object();
}

}  // namespace shijin::cli
