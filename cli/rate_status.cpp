// shijin rate status and export: how far a campaign is, what it has come to, and its ratings.
#include <algorithm>
#include <thread>

#include "cli/measure.h"
#include "cli/output.h"
#include "cli/rate.h"

namespace shijin::cli {
namespace {

constexpr Text kCampaign{"{0}: {1} items, {2} runs", "{0}：{1} 個項目、{2} 個執行紀錄"};
constexpr Text kOneRun{"{0}: {1} items of run {2}", "{0}：執行紀錄 {2} 的 {1} 個項目"};
constexpr Text kRater{"rater", "評分者"};
constexpr Text kRated{"rated", "已評"};
constexpr Text kBegun{"begun", "部分"};
constexpr Text kOpen{"to do", "待評"};
constexpr Text kRun{"run {0}", "執行紀錄 {0}"};
constexpr Text kNoRatings{"Nobody has scored anything of it yet.", "還沒有任何評分。"};
constexpr Text kNoVeto{
    "Compliance: none of {0} items is vetoed; at 95 % confidence at most {1} of such texts are.",
    "合規性：{0} 個項目都沒有被否決；在 95 % 信心水準下，這類文字至多 {1} 會被否決。"};
constexpr Text kVetoed{
    "Compliance: {0} of {1} items have a veto (a score of 1, which makes the overall score 1); at "
    "95 "
    "% confidence at most {2} of such texts do. Without vetoes the overall mean would be {3}.",
    "合規性：{1} 個項目中有 {0} 個被否決（給 1 分，總評即為 1）；在 95 % 信心水準下，這類文字至多 "
    "{2} 會如此。不計否決時，總評平均為 {3}。"};
constexpr Text kVetoItem{"sample {0}: by {1} of {2} raters", "樣本 {0}：{2} 位中的 {1} 位"};
constexpr Text kMore{"… and {0} more", "……另有 {0} 個"};
constexpr Text kRunUnknown{"the campaign {0} has no run \"{1}\"",
                           "評分活動 {0} 沒有執行紀錄「{1}」"};
constexpr Text kOneOf{"one of: {0}", "下列之一：{0}"};
constexpr Text kNoBase{"the gate \"{0}\" speaks of a base, which a campaign has none of",
                       "門檻「{0}」提到基準，但評分活動沒有基準"};
constexpr Text kNoBaseHelp{"write a number, such as {0}>=4", "請寫數字，例如 {0}>=4"};
constexpr Text kNoKey{"the campaign has no score {0}", "評分活動沒有 {0} 這項分數"};

constexpr std::string_view kDefaultGate = "human[dim=overall]>=4";
constexpr std::size_t kVetoesShown = 5;

// One run's ratings, summed up and judged.
struct Judged {
  RunRatings ratings;
  std::optional<Evidence> evidence;  // none where nobody scored
  double vetoes_most = 1;            // upper bound of the share of vetoed texts
};

Result<Done> add_gates(const Parsed& parsed, const Campaign& campaign, Evidence& evidence) {
  std::vector<std::string> gates = parsed.all("gate");
  const bool summed = std::any_of(campaign.dimensions.begin(), campaign.dimensions.end(),
                                  [](const std::string& one) { return one != kVeto; });
  if (gates.empty() && summed) gates.emplace_back(kDefaultGate);
  for (const std::string& text : gates) {
    GateLine gate = SJ_TRY(parse_gate(text));
    if (gate.against_base) {
      return rate_error("gate-without-base", Message(kNoBase, {gate.gate}), {},
                        Message(kNoBaseHelp, {gate.key}));
    }
    const ScoreLine* line = evidence.find(gate.key);
    if (line == nullptr) {
      std::vector<std::string> keys;
      for (const ScoreLine& one : evidence.metrics) keys.push_back(one.key);
      return rate_error("metric-unknown", Message(kNoKey, {gate.key}),
                        Message(kOneOf, {comma_list(keys)}), {});
    }
    SJ_TRY(check_scale(gate, line->low, line->high));
    evidence.verdict.gates.push_back(std::move(gate));
  }
  return Done{};
}

Result<Judged> judge(const Parsed& parsed, const Campaign& campaign, RunRatings ratings) {
  Judged judged{std::move(ratings), {}, 1};
  const RatingSet& set = judged.ratings.set;
  if (judged.ratings.compliance_items > 0) {
    const auto n = static_cast<double>(judged.ratings.compliance_items);
    const auto k = static_cast<double>(judged.ratings.vetoed.size());
    // The upper end of a 90 % interval is the one-sided bound at 95 %.
    judged.vetoes_most = clopper_pearson_interval(k, n, 0.90).hi;
  }
  if (set.items().empty()) return judged;
  Evidence& evidence = judged.evidence.emplace();
  evidence.version = version();
  evidence.task = Task::rating;
  evidence.profile = "default";
  evidence.run = run_facts(parsed, {});
  evidence.run.name = judged.ratings.run;
  RatingOptions options;
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  RatingSummary summary = summarise(set, options);
  for (ScoreLine& line : summary.means) {
    line.signature = line.key + "|shijin:" + std::string(version());
    // The mean of all scores together would count compliance in, and the overall score twice.
    if (line.key == "human") continue;
    const bool first = line.key == "human[dim=overall]";
    auto& lines = evidence.metrics;
    lines.insert(first ? lines.begin() : lines.end(), std::move(line));
  }
  for (const ScoreLine& line : evidence.metrics) evidence.panel.push_back(line.key);
  evidence.ratings = std::move(summary.facts);
  evidence.data.rows = evidence.data.used = static_cast<std::int64_t>(set.items().size());
  SJ_TRY(add_gates(parsed, campaign, evidence));
  decide(evidence);
  evidence.findings = find_all(evidence);
  return judged;
}

// A campaign and the runs of it that the line asks for.
struct Status {
  Campaign campaign;
  std::vector<RaterProgress> progress;
  std::vector<RatedRow> rows;
  std::vector<Judged> runs;
  std::int64_t events = 0;
};

enum class Judging : std::uint8_t { none, all };

Result<Status> load_status(const Parsed& parsed, Judging judging) {
  CampaignBook book = SJ_TRY(open_book(parsed));
  Status status;
  status.campaign = SJ_TRY(book.load(parsed.files[1]));
  const Campaign& campaign = status.campaign;
  const std::string wanted = parsed.text("run");
  const bool known = wanted.empty() || std::find(campaign.runs.begin(), campaign.runs.end(),
                                                 wanted) != campaign.runs.end();
  if (!known) {
    return rate_error("rate-run-unknown", Message(kRunUnknown, {campaign.name, wanted}),
                      Message(kOneOf, {comma_list(campaign.runs)}), {});
  }
  const RatingTable ratings = SJ_TRY(book.ratings(campaign));
  status.events = SJ_TRY(book.events(campaign));
  status.progress = progress_of(campaign, ratings);
  status.rows = rated_rows(campaign, ratings);
  for (RunRatings& run : run_ratings(campaign, status.rows)) {
    if (judging == Judging::none || (!wanted.empty() && run.run != wanted)) continue;
    status.runs.push_back(SJ_TRY(judge(parsed, campaign, std::move(run))));
  }
  std::erase_if(status.rows, [&](const RatedRow& row) {
    return !wanted.empty() && campaign.runs[static_cast<std::size_t>(row.item->run)] != wanted;
  });
  return status;
}

std::string percent(double share) { return fixed(share * 100, 1) + " %"; }

void write_progress(const Status& status, Document& document) {
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
  Grid grid;
  grid.head = {Message(kRater), Message(kRated), Message(kBegun), Message(kOpen)};
  grid.numeric = {false, true, true, true};
  for (const RaterProgress& line : status.progress) {
    grid.rows.push_back({Message(line.rater), Message(grouped(line.rated)),
                         Message(grouped(line.begun)),
                         Message(grouped(line.items - line.rated - line.begun))});
  }
  chapter.blocks.emplace_back(std::move(grid));
}

void write_vetoes(const Judged& judged, Chapter& chapter) {
  const RunRatings& ratings = judged.ratings;
  if (ratings.compliance_items == 0) return;
  const std::string items = grouped(ratings.compliance_items);
  if (ratings.vetoed.empty()) {
    chapter.blocks.emplace_back(Paragraph{Message(kNoVeto, {items, percent(judged.vetoes_most)})});
    return;
  }
  const std::string mean = ratings.unvetoed ? fixed(*ratings.unvetoed, 2) : "—";
  chapter.blocks.emplace_back(
      Paragraph{Message(kVetoed, {grouped(static_cast<std::int64_t>(ratings.vetoed.size())), items,
                                  percent(judged.vetoes_most), mean})});
  for (std::size_t i = 0; i < std::min(kVetoesShown, ratings.vetoed.size()); ++i) {
    const VetoItem& veto = ratings.vetoed[i];
    chapter.blocks.emplace_back(Paragraph{Message(
        kVetoItem, {veto.item->sample, std::to_string(veto.vetoes), std::to_string(veto.raters)})});
  }
  if (ratings.vetoed.size() <= kVetoesShown) return;
  chapter.blocks.emplace_back(
      Paragraph{Message(kMore, {std::to_string(ratings.vetoed.size() - kVetoesShown)})});
}

std::string terminal(const Status& status, const Console& console) {
  const TerminalStyle style{console.language, console.colour, console.columns};
  Document progress;
  write_progress(status, progress);
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
    write_vetoes(judged, chapter);
    out += "\n" + render_terminal(document, style);
    if (judged.evidence) out += "\n" + render_terminal(*judged.evidence, style);
  }
  return out;
}

std::string as_json(const Status& status) {
  std::string out;
  JsonWriter json(out, JsonWriter::Layout::lines);
  const Campaign& campaign = status.campaign;
  constexpr auto kLine = JsonWriter::Layout::one_line;
  json.begin_object().key("schema").text("shijin.campaign/1");
  json.key("campaign").text(campaign.name).key("created").text(campaign.created);
  json.key("rubric").integer(campaign.rubric);
  json.key("seed").integer(static_cast<std::int64_t>(campaign.seed));
  json.key("items").integer(static_cast<std::int64_t>(campaign.items.size()));
  json.key("events").integer(status.events);
  json.key("dimensions").begin_array(kLine);
  for (const std::string& dimension : campaign.dimensions) json.text(dimension);
  json.end_array().key("raters").begin_array();
  for (const RaterProgress& line : status.progress) {
    json.begin_object(kLine).key("rater").text(line.rater).key("items").integer(line.items);
    json.key("rated").integer(line.rated).key("begun").integer(line.begun).end_object();
  }
  json.end_array().key("runs").begin_array();
  for (const Judged& judged : status.runs) {
    json.begin_object().key("run").text(judged.ratings.run);
    json.key("compliance").begin_object();
    json.key("items").integer(judged.ratings.compliance_items).key("upper");
    judged.ratings.compliance_items > 0 ? json.number(judged.vetoes_most) : json.null();
    json.key("vetoed").begin_array();
    for (const VetoItem& veto : judged.ratings.vetoed) {
      json.begin_object(kLine)
          .key("sample")
          .text(veto.item->sample)
          .key("vetoes")
          .integer(veto.vetoes);
      json.key("raters").integer(veto.raters).end_object();
    }
    json.end_array().end_object().key("overall_without_veto");
    judged.ratings.unvetoed ? json.number(*judged.ratings.unvetoed) : json.null();
    json.key("result");
    judged.evidence ? json.raw(strip_python_space(render_json(*judged.evidence))) : json.null();
    json.end_object();
  }
  json.end_array().end_object();
  out += '\n';
  return out;
}

// One run that fails fails the campaign; one undecided leaves it undecided.
Exit exit_of(const Status& status) {
  Exit exit = Exit::good;
  for (const Judged& judged : status.runs) {
    const Decision decision =
        judged.evidence ? judged.evidence->verdict.decision : Decision::undecided;
    if (decision == Decision::fail) return Exit::no;
    if (decision == Decision::undecided) exit = Exit::undecided;
  }
  return exit;
}

}  // namespace

Exit rate_status(const Parsed& parsed, const Console& console) {
  const Result<Status> status = load_status(parsed, Judging::all);
  if (!status.ok()) return refuse(status.error(), console);
  const Result<Done> written = parsed.given("json")
                                   ? write_result(parsed.text("json"), as_json(*status), console)
                                   : write_output(terminal(*status, console));
  return written.ok() ? exit_of(*status) : refuse(written.error(), console);
}

Result<std::string> rate_status_json(const Parsed& parsed) {
  const Status status = SJ_TRY(load_status(parsed, Judging::all));
  return as_json(status);
}

Exit rate_export(const Parsed& parsed, const Console& console) {
  const Result<Status> status = load_status(parsed, Judging::none);
  if (!status.ok()) return refuse(status.error(), console);
  const std::string where = parsed.given("output") ? parsed.text("output") : "-";
  const Result<Done> written =
      write_result(where, ratings_jsonl(status->campaign, status->rows), console);
  return written.ok() ? Exit::good : refuse(written.error(), console);
}

}  // namespace shijin::cli
