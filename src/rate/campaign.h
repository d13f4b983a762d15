// Campaign: people scoring texts without knowing whose they are. Everything lies in shijin.db: what
// was asked, and every score as an event that is never changed; the current ratings are their
// replay.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/notes.h"
#include "base/result.h"
#include "db/database.h"
#include "rate/campaign_pool.h"
#include "rate/rubric.h"

namespace shijin {

/// Why an item is there: those of the core speak for their run; the others enter no mean
enum class ItemPart : std::uint8_t {
  core,
  worst,   // among those that the machine scored lowest: to be looked at
  repeat,  // a second time, hidden, to see whether raters agree with themselves
  gold,    // with scores that are known, hidden, to see whether raters know them
};
std::string_view part_name(ItemPart part);

/// One text to score
struct CampaignItem {
  std::int64_t number = 0;  // 1-based, in the order of the files
  std::string key;          // what raters see of it
  std::int64_t run = 0;     // index of Campaign::runs
  std::string sample;       // its id in the file, else its row
  std::string input;
  std::string output;
  std::string reference;
  ItemPart part = ItemPart::core;
  std::int64_t repeats = 0;    // of a repeat: the number of the item that it repeats
  std::int64_t other_run = 0;  // of a pair: whose the text on the right is
  std::string other = {};      // … and that text
};

/// A score that is known: of an item of gold
struct GoldScore {
  std::int64_t item = 0;  // its number
  std::string dimension;
  double score = 0;
};

/// A campaign as it was set up
struct Campaign {
  std::int64_t id = 0;
  std::string name;
  std::string created;  // ISO 8601, UTC
  std::string secret;
  std::uint64_t seed = 0;
  std::int64_t rubric = 0;                // version of the words that raters score by
  std::vector<RubricDimension> own = {};  // those words, where they are the user's own
  std::vector<std::string> dimensions;    // their keys
  std::vector<std::string> raters;
  std::vector<std::string> runs;
  std::vector<CampaignItem> items;  // those of one sample stand together, in the order of the
                                    // runs; repeats and gold stand behind
  std::map<std::string, std::string> facts = {};  // how it was set up: "sample" → "core:120"

  std::vector<GoldScore> gold = {};

  /// Whether raters choose between two texts, in place of scoring one
  bool pairwise() const { return fact("mode") == "pairwise"; }
  /// How many items each sample has: one a run, or one for each pair of runs
  std::size_t width() const;
  /// How many raters each text has: all of them unless it was set up with fewer
  std::size_t overlap() const;
  /// How many samples stand in front
  std::size_t samples() const;
  /// A fact, or ""
  std::string fact(const std::string& of) const;
  const CampaignItem* find(std::string_view key) const;
  /// The words of a dimension, by its key or its name in any language; nullptr without any
  const RubricDimension* words(std::string_view dimension) const;
  /// Whether the lowest score on a dimension vetoes the item, and whether one of them does
  bool vetoes(std::string_view dimension) const;
  bool has_veto() const;
};

/// What one rater said of one item in one field: a dimension, kTagsField or kCommentField
struct RatingEntry {
  std::int64_t item = 0;  // its number
  std::string rater;
  std::string field;
  std::optional<double> score;  // of a dimension
  std::string words;            // of the other fields; kNotApplicable of a dimension

  bool same_words(const RatingEntry& other) const {
    return score == other.score && words == other.words;
  }
  /// Whether it takes back what was said of a dimension: neither a score nor NA
  bool withdraws() const { return !score && words.empty() && !field.starts_with('#'); }
};
/// The dimension of pairs: 1 for the left text, 0 for the right one, ½ for a tie
inline constexpr std::string_view kChoice = "choice";
inline constexpr std::string_view kTagsField = "#tags";
inline constexpr std::string_view kCommentField = "#comment";
inline constexpr std::string_view kNotApplicable = "NA";

/// Entries by item, rater and field
using RatingPlace = std::tuple<std::int64_t, std::string, std::string>;
using RatingTable = std::map<RatingPlace, RatingEntry>;

/// Which of two different scores of one rater stays: the new one, or the one that is there
enum class Prefer : std::uint8_t { sheet, store };

/// Entries, and where they come from: "sheet:pilot.ann.csv"
struct SourcedEntries {
  std::string source;
  std::vector<RatingEntry> entries;
};

/// One file to score, read whole
struct CampaignRun {
  std::string name;
  std::string path;
  std::vector<CampaignItem> rows;                   // run and key not yet given
  std::vector<std::vector<std::string>> more = {};  // cells of the columns asked for, by column
};

/// Read the texts of one run: its outputs, what they answer, and `more` columns by their names
Result<CampaignRun> read_campaign_run(const std::string& path, const std::string& name,
                                      const std::vector<std::pair<std::string, std::string>>& map,
                                      Notes& notes, const std::vector<std::string>& more = {});

/// Put runs together: the same samples in each, found by id (else by row), under blind keys
Result<Campaign> make_campaign(std::string name, std::vector<CampaignRun> runs);

/// Make a campaign of choices from one of scores: an item for each sample and pair of its runs, the
/// sides shuffled by its seed
void make_pairs(Campaign& campaign);

/// Warn of texts that say a run's name, which would tell raters whose they are
void note_identity_leaks(const Campaign& campaign, Notes& notes);

/// Whether the texts of the items are read as well; their keys always are
enum class ItemTexts : std::uint8_t { none, all };

/// The campaigns of a store
class CampaignBook {
 public:
  /// Open the database of a store, or make it
  static Result<CampaignBook> open(const std::string& path);

  /// Keep a new campaign; refused where the name is taken. Gives it its id
  Result<Done> add(Campaign& campaign, const CampaignPool& pool = {});
  /// Refuse a name that a campaign has already
  Result<Done> check_free(const std::string& name);
  Result<std::vector<std::string>> names();
  Result<Campaign> load(std::string_view name, ItemTexts texts = ItemTexts::all);
  /// What its samples were drawn from; empty where all are there
  Result<CampaignPool> pool(const Campaign& campaign);
  /// The current ratings of a campaign
  Result<RatingTable> ratings(const Campaign& campaign);
  /// The same, worked out anew from the events
  Result<RatingTable> replay(const Campaign& campaign);
  /// The last event of each item's scores, by the item's number
  Result<std::map<std::int64_t, std::int64_t>> last_events(const Campaign& campaign);
  /// How many events there are
  Result<std::int64_t> events(const Campaign& campaign);

  /// Write entries, all or none, as the only writer; what is there already in the same words adds
  /// no event. Gives the number of events written
  Result<std::int64_t> record(const Campaign& campaign, std::span<const SourcedEntries> sources,
                              std::string_view at, Prefer prefer);

 private:
  explicit CampaignBook(Database database) : database_(std::move(database)) {}

  Database database_;
};

}  // namespace shijin
