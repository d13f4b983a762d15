// shijin rate status: how far a campaign is, and what it has come to.
#include "cli/rate_status.h"

#include <algorithm>
#include <thread>

#include "cli/measure.h"
#include "cli/output.h"

namespace shijin::cli {
namespace {

constexpr Text kRunUnknown{"the campaign {0} has no run \"{1}\"",
                           "評分活動 {0} 沒有執行紀錄「{1}」"};
constexpr Text kOneOf{"one of: {0}", "下列之一：{0}"};
constexpr Text kNoBase{"the gate \"{0}\" speaks of a base, which a campaign has none of",
                       "門檻「{0}」提到基準，但評分活動沒有基準"};
constexpr Text kNoBaseHelp{"write a number, such as {0}>=4", "請寫數字，例如 {0}>=4"};
constexpr Text kNoKey{"the campaign has no score {0}", "評分活動沒有 {0} 這項分數"};

constexpr Text kNoScores{"--gate asks for a score, and in {0} raters choose between two texts",
                         "--gate 針對分數，而 {0} 是兩篇擇一"};
constexpr Text kNoScoresHelp{"leave it out", "請拿掉"};

constexpr std::string_view kDefaultGate = "human[dim=overall]>=4";
constexpr double kStoppingLevel = 0.95;

Result<Done> add_gates(const Parsed& parsed, const Campaign& campaign, Evidence& evidence) {
  std::vector<std::string> gates = parsed.all("gate");
  const bool summed = std::any_of(campaign.dimensions.begin(), campaign.dimensions.end(),
                                  [&](const std::string& one) { return !campaign.vetoes(one); });
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

// In place of the means of those drawn, what they say of all samples.
void estimate(const CampaignPool& pool, std::size_t run, double level, Judged& judged) {
  if (pool.empty()) return;
  judged.estimates = core_estimates(judged.ratings.set, judged.ratings.run, run, pool, level);
  for (const CoreEstimate& one : judged.estimates) {
    for (ScoreLine& line : judged.evidence->metrics) {
      if (line.key == rating_key(one.dimension)) put_estimate(one, level, line);
    }
  }
}

// How many texts are vetoed, and the overall mean as it would be without: of samples that were
// drawn, as the overall mean is, for all and not for those drawn.
void bound_vetoes(const Campaign& campaign, const CampaignPool& pool, std::size_t run,
                  Judged& judged) {
  RunRatings& ratings = judged.ratings;
  if (!pool.empty()) {
    const auto without = core_estimates(ratings.without_veto, ratings.run, run, pool, 0.95);
    ratings.unvetoed.reset();
    if (!without.empty() && without[0].greg) {
      ratings.unvetoed = std::clamp<double>(without[0].greg->value, kScoreLow, kScoreHigh);
    }
  }
  if (ratings.compliance_items == 0) return;
  if (!pool.empty() && !campaign.fact("sample").starts_with("uniform")) {
    judged.vetoes = veto_share(ratings, pool);
    if (judged.vetoes) judged.vetoes_most = judged.vetoes->upper;
    return;
  }
  const auto n = static_cast<double>(ratings.compliance_items);
  const auto k = static_cast<double>(ratings.vetoed.size());
  // The upper end of a 90 % interval is the one-sided bound at 95 %.
  judged.vetoes_most = clopper_pearson_interval(k, n, 0.90).hi;
}

Result<Judged> judge(const Parsed& parsed, const Campaign& campaign, const CampaignPool& pool,
                     RunRatings ratings, std::size_t run) {
  Judged judged;
  judged.ratings = std::move(ratings);
  const RatingSet& set = judged.ratings.set;
  bound_vetoes(campaign, pool, run, judged);
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
  estimate(pool, run, options.level, judged);
  for (const ScoreLine& line : evidence.metrics) evidence.panel.push_back(line.key);
  evidence.ratings = std::move(summary.facts);
  evidence.data.rows = evidence.data.used = static_cast<std::int64_t>(set.items().size());
  SJ_TRY(add_gates(parsed, campaign, evidence));
  decide(evidence);
  evidence.findings = find_all(evidence);
  return judged;
}

// Against the bar of the overall score, where the line has one, and something is left to be spared.
void look_at_stopping(const CampaignStatus& status, const LastEvents& last, std::size_t run,
                      Judged& judged) {
  const bool all_done =
      std::all_of(status.progress.begin(), status.progress.end(),
                  [](const RaterProgress& line) { return line.rated == line.items; });
  if (all_done) return;
  const bool open =
      judged.estimates.empty() || judged.estimates.back().scored < judged.estimates.back().drawn;
  judged.judge_whole = open && status.campaign.fact("sample").starts_with("core");
  if (!judged.evidence) return;
  for (const GateLine& gate : judged.evidence->verdict.gates) {
    if (gate.key != rating_key(kOverall) || !gate.comparison.starts_with('>')) continue;
    judged.stopping =
        stopping_of(status.campaign, status.rows, last, run, gate.bar, kStoppingLevel);
    return;
  }
}

// One run that fails fails the campaign; one undecided leaves it undecided.
Exit exit_of(const CampaignStatus& status) {
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

Result<CampaignStatus> load_status(const Parsed& parsed, Judging judging) {
  CampaignBook book = SJ_TRY(open_book(parsed));
  CampaignStatus status;
  status.campaign = SJ_TRY(book.load(parsed.files[1]));
  const Campaign& campaign = status.campaign;
  const std::string wanted = parsed.text("run");
  const bool known = wanted.empty() || std::find(campaign.runs.begin(), campaign.runs.end(),
                                                 wanted) != campaign.runs.end();
  if (!known) {
    return rate_error("rate-run-unknown", Message(kRunUnknown, {campaign.name, wanted}),
                      Message(kOneOf, {comma_list(campaign.runs)}), {});
  }
  status.ratings = SJ_TRY(book.ratings(campaign));
  const RatingTable& ratings = status.ratings;
  status.pool = SJ_TRY(book.pool(campaign));
  const CampaignPool& pool = status.pool;
  status.samples_all = static_cast<std::int64_t>(pool.samples.size());
  status.events = SJ_TRY(book.events(campaign));
  status.progress = progress_of(campaign, ratings);
  status.quality = rater_quality(campaign, ratings);
  status.rows = rated_rows(campaign, ratings);
  if (campaign.pairwise()) {
    if (parsed.given("gate")) {
      return rate_error("options-contradict", Message(kNoScores, {campaign.name}), {},
                        Message(kNoScoresHelp));
    }
    status.pairs = pair_result(campaign, ratings, 0.95);
    return status;
  }
  const LastEvents last = SJ_TRY(book.last_events(campaign));
  std::size_t number = 0;
  for (RunRatings& run : run_ratings(campaign, status.rows)) {
    const std::size_t at = number++;
    if (judging == Judging::none || (!wanted.empty() && run.run != wanted)) continue;
    status.runs.push_back(SJ_TRY(judge(parsed, campaign, pool, std::move(run), at)));
    look_at_stopping(status, last, at, status.runs.back());
  }
  if (parsed.given("on") && judging == Judging::all) SJ_TRY(add_bridge(parsed, status));
  std::erase_if(status.rows, [&](const RatedRow& row) {
    return !wanted.empty() && campaign.runs[static_cast<std::size_t>(row.item->run)] != wanted;
  });
  return status;
}

Exit rate_status(const Parsed& parsed, const Console& console) {
  const Result<CampaignStatus> status = load_status(parsed, Judging::all);
  if (!status.ok()) return refuse(status.error(), console);
  const Result<Done> written =
      parsed.given("json") ? write_result(parsed.text("json"), status_json(*status), console)
                           : write_output(status_terminal(*status, console));
  return written.ok() ? exit_of(*status) : refuse(written.error(), console);
}

Result<std::string> rate_status_json(const Parsed& parsed) {
  return status_json(SJ_TRY(load_status(parsed, Judging::all)));
}

}  // namespace shijin::cli
