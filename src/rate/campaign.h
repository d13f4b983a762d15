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

namespace shijin {

/// One text to score
struct CampaignItem {
  std::int64_t number = 0;  // 1-based, in the order of the files
  std::string key;          // what raters see of it
  std::int64_t run = 0;     // index of Campaign::runs
  std::string sample;       // its id in the file, else its row
  std::string input;
  std::string output;
  std::string reference;
};

/// A campaign as it was set up
struct Campaign {
  std::int64_t id = 0;
  std::string name;
  std::string created;  // ISO 8601, UTC
  std::string secret;
  std::uint64_t seed = 0;
  int rubric = 0;
  std::vector<std::string> dimensions;  // their keys
  std::vector<std::string> raters;
  std::vector<std::string> runs;
  std::vector<CampaignItem> items;  // those of one sample stand together, in the order of the runs

  std::size_t samples() const { return runs.empty() ? 0 : items.size() / runs.size(); }
  const CampaignItem* find(std::string_view key) const;
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
  std::vector<CampaignItem> rows;  // run and key not yet given
};

/// Read the texts of one run: its outputs, and what they answer
Result<CampaignRun> read_campaign_run(const std::string& path, const std::string& name,
                                      const std::vector<std::pair<std::string, std::string>>& map,
                                      Notes& notes);

/// Put runs together: the same samples in each, found by id (else by row), under blind keys
Result<Campaign> make_campaign(std::string name, std::vector<CampaignRun> runs);

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
  Result<Done> add(Campaign& campaign);
  Result<std::vector<std::string>> names();
  Result<Campaign> load(std::string_view name, ItemTexts texts = ItemTexts::all);
  /// The current ratings of a campaign
  Result<RatingTable> ratings(const Campaign& campaign);
  /// The same, worked out anew from the events
  Result<RatingTable> replay(const Campaign& campaign);
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
