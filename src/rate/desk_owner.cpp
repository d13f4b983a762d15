// The owner's part: how raters are getting on, and where they differ.
#include <algorithm>

#include "rate/desk.h"
#include "rate/desk_internal.h"
#include "rate/entry_writer_internal.h"
#include "rate/rubric.h"

namespace shijin {
namespace {

// Fewer than these say nothing about a rater.
constexpr int kItemsToAsk = 10;
constexpr double kMostEqual = 0.9;
constexpr double kFewestSeconds = 4;
constexpr double kFarMean = 0.5;
constexpr double kMostFar = 0.3;
// How far apart raters have to be, and the bar near which their mean is worth more: of scores that
// of the verdict, of choices between two texts a draw.
constexpr double kApart = 2;
constexpr double kBar = 4;
constexpr double kChoicesApart = 0.5;
constexpr double kDraw = 0.5;

constexpr std::string_view kSource = "adjudication";

// Scores of dimensions by raters, without what was settled.
constexpr std::string_view kScores =
    " FROM rating WHERE campaign = ?1 AND substr(field, 1, 1) <> '#'"
    " AND substr(rater, 1, 1) <> '#'";

std::string with_scores(std::string_view before, std::string_view after) {
  return std::string(before) + std::string(kScores) + std::string(after);
}

// Repeats and texts with known scores enter no mean, so there is nothing to settle.
bool is_hidden(const CampaignItem& item) {
  return item.part == ItemPart::repeat || item.part == ItemPart::gold;
}

std::size_t hidden_items(const Campaign& campaign) {
  return static_cast<std::size_t>(
      std::count_if(campaign.items.begin(), campaign.items.end(), is_hidden));
}

std::optional<double> median(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// The dimensions that veto, each between two separators, as SQL looks for one.
std::string vetoes_of(const Campaign& campaign) {
  std::string all = "\x1f";
  for (const std::string& dimension : campaign.dimensions) {
    if (campaign.vetoes(dimension)) all += dimension + "\x1f";
  }
  return all;
}

void ask(RaterFacts& facts, std::size_t timed) {
  const auto add = [&](bool asked, std::string_view name) {
    if (asked) facts.questions.push_back(name);
  };
  const bool several = facts.rated >= kItemsToAsk;
  const bool shared = facts.common >= kItemsToAsk;
  add(several && facts.all_equal.value_or(0) >= kMostEqual, "all-equal");
  add(timed >= kItemsToAsk && facts.seconds.value_or(kFewestSeconds) < kFewestSeconds, "fast");
  add(shared && facts.against_others.value_or(0) <= -kFarMean, "severe");
  add(shared && facts.against_others.value_or(0) >= kFarMean, "lenient");
  add(shared && facts.far_from_others.value_or(0) >= kMostFar, "far");
}

using FactsByRater = std::map<std::string, RaterFacts>;

// How many items are done, and how many of them have one score on every dimension.
Result<Done> read_scored(Database& database, const Campaign& campaign, FactsByRater& by_name) {
  const auto dimensions = static_cast<std::int64_t>(campaign.dimensions.size());
  const auto done = SJ_TRY(database.rows(
      "SELECT rater, sum(said = ?2), sum(said < ?2), avg(CASE WHEN said = ?2 AND scored > 1"
      " THEN least = most END) FROM (" +
          with_scores("SELECT rater, count(*) AS said, count(score) AS scored,"
                      " min(score) AS least, max(score) AS most",
                      " GROUP BY item, rater") +
          ") GROUP BY rater",
      {campaign.id, dimensions}));
  for (const SqlRow& row : done) {
    RaterFacts& facts = by_name[sql_text(row[0])];
    facts.rated = sql_integer(row[1]);
    facts.begun = sql_integer(row[2]);
    if (dimensions > 1) facts.all_equal = sql_number(row[3]);
  }
  return Done{};
}

// Each score against the mean of the others' on the same item and dimension.
Result<Done> read_against(Database& database, const Campaign& campaign, FactsByRater& by_name) {
  const auto others = SJ_TRY(database.rows(
      "WITH every AS (" +
          with_scores("SELECT item, field, sum(score) AS total, count(score) AS n",
                      " GROUP BY item, field") +
          ") SELECT rater, count(*), avg(gap), avg(abs(gap) > 1) FROM (" +
          "SELECT rater, score - (total - score) / (n - 1) AS gap FROM rating"
          " JOIN every USING (item, field) WHERE campaign = ?1 AND score IS NOT NULL AND n > 1"
          " AND substr(rater, 1, 1) <> '#') GROUP BY rater",
      {campaign.id}));
  for (const SqlRow& row : others) {
    RaterFacts& facts = by_name[sql_text(row[0])];
    if (campaign.pairwise()) continue;  // a choice is for a side, not high or low
    facts.common = sql_integer(row[1]);
    facts.against_others = sql_number(row[2]);
    facts.far_from_others = sql_number(row[3]);
  }
  return Done{};
}

Result<Done> read_times(Database& database, const Campaign& campaign, FactsByRater& by_name,
                        std::map<std::string, std::vector<double>>& seconds) {
  const auto times = SJ_TRY(database.rows(
      "SELECT rater, milliseconds, at FROM rating_page_event WHERE campaign = ?1", {campaign.id}));
  for (const SqlRow& row : times) {
    RaterFacts& facts = by_name[sql_text(row[0])];
    facts.last = std::max(facts.last, sql_text(row[2]));
    const std::int64_t milliseconds = sql_integer(row[1]);
    if (milliseconds > 0) {
      seconds[sql_text(row[0])].push_back(static_cast<double>(milliseconds) / 1000);
    }
  }
  return Done{};
}

}  // namespace

Result<std::vector<RaterFacts>> RatingDesk::raters() {
  const Campaign& campaign = state_->campaign;
  FactsByRater by_name;
  std::map<std::string, std::vector<double>> seconds;
  {
    const std::lock_guard lock(state_->reading);
    SJ_TRY(read_scored(state_->reader, campaign, by_name));
    SJ_TRY(read_against(state_->reader, campaign, by_name));
    SJ_TRY(read_times(state_->reader, campaign, by_name, seconds));
  }
  std::vector<RaterFacts> all;
  for (const std::string& rater : campaign.raters) {
    RaterFacts facts = by_name[rater];
    facts.rater = rater;
    const std::vector<bool>& asked = state_->asked.at(rater);
    facts.items = std::count(asked.begin(), asked.end(), true);
    facts.seconds = median(seconds[rater]);
    ask(facts, seconds[rater].size());
    all.push_back(std::move(facts));
  }
  return all;
}

Result<std::vector<Disagreement>> RatingDesk::disagreements(std::size_t most) {
  const Campaign& campaign = state_->campaign;
  const bool pairs = campaign.pairwise();
  const std::lock_guard lock(state_->reading);
  Database& database = state_->reader;
  // What is open before what is settled, a split veto before all else, then by how far the raters
  // are apart and how near the bar their mean lies.
  const auto rows = SJ_TRY(database.rows(
      "SELECT item, field, split, worth, settled.score, settled.words FROM (" +
          with_scores("SELECT item, field, instr(?3, char(31) || field || char(31)) > 0"
                      " AND min(score) <= ?4 AND max(score) > ?4 AS split,"
                      " (max(score) - min(score)) / (1.0 + abs(avg(score) - ?5)) AS worth",
                      " GROUP BY item, field HAVING max(score) - min(score) >= ?2 OR split") +
          ") LEFT JOIN (SELECT item, field, score, words FROM rating WHERE campaign = ?1"
          " AND rater = ?6) AS settled USING (item, field)"
          " ORDER BY settled.score IS NOT NULL, split DESC, worth DESC, item, field LIMIT ?7",
      {campaign.id, pairs ? kChoicesApart : kApart, vetoes_of(campaign), std::int64_t{kScoreLow},
       pairs ? kDraw : kBar, std::string(kAdjudicator),
       static_cast<std::int64_t>(most + hidden_items(campaign))}));
  std::vector<Disagreement> found;
  Statement scores = SJ_TRY(database.prepare(
      with_scores("SELECT rater, score", " AND item = ?2 AND field = ?3 AND score IS NOT NULL")));
  for (const SqlRow& row : rows) {
    const std::int64_t item = sql_integer(row[0]);
    if (found.size() == most) break;
    if (is_hidden(campaign.items[static_cast<std::size_t>(item - 1)])) continue;
    Disagreement& one = found.emplace_back();
    one.item = item;
    one.dimension = sql_text(row[1]);
    one.split = sql_integer(row[2]) != 0;
    one.worth = sql_number(row[3]).value_or(0);
    one.settled = sql_number(row[4]);
    one.reason = sql_text(row[5]);
    for (const SqlRow& score : SJ_TRY(scores.rows({campaign.id, one.item, one.dimension}))) {
      one.scores.emplace_back(sql_text(score[0]), sql_number(score[1]).value_or(0));
    }
  }
  return found;
}

Result<Done> RatingDesk::settle(std::int64_t item, const std::string& dimension, double score,
                                const std::string& reason, std::string_view at) {
  const std::lock_guard lock(state_->writing);
  Database& database = state_->writer;
  return database.write([&]() -> Result<Done> {
    EntryWriter writer = SJ_TRY(EntryWriter::make(database, state_->campaign));
    const RatingEntry entry{item, std::string(kAdjudicator), dimension, score, reason};
    SJ_TRY(writer.write(entry, kSource, at, Prefer::sheet));
    return Done{};
  });
}

}  // namespace shijin
