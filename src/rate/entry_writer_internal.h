// An entry as an event and as the rating that it makes, within one transaction: the one way in
// which ratings are written.
#pragma once

#include <utility>

#include "rate/campaign.h"

namespace shijin {

inline RatingEntry entry_of(const SqlRow& row) {
  return {sql_integer(row[0]), sql_text(row[1]), sql_text(row[2]), sql_number(row[3]),
          sql_text(row[4])};
}

inline RatingPlace place_of(const RatingEntry& entry) {
  return {entry.item, entry.rater, entry.field};
}

inline SqlValue sql_score(const std::optional<double>& score) {
  return score ? SqlValue(*score) : SqlValue(nullptr);
}

class EntryWriter {
 public:
  static Result<EntryWriter> make(Database& database, const Campaign& campaign) {
    Statement there = SJ_TRY(
        database.prepare("SELECT item, rater, field, score, words FROM rating"
                         " WHERE campaign = ?1 AND item = ?2 AND rater = ?3 AND field = ?4"));
    Statement event = SJ_TRY(database.prepare(
        "INSERT INTO rating_event (campaign, item, rater, field, score, words, rubric, source, at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"));
    Statement rating = SJ_TRY(database.prepare(
        "INSERT OR REPLACE INTO rating VALUES (?1, ?2, ?3, ?4, ?5, ?6, last_insert_rowid())"));
    Statement withdrawal = SJ_TRY(
        database.prepare("DELETE FROM rating"
                         " WHERE campaign = ?1 AND item = ?2 AND rater = ?3 AND field = ?4"));
    return EntryWriter(campaign, std::move(there), std::move(event), std::move(rating),
                       std::move(withdrawal));
  }

  /// False, and nothing is written, where what is there stays
  Result<bool> write(const RatingEntry& entry, std::string_view source, std::string_view at,
                     Prefer prefer) {
    const std::int64_t id = campaign_->id;
    const auto now = SJ_TRY(there_.rows({id, entry.item, entry.rater, entry.field}));
    const bool stays = prefer == Prefer::store;
    if (!now.empty() && (stays || entry_of(now[0]).same_words(entry))) return false;
    if (now.empty() && !entry.score && entry.words.empty()) return false;
    SJ_TRY(event_.run({id, entry.item, entry.rater, entry.field, sql_score(entry.score),
                       entry.words, campaign_->rubric, std::string(source), std::string(at)}));
    if (entry.withdraws()) {
      SJ_TRY(withdrawal_.run({id, entry.item, entry.rater, entry.field}));
    } else {
      SJ_TRY(rating_.run(
          {id, entry.item, entry.rater, entry.field, sql_score(entry.score), entry.words}));
    }
    return true;
  }

 private:
  EntryWriter(const Campaign& campaign, Statement there, Statement event, Statement rating,
              Statement withdrawal)
      : campaign_(&campaign),
        there_(std::move(there)),
        event_(std::move(event)),
        rating_(std::move(rating)),
        withdrawal_(std::move(withdrawal)) {}

  const Campaign* campaign_;
  Statement there_;
  Statement event_;
  Statement rating_;
  Statement withdrawal_;
};

}  // namespace shijin
