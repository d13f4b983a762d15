// The tables of campaigns; a step that was ever released is never changed.
#include "rate/campaign.h"

#include <algorithm>

#include "base/listed.h"
#include "base/numbers.h"
#include "rate/entry_writer_internal.h"
#include "rate/pool_tables_internal.h"

namespace shijin {
namespace {

constexpr Text kTaken{"there is a campaign \"{0}\" already", "已經有名為「{0}」的評分活動"};
constexpr Text kTakenHelp{"give this one another name; what was rated there stays as it is",
                          "請改用其他名稱；原有的評分不會變動"};
constexpr Text kUnknown{"there is no campaign \"{0}\"", "沒有名為「{0}」的評分活動"};
constexpr Text kThere{"one of: {0}", "下列之一：{0}"};
constexpr Text kNone{"none has been made in this store yet", "這個儲存區還沒有任何評分活動"};
constexpr Text kWrite{"write {0}", "請改寫 {0}"};
constexpr Text kMake{"make one: shijin rate new {0} FILE --raters a,b,c",
                     "請先建立：shijin rate new {0} 檔案 --raters 甲,乙,丙"};

constexpr std::string_view kSteps[] = {
    "CREATE TABLE campaign (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,"
    " created TEXT NOT NULL, secret TEXT NOT NULL, seed INTEGER NOT NULL, rubric INTEGER NOT NULL)"
    " STRICT",
    "CREATE TABLE campaign_name (campaign INTEGER NOT NULL REFERENCES campaign, kind TEXT NOT NULL,"
    " number INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (campaign, kind, number),"
    " UNIQUE (campaign, kind, name)) STRICT, WITHOUT ROWID",
    "CREATE TABLE campaign_item (campaign INTEGER NOT NULL REFERENCES campaign,"
    " number INTEGER NOT NULL, key TEXT NOT NULL, run INTEGER NOT NULL, sample TEXT NOT NULL,"
    " input TEXT NOT NULL, output TEXT NOT NULL, reference TEXT NOT NULL,"
    " PRIMARY KEY (campaign, number), UNIQUE (campaign, key)) STRICT",
    "CREATE TABLE rating_event (id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " campaign INTEGER NOT NULL, item INTEGER NOT NULL, rater TEXT NOT NULL, field TEXT NOT NULL,"
    " score REAL, words TEXT NOT NULL, rubric INTEGER NOT NULL, source TEXT NOT NULL,"
    " at TEXT NOT NULL, FOREIGN KEY (campaign, item) REFERENCES campaign_item (campaign, number))"
    " STRICT",
    "CREATE INDEX rating_event_campaign ON rating_event (campaign, id)",
    "CREATE TRIGGER rating_event_stays BEFORE UPDATE ON rating_event"
    " BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
    "CREATE TRIGGER rating_event_kept BEFORE DELETE ON rating_event"
    " BEGIN SELECT RAISE(ABORT, 'events are never removed'); END",
    "CREATE TABLE rating (campaign INTEGER NOT NULL, item INTEGER NOT NULL, rater TEXT NOT NULL,"
    " field TEXT NOT NULL, score REAL, words TEXT NOT NULL,"
    " event INTEGER NOT NULL REFERENCES rating_event,"
    " PRIMARY KEY (campaign, item, rater, field)) STRICT, WITHOUT ROWID",
};

constexpr std::string_view kRun = "run";
constexpr std::string_view kRater = "rater";
constexpr std::string_view kDimension = "dimension";

SqlValue sql(std::string_view text) { return std::string(text); }

Error taken(const std::string& name) {
  Error error;
  error.name = "campaign-taken";
  error.found = Message(kTaken, {name});
  error.help = Message(kTakenHelp);
  return error;
}

Error unknown(const std::string& name, const std::vector<std::string>& names) {
  Error error;
  error.name = "campaign-unknown";
  error.found = Message(kUnknown, {name});
  error.expected = names.empty() ? Message(kNone) : Message(kThere, {comma_list(names)});
  const std::string near = nearest_name(name, names);
  error.help = near.empty() ? Message(kMake, {name}) : Message(kWrite, {near});
  return error;
}

}  // namespace

std::size_t Campaign::width() const {
  return pairwise() ? runs.size() * (runs.size() - 1) / 2 : runs.size();
}

std::size_t Campaign::overlap() const {
  const auto fewer = parse_integer(fact("overlap"));
  if (!fewer || *fewer < 1) return raters.size();
  return std::min(static_cast<std::size_t>(*fewer), raters.size());
}

std::size_t Campaign::samples() const {
  std::size_t front = 0;
  for (const CampaignItem& item : items) {
    front += item.part == ItemPart::core || item.part == ItemPart::worst ? 1 : 0;
  }
  return width() == 0 ? 0 : front / width();
}

std::string Campaign::fact(const std::string& of) const {
  const auto found = facts.find(of);
  return found == facts.end() ? "" : found->second;
}

const CampaignItem* Campaign::find(std::string_view key) const {
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const CampaignItem& item) { return item.key == key; });
  return found == items.end() ? nullptr : &*found;
}

const RubricDimension* Campaign::words(std::string_view dimension) const {
  return own.empty() ? find_rubric_dimension(dimension) : find_rubric_dimension(own, dimension);
}

bool Campaign::vetoes(std::string_view dimension) const {
  const RubricDimension* const known = words(dimension);
  return known != nullptr && known->veto;
}

bool Campaign::has_veto() const {
  return std::any_of(dimensions.begin(), dimensions.end(),
                     [this](const std::string& one) { return vetoes(one); });
}

Result<CampaignBook> CampaignBook::open(const std::string& path) {
  Database database = SJ_TRY(Database::open(path));
  SJ_TRY(database.migrate({"ratings", kSteps}));
  SJ_TRY(migrate_pools(database));
  return CampaignBook(std::move(database));
}

Result<Done> CampaignBook::add(Campaign& campaign, const CampaignPool& pool) {
  return database_.write([&]() -> Result<Done> {
    SJ_TRY(check_free(campaign.name));
    SJ_TRY(database_.run(
        "INSERT INTO campaign (name, created, secret, seed, rubric) VALUES (?1, ?2, ?3, ?4, ?5)",
        {campaign.name, campaign.created, campaign.secret, static_cast<std::int64_t>(campaign.seed),
         campaign.rubric}));
    const auto id = SJ_TRY(database_.rows("SELECT last_insert_rowid()"));
    campaign.id = sql_integer(id[0][0]);
    Statement name = SJ_TRY(database_.prepare("INSERT INTO campaign_name VALUES (?1, ?2, ?3, ?4)"));
    const auto add_names = [&](std::string_view kind,
                               const std::vector<std::string>& names) -> Result<Done> {
      std::int64_t number = 0;
      for (const std::string& one : names) {
        SJ_TRY(name.run({campaign.id, sql(kind), number++, one}));
      }
      return Done{};
    };
    SJ_TRY(add_names(kRun, campaign.runs));
    SJ_TRY(add_names(kRater, campaign.raters));
    SJ_TRY(add_names(kDimension, campaign.dimensions));
    Statement add = SJ_TRY(
        database_.prepare("INSERT INTO campaign_item VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
    for (const CampaignItem& item : campaign.items) {
      SJ_TRY(add.run({campaign.id, item.number, item.key, item.run, item.sample, item.input,
                      item.output, item.reference}));
    }
    SJ_TRY(write_rubric(database_, campaign));
    return write_pool(database_, campaign, pool);
  });
}

Result<Done> CampaignBook::check_free(const std::string& name) {
  const auto there = SJ_TRY(database_.rows("SELECT 1 FROM campaign WHERE name = ?1", {name}));
  if (!there.empty()) return taken(name);
  return Done{};
}

Result<std::vector<std::string>> CampaignBook::names() {
  std::vector<std::string> names;
  for (const SqlRow& row : SJ_TRY(database_.rows("SELECT name FROM campaign ORDER BY id"))) {
    names.push_back(sql_text(row[0]));
  }
  return names;
}

Result<Campaign> CampaignBook::load(std::string_view name, ItemTexts texts) {
  const auto found = SJ_TRY(database_.rows(
      "SELECT id, name, created, secret, seed, rubric FROM campaign WHERE name = ?1", {sql(name)}));
  if (found.empty()) return unknown(std::string(name), SJ_TRY(names()));
  Campaign campaign;
  campaign.id = sql_integer(found[0][0]);
  campaign.name = sql_text(found[0][1]);
  campaign.created = sql_text(found[0][2]);
  campaign.secret = sql_text(found[0][3]);
  campaign.seed = static_cast<std::uint64_t>(sql_integer(found[0][4]));
  campaign.rubric = sql_integer(found[0][5]);
  const auto lists = SJ_TRY(database_.rows(
      "SELECT kind, name FROM campaign_name WHERE campaign = ?1 ORDER BY kind, number",
      {campaign.id}));
  for (const SqlRow& row : lists) {
    const std::string kind = sql_text(row[0]);
    auto& list = kind == kRun     ? campaign.runs
                 : kind == kRater ? campaign.raters
                                  : campaign.dimensions;
    list.push_back(sql_text(row[1]));
  }
  const std::string columns = texts == ItemTexts::all ? "input, output, reference" : "'', '', ''";
  const auto items =
      SJ_TRY(database_.rows("SELECT number, key, run, sample, " + columns +
                                " FROM campaign_item WHERE campaign = ?1 ORDER BY number",
                            {campaign.id}));
  for (const SqlRow& row : items) {
    campaign.items.push_back({sql_integer(row[0]), sql_text(row[1]), sql_integer(row[2]),
                              sql_text(row[3]), sql_text(row[4]), sql_text(row[5]),
                              sql_text(row[6])});
  }
  SJ_TRY(load_parts(database_, campaign));
  SJ_TRY(load_rubric(database_, campaign));
  return campaign;
}

Result<CampaignPool> CampaignBook::pool(const Campaign& campaign) {
  return load_pool(database_, campaign);
}

Result<RatingTable> CampaignBook::ratings(const Campaign& campaign) {
  RatingTable table;
  const auto rows = SJ_TRY(database_.rows(
      "SELECT item, rater, field, score, words FROM rating WHERE campaign = ?1", {campaign.id}));
  for (const SqlRow& row : rows) {
    RatingEntry entry = entry_of(row);
    table.emplace(place_of(entry), entry);
  }
  return table;
}

Result<RatingTable> CampaignBook::replay(const Campaign& campaign) {
  RatingTable table;
  const auto rows =
      SJ_TRY(database_.rows("SELECT item, rater, field, score, words FROM rating_event"
                            " WHERE campaign = ?1 ORDER BY id",
                            {campaign.id}));
  for (const SqlRow& row : rows) {
    RatingEntry entry = entry_of(row);
    if (entry.withdraws()) {
      table.erase(place_of(entry));
    } else {
      table.insert_or_assign(place_of(entry), entry);
    }
  }
  return table;
}

Result<std::map<std::int64_t, std::int64_t>> CampaignBook::last_events(const Campaign& campaign) {
  std::map<std::int64_t, std::int64_t> last;
  const auto rows = SJ_TRY(
      database_.rows("SELECT item, max(event) FROM rating WHERE campaign = ?1"
                     " AND substr(field, 1, 1) <> '#' AND substr(rater, 1, 1) <> '#' GROUP BY item",
                     {campaign.id}));
  for (const SqlRow& row : rows) last[sql_integer(row[0])] = sql_integer(row[1]);
  return last;
}

Result<std::int64_t> CampaignBook::events(const Campaign& campaign) {
  const auto rows = SJ_TRY(
      database_.rows("SELECT count(*) FROM rating_event WHERE campaign = ?1", {campaign.id}));
  return sql_integer(rows[0][0]);
}

Result<std::int64_t> CampaignBook::record(const Campaign& campaign,
                                          std::span<const SourcedEntries> sources,
                                          std::string_view at, Prefer prefer) {
  std::int64_t written = 0;
  const Result<Done> done = database_.write([&]() -> Result<Done> {
    EntryWriter writer = SJ_TRY(EntryWriter::make(database_, campaign));
    for (const SourcedEntries& from : sources) {
      for (const RatingEntry& entry : from.entries) {
        written += SJ_TRY(writer.write(entry, from.source, at, prefer)) ? 1 : 0;
      }
    }
    return Done{};
  });
  if (!done.ok()) return done.error();
  return written;
}

}  // namespace shijin
