// A campaign's state in the terminal.
#include <algorithm>
#include <cmath>
#include <map>

#include "cli/output.h"
#include "cli/rate_status.h"

namespace shijin::cli {
namespace {

constexpr Text kCampaign{"{0}: {1} items, {2} runs", "{0}：{1} 個項目、{2} 個執行紀錄"};
constexpr Text kOneRun{"{0}: {1} items of run {2}", "{0}：執行紀錄 {2} 的 {1} 個項目"};
constexpr Text kOwnRubric{"Scored by a rubric of your own, version {0}: shijin rate rubric {1}",
                          "使用自訂的評分標準，版本 {0}：shijin rate rubric {1}"};
constexpr Text kRater{"rater", "評分者"};
constexpr Text kRated{"rated", "已評"};
constexpr Text kBegun{"begun", "部分"};
constexpr Text kOpen{"to do", "待評"};
constexpr Text kRepeated{"repeated", "重複"};
constexpr Text kKnown{"known", "已知"};
constexpr Text kSame{"same", "相同"};
constexpr Text kNear{"within 1", "差 1 內"};
constexpr Text kBias{"above", "偏高"};
constexpr Text kRun{"run {0}", "執行紀錄 {0}"};
constexpr Text kNoRatings{"Nobody has scored anything of it yet.", "還沒有任何評分。"};
constexpr Text kNoVeto{
    "{2}: none of {0} items is vetoed; at 95 % confidence at most {1} of such texts are.",
    "{2}：{0} 個項目都沒有被否決；在 95 % 信心水準下，這類文字至多 {1} 會被否決。"};
constexpr Text kVetoed{
    "{4}: {0} of {1} items have a veto (a score of 1, which makes the overall score 1); at "
    "95 "
    "% confidence at most {2} of such texts do. Without vetoes the overall mean would be {3}.",
    "{4}：{1} 個項目中有 {0} 個被否決（給 1 分，總評即為 1）；在 95 % 信心水準下，這類文字至多 "
    "{2} 會如此。不計否決時，總評平均為 {3}。"};
constexpr Text kVetoedShare{
    "{4}: {0} of the {1} items drawn have a veto (a score of 1, which makes the overall "
    "score "
    "1). Weighted by how likely each was drawn, that is {2} of all; at 95 % confidence at most "
    "{3}.",
    "{4}：抽出的 {1} 個項目中有 {0} 個被否決（給 1 分，總評即為 "
    "1）。依各自被抽中的機率加權，約占"
    "全體的 {2}；在 95 % 信心水準下至多 {3}。"};
constexpr Text kWithoutVeto{"Without vetoes the overall mean would be {0}.",
                            "不計否決時，總評平均為 {0}。"};
constexpr Text kMayStopAbove{
    "May stop: the overall mean lies above {0} ({1} – {2} after {3} items, however often one has "
    "looked). The rest need not be scored for this.",
    "可以停止：總評平均高於 {0}（評完 {3} 個項目，為 {1} – "
    "{2}；無論中途看過幾次皆成立）。為此不必再"
    "評其餘項目。"};
constexpr Text kMayStopBelow{
    "May stop: the overall mean lies below {0} ({1} – {2} after {3} items, however often one has "
    "looked). The rest need not be scored for this.",
    "可以停止：總評平均低於 {0}（評完 {3} 個項目，為 {1} – "
    "{2}；無論中途看過幾次皆成立）。為此不必再"
    "評其餘項目。"};
constexpr Text kGoOn{
    "Go on: to stop early, the overall mean would have to lie on one side of {0} however often one "
    "looks; after {3} items scored by all who have begun it may be anything from {1} to {2}.",
    "請繼續：要提早停止，無論看幾次，總評平均都得落在 {0} 的同一側；目前有 {3} 個項目由已開始的評分"
    "者全部評過，可能在 {1} 到 {2} 之間。"};
constexpr Text kWhole{
    "No stopping early: these {0} samples were drawn by risk, and speak for all samples only when "
    "every one of them is judged.",
    "不能提早停止：這 {0} 個樣本依風險抽出，全部評完才代表全體樣本。"};
constexpr Text kSifted{
    "The means below speak for all {1} samples: {0} of them were drawn ({2}), and the machine's "
    "{3} of "
    "the others is straightened by what people said.",
    "以下平均代表全部 {1} 個樣本：抽出其中 {0} 個（{2}）請人評分，其餘以機器的 {3} 推估，並依人工"
    "評分校正。"};
constexpr Text kResponse{
    "Scored so far: {0} of the {1} drawn. The others are taken to be like them, slice by slice.",
    "目前已評 {1} 個中的 {0} 個；未評者在各切片內視為與已評者相似。"};
constexpr Text kEstimate{"estimate", "估計"};
constexpr Text kGreg{"mean", "平均"};
constexpr Text kWorstScored{
    "Beside the draw, {0} samples with the lowest {1}: {2} of them scored, overall {3} on average. "
    "They "
    "are in none of these means.",
    "抽樣之外另有 {1} 最低的 {0} 個樣本：已評 {2} 個，總評平均 {3}；不計入這裡的任何平均。"};
constexpr Text kRange{"95 % interval", "95 % 區間"};
constexpr Text kEqualTo{"equal to", "相當於"};
constexpr Text kWorth{
    "On {0}, {1} rated samples are equal to about {2} blind ratings of samples taken at random: "
    "people "
    "and the machine go together by {3}.",
    "就 {0} 而言，評了 {1} 個樣本，相當於約 {2} 個隨機樣本的盲評：人與機器的相關為 {3}。"};
constexpr Text kVetoItem{"sample {0}: by {1} of {2} raters", "樣本 {0}：{2} 位中的 {1} 位"};
constexpr Text kMore{"… and {0} more", "……另有 {0} 個"};

constexpr Text kAnd{"{0}, {1}", "{0}、{1}"};

constexpr std::size_t kVetoesShown = 5;

// The dimensions that veto, by their titles.
Message vetoing(const Campaign& campaign) {
  Message all;
  for (const std::string& dimension : campaign.dimensions) {
    if (!campaign.vetoes(dimension)) continue;
    const Message title = campaign.words(dimension)->title.message();
    all = all.empty() ? title : Message(kAnd, {all, title});
  }
  return all;
}

std::string percent(double share) { return fixed(share * 100, 1) + " %"; }

// What hidden repeats and gold say of the raters; questions, not judgements.
void write_quality(const std::vector<RaterQuality>& all, Chapter& chapter) {
  Grid grid;
  grid.head = {Message(kRater), Message(kRepeated), Message(kSame), Message(kNear),
               Message(kKnown), Message(kSame),     Message(kNear), Message(kBias)};
  grid.numeric = {false, true, true, true, true, true, true, true};
  std::vector<Message> questions;
  for (const RaterQuality& one : all) {
    if (one.repeated + one.gold == 0) continue;
    const auto share = [](std::int64_t part, std::int64_t of) {
      return of > 0 ? percent(static_cast<double>(part) / static_cast<double>(of)) : "—";
    };
    const std::string bias = (one.gold_bias > 0 ? "+" : "") + fixed(one.gold_bias, 2);
    grid.rows.push_back({Message(one.rater), Message(grouped(one.repeated)),
                         Message(share(one.repeated_same, one.repeated)),
                         Message(share(one.repeated_near, one.repeated)),
                         Message(grouped(one.gold)), Message(share(one.gold_same, one.gold)),
                         Message(share(one.gold_near, one.gold)),
                         Message(one.gold > 0 ? bias : "—")});
    for (Message& question : quality_questions(one)) questions.push_back(std::move(question));
  }
  if (grid.rows.empty()) return;
  chapter.blocks.emplace_back(std::move(grid));
  for (Message& question : questions) chapter.blocks.emplace_back(Paragraph{std::move(question)});
}

void write_progress(const CampaignStatus& status, Document& document) {
  const Campaign& campaign = status.campaign;
  Chapter& chapter = document.chapters.emplace_back();
  chapter.name = "campaign";
  chapter.terminal = true;
  const std::string items = grouped(static_cast<std::int64_t>(campaign.items.size()));
  const Message head =
      campaign.runs.size() == 1
          ? Message(kOneRun, {campaign.name, items, campaign.runs.front()})
          : Message(kCampaign, {campaign.name, items, std::to_string(campaign.runs.size())});
  chapter.blocks.emplace_back(Paragraph{head, Tone::strong});
  if (!campaign.own.empty()) {
    chapter.blocks.emplace_back(
        Paragraph{Message(kOwnRubric, {version_words(campaign.rubric), campaign.name})});
  }
  Grid grid;
  grid.head = {Message(kRater), Message(kRated), Message(kBegun), Message(kOpen)};
  grid.numeric = {false, true, true, true};
  for (const RaterProgress& line : status.progress) {
    grid.rows.push_back({Message(line.rater), Message(grouped(line.rated)),
                         Message(grouped(line.begun)),
                         Message(grouped(line.items - line.rated - line.begun))});
  }
  chapter.blocks.emplace_back(std::move(grid));
  write_quality(status.quality, chapter);
}

void list_vetoes(const RunRatings& ratings, Chapter& chapter) {
  for (std::size_t i = 0; i < std::min(kVetoesShown, ratings.vetoed.size()); ++i) {
    const VetoItem& veto = ratings.vetoed[i];
    chapter.blocks.emplace_back(Paragraph{Message(
        kVetoItem, {veto.item->sample, std::to_string(veto.vetoes), std::to_string(veto.raters)})});
  }
  if (ratings.vetoed.size() <= kVetoesShown) return;
  chapter.blocks.emplace_back(
      Paragraph{Message(kMore, {std::to_string(ratings.vetoed.size() - kVetoesShown)})});
}

void write_vetoes_drawn(const Message& who, const Judged& judged, const std::string& items,
                        Chapter& chapter) {
  const RunRatings& ratings = judged.ratings;
  const std::string vetoed = grouped(static_cast<std::int64_t>(ratings.vetoed.size()));
  chapter.blocks.emplace_back(Paragraph{Message(
      kVetoedShare, {Message(vetoed), Message(items), Message(percent(judged.vetoes->value)),
                     Message(percent(judged.vetoes->upper)), who})});
  if (!ratings.vetoed.empty() && ratings.unvetoed) {
    chapter.blocks.emplace_back(Paragraph{Message(kWithoutVeto, {fixed(*ratings.unvetoed, 2)})});
  }
  list_vetoes(ratings, chapter);
}

void write_stopping(const CampaignStatus& status, const Judged& judged, Chapter& chapter) {
  if (judged.judge_whole) {
    const auto drawn = std::count_if(status.pool.samples.begin(), status.pool.samples.end(),
                                     [](const PoolSample& one) { return one.drawn; });
    chapter.blocks.emplace_back(Paragraph{Message(kWhole, {grouped(drawn)})});
  }
  if (!judged.stopping) return;
  const Stopping& stopping = *judged.stopping;
  const Text& words = stopping.decision == Stopping::Decision::above   ? kMayStopAbove
                      : stopping.decision == Stopping::Decision::below ? kMayStopBelow
                                                                       : kGoOn;
  chapter.blocks.emplace_back(
      Paragraph{Message(words, {fixed(stopping.bar, 1), fixed(stopping.lo, 2),
                                fixed(stopping.hi, 2), grouped(stopping.items)})});
}

std::string blind_ratings(double count) {
  return grouped(static_cast<std::int64_t>(std::lround(count)));
}

// Those of the worst-first queue, which stand beside the draw.
void write_worst(const CampaignStatus& status, const Judged& judged, Chapter& chapter) {
  std::map<std::string, ItemSum> sums;
  std::int64_t queued = 0;
  for (const CampaignItem& item : status.campaign.items) {
    const bool here =
        status.campaign.runs[static_cast<std::size_t>(item.run)] == judged.ratings.run;
    queued += item.part == ItemPart::worst && here ? 1 : 0;
  }
  if (queued == 0) return;
  ItemSum all;
  for (const RatedRow& row : status.rows) {
    const bool here =
        status.campaign.runs[static_cast<std::size_t>(row.item->run)] == judged.ratings.run;
    if (row.item->part != ItemPart::worst || !here || !row.overall) continue;
    sums[row.item->sample].add(*row.overall);
    all.add(*row.overall);
  }
  chapter.blocks.emplace_back(
      Paragraph{Message(kWorstScored, {grouped(queued), status.campaign.fact("risk-metric"),
                                       grouped(static_cast<std::int64_t>(sums.size())),
                                       all.count > 0 ? fixed(all.sum / all.count, 2) : "—"})});
}

// What the scores of those drawn say of all, by two estimators, and how much the machine helped.
void write_estimates(const CampaignStatus& status, const Judged& judged, Chapter& chapter) {
  if (judged.estimates.empty()) return;
  const CoreEstimate& last = judged.estimates.back();  // overall, which has the most to say
  const std::string all = grouped(last.rows);
  chapter.blocks.emplace_back(
      Paragraph{Message(kSifted, {grouped(last.drawn), all, status.campaign.fact("sample"),
                                  status.campaign.fact("risk-metric")})});
  if (last.scored < last.drawn) {
    chapter.blocks.emplace_back(
        Paragraph{Message(kResponse, {grouped(last.scored), grouped(last.drawn)})});
  }
  Grid grid;
  grid.head = {Message(kEstimate), Message(kGreg),   Message(kRange),
               Message(kEqualTo),  Message("PPI++"), Message(kRange)};
  grid.numeric = {false, true, true, true, true, true};
  for (const CoreEstimate& one : judged.estimates) {
    auto& row = grid.rows.emplace_back();
    row.push_back(Message(one.dimension));
    const auto put = [&row](bool there, double value, const Bounds& bounds) {
      row.push_back(Message(there ? fixed(value, 2) : "—"));
      row.push_back(Message(there ? fixed(bounds.lo, 2) + " – " + fixed(bounds.hi, 2) : "—"));
    };
    const GregMean greg = one.greg.value_or(GregMean{});
    put(one.greg.has_value(), greg.value, greg.interval);
    row.push_back(Message(one.greg ? blind_ratings(greg.equal_to) : "—"));
    const PoweredMean powered = one.powered.value_or(PoweredMean{});
    put(one.powered.has_value(), powered.value, powered.interval);
  }
  chapter.blocks.emplace_back(std::move(grid));
  if (!last.greg) return;
  chapter.blocks.emplace_back(Paragraph{
      Message(kWorth, {last.dimension, grouped(last.scored), blind_ratings(last.greg->equal_to),
                       fixed(last.greg->correlation, 2)})});
}

void write_vetoes(const Campaign& campaign, const Judged& judged, Chapter& chapter) {
  const RunRatings& ratings = judged.ratings;
  if (ratings.compliance_items == 0) return;
  const std::string items = grouped(ratings.compliance_items);
  const Message who = vetoing(campaign);
  if (judged.vetoes) {
    write_vetoes_drawn(who, judged, items, chapter);
    return;
  }
  if (!judged.vetoes_most) return;
  if (ratings.vetoed.empty()) {
    chapter.blocks.emplace_back(
        Paragraph{Message(kNoVeto, {Message(items), Message(percent(*judged.vetoes_most)), who})});
    return;
  }
  const std::string mean = ratings.unvetoed ? fixed(*ratings.unvetoed, 2) : "—";
  chapter.blocks.emplace_back(Paragraph{Message(
      kVetoed, {Message(grouped(static_cast<std::int64_t>(ratings.vetoed.size()))), Message(items),
                Message(percent(*judged.vetoes_most)), Message(mean), who})});
  list_vetoes(ratings, chapter);
}

}  // namespace

std::string status_terminal(const CampaignStatus& status, const Console& console) {
  const TerminalStyle style{console.language, console.colour, console.columns};
  Document progress;
  write_progress(status, progress);
  if (status.pairs) write_pairs(status, progress);
  std::string out = render_terminal(progress, style);
  for (const Judged& judged : status.runs) {
    Document document;
    Chapter& chapter = document.chapters.emplace_back();
    chapter.name = "run";
    chapter.terminal = true;
    const bool several = status.campaign.runs.size() > 1;
    if (several) {
      chapter.blocks.emplace_back(Paragraph{Message(kRun, {judged.ratings.run}), Tone::strong});
    }
    if (!judged.evidence) chapter.blocks.emplace_back(Paragraph{Message(kNoRatings)});
    write_vetoes(status.campaign, judged, chapter);
    write_estimates(status, judged, chapter);
    write_worst(status, judged, chapter);
    write_stopping(status, judged, chapter);
    if (judged.bridge) write_bridge(*judged.bridge, chapter);
    out += "\n" + render_terminal(document, style);
    if (judged.evidence) out += "\n" + render_terminal(*judged.evidence, style);
  }
  return out;
}

}  // namespace shijin::cli
