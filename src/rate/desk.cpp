// A rater's part: what to score, what was said, and events that are taken once.
#include "rate/desk.h"

#include <algorithm>
#include <unordered_map>

#include "base/secret.h"
#include "rate/blind.h"
#include "rate/desk_internal.h"
#include "rate/entry_writer_internal.h"

namespace shijin {
namespace {

// A part of its own beside "ratings"; a step that was ever released is never changed.
constexpr std::string_view kSteps[] = {
    "CREATE TABLE rating_page_event (campaign INTEGER NOT NULL, rater TEXT NOT NULL,"
    " event TEXT NOT NULL, item INTEGER NOT NULL, at TEXT NOT NULL, page_time TEXT NOT NULL,"
    " milliseconds INTEGER NOT NULL, PRIMARY KEY (campaign, rater, event)) STRICT, WITHOUT ROWID",
    "CREATE TRIGGER rating_page_event_stays BEFORE UPDATE ON rating_page_event"
    " BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
    "CREATE TRIGGER rating_page_event_kept BEFORE DELETE ON rating_page_event"
    " BEGIN SELECT RAISE(ABORT, 'events are never removed'); END",
    "CREATE TABLE rating_link (id INTEGER PRIMARY KEY AUTOINCREMENT, campaign INTEGER NOT NULL,"
    " secret TEXT NOT NULL, at TEXT NOT NULL) STRICT",
    "CREATE INDEX rating_event_place ON rating_event (campaign, item, rater)",
};

constexpr std::string_view kSource = "web";

Result<RaterSays> read_says(Database& database, std::int64_t campaign, const std::string& rater,
                            std::int64_t item) {
  RaterSays says;
  const auto rows =
      SJ_TRY(database.rows("SELECT item, rater, field, score, words FROM rating"
                           " WHERE campaign = ?1 AND item = ?2 AND rater = ?3",
                           {campaign, item, rater}));
  for (const SqlRow& row : rows) {
    RatingEntry entry = entry_of(row);
    std::string field = entry.field;
    says.fields.emplace(std::move(field), std::move(entry));
  }
  const auto last =
      SJ_TRY(database.rows("SELECT count(*) FROM rating_event"
                           " WHERE campaign = ?1 AND item = ?2 AND rater = ?3",
                           {campaign, item, rater}));
  says.revision = sql_integer(last[0][0]);
  return says;
}

// Whether an event says something else than what is there; words that are not there are "".
bool differs(const RaterSays& before, const PageEvent& event) {
  return std::any_of(event.entries.begin(), event.entries.end(), [&](const RatingEntry& entry) {
    const auto found = before.fields.find(entry.field);
    if (found == before.fields.end()) return entry.score.has_value() || !entry.words.empty();
    return !found->second.same_words(entry);
  });
}

}  // namespace

bool RaterSays::anything() const {
  return std::any_of(fields.begin(), fields.end(),
                     [](const auto& field) { return !field.first.starts_with('#'); });
}

RatingDesk::RatingDesk(std::unique_ptr<State> state) : state_(std::move(state)) {}
RatingDesk::RatingDesk(RatingDesk&&) noexcept = default;
RatingDesk& RatingDesk::operator=(RatingDesk&&) noexcept = default;
RatingDesk::~RatingDesk() = default;

Result<RatingDesk> RatingDesk::open(const std::string& path, std::string_view name) {
  Campaign campaign;
  {
    CampaignBook book = SJ_TRY(CampaignBook::open(path));
    campaign = SJ_TRY(book.load(name, ItemTexts::none));
  }
  Database writer = SJ_TRY(Database::open(path));
  SJ_TRY(writer.migrate({"rating page", kSteps}));
  Database reader = SJ_TRY(Database::open(path));
  auto state = std::make_unique<State>(std::move(reader), std::move(writer), std::move(campaign));
  const auto& items = state->campaign.items;
  for (std::size_t i = 0; i < items.size(); ++i) state->places.emplace(items[i].key, i);
  for (const std::string& rater : state->campaign.raters) {
    state->asked.emplace(rater, asked_of(state->campaign, rater));
  }
  return RatingDesk(std::move(state));
}

const Campaign& RatingDesk::campaign() const { return state_->campaign; }

const CampaignItem* RatingDesk::find(std::string_view key) const {
  const auto place = state_->places.find(key);
  return place == state_->places.end() ? nullptr : &state_->campaign.items[place->second];
}

bool RatingDesk::asks(std::string_view rater, std::int64_t item) const {
  const auto found = state_->asked.find(rater);
  return found != state_->asked.end() && found->second[static_cast<std::size_t>(item - 1)];
}

Result<std::string> RatingDesk::link_secret(std::string_view at) {
  {
    const std::lock_guard lock(state_->writing);
    const auto rows = SJ_TRY(state_->writer.rows(
        "SELECT secret FROM rating_link WHERE campaign = ?1 ORDER BY id DESC LIMIT 1",
        {state_->campaign.id}));
    if (!rows.empty()) return sql_text(rows[0][0]);
  }
  return renew_links(at);
}

Result<std::string> RatingDesk::renew_links(std::string_view at) {
  const std::lock_guard lock(state_->writing);
  std::string secret = make_secret();
  SJ_TRY(state_->writer.run("INSERT INTO rating_link (campaign, secret, at) VALUES (?1, ?2, ?3)",
                            {state_->campaign.id, secret, std::string(at)}));
  return secret;
}

Result<std::vector<DeskLine>> RatingDesk::work(const std::string& rater) {
  const Campaign& campaign = state_->campaign;
  std::unordered_map<std::int64_t, DeskLine::State> said;
  {
    const std::lock_guard lock(state_->reading);
    const auto rows = SJ_TRY(state_->reader.rows(
        "SELECT item, count(*), count(score) FROM rating WHERE campaign = ?1 AND rater = ?2"
        " AND substr(field, 1, 1) <> '#' GROUP BY item",
        {campaign.id, rater}));
    for (const SqlRow& row : rows) {
      const bool whole =
          sql_integer(row[1]) == static_cast<std::int64_t>(campaign.dimensions.size());
      said[sql_integer(row[0])] = !whole                     ? DeskLine::State::begun
                                  : sql_integer(row[2]) == 0 ? DeskLine::State::cannot_judge
                                                             : DeskLine::State::done;
    }
  }
  std::vector<DeskLine> lines;
  lines.reserve(campaign.items.size());
  for (const std::size_t i : item_order(campaign, rater)) {
    const CampaignItem& item = campaign.items[i];
    const auto found = said.find(item.number);
    lines.push_back({item.key, found == said.end() ? DeskLine::State::open : found->second});
  }
  return lines;
}

Result<std::optional<CampaignItem>> RatingDesk::item(std::string_view key) {
  const CampaignItem* const known = find(key);
  if (known == nullptr) return std::optional<CampaignItem>();
  CampaignItem item = *known;
  const std::lock_guard lock(state_->reading);
  const auto rows =
      SJ_TRY(state_->reader.rows("SELECT input, output, reference FROM campaign_item"
                                 " WHERE campaign = ?1 AND number = ?2",
                                 {state_->campaign.id, item.number}));
  if (rows.empty()) return std::optional<CampaignItem>();
  item.input = sql_text(rows[0][0]);
  item.output = sql_text(rows[0][1]);
  item.reference = sql_text(rows[0][2]);
  return std::optional<CampaignItem>(std::move(item));
}

Result<RaterSays> RatingDesk::says(const std::string& rater, std::int64_t item) {
  const std::lock_guard lock(state_->reading);
  return read_says(state_->reader, state_->campaign.id, rater, item);
}

Result<PageAnswer> RatingDesk::take(const std::string& rater, const PageEvent& event,
                                    std::string_view at) {
  const std::int64_t campaign = state_->campaign.id;
  PageAnswer answer;
  const std::lock_guard lock(state_->writing);
  Database& database = state_->writer;
  const Result<Done> done = database.write([&]() -> Result<Done> {
    const RaterSays before = SJ_TRY(read_says(database, campaign, rater, event.item));
    SJ_TRY(
        database.run("INSERT OR IGNORE INTO rating_page_event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                     {campaign, rater, event.id, event.item, std::string(at), event.page_time,
                      event.milliseconds}));
    answer.repeated = database.changes() == 0;
    answer.revision = before.revision;
    if (answer.repeated) return Done{};
    EntryWriter writer = SJ_TRY(EntryWriter::make(database, state_->campaign));
    for (const RatingEntry& entry : event.entries) {
      SJ_TRY(writer.write(entry, kSource, at, Prefer::sheet));
    }
    if (before.revision != event.revision && before.anything() && differs(before, event)) {
      answer.replaced = before;
    }
    const auto last =
        SJ_TRY(database.rows("SELECT count(*) FROM rating_event"
                             " WHERE campaign = ?1 AND item = ?2 AND rater = ?3",
                             {campaign, event.item, rater}));
    answer.revision = sql_integer(last[0][0]);
    return Done{};
  });
  if (!done.ok()) return done.error();
  return answer;
}

}  // namespace shijin
