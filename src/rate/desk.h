// Desk: one campaign as its rating page sees it. A rater is given texts under their keys and what
// he said himself, and nothing of runs, samples or other raters; the owner's part is below.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rate/campaign.h"

namespace shijin {

/// What one rater has said of one item
struct RaterSays {
  std::map<std::string, RatingEntry> fields = {};  // dimensions, kTagsField, kCommentField
  std::int64_t revision = 0;  // how many events of this rater on this item there are

  /// Whether a dimension has a score or NA
  bool anything() const;
};

/// An item in a rater's order, and whether he is done with it
struct DeskLine {
  enum class State : std::uint8_t { open, begun, done, cannot_judge };
  std::string_view key;  // of the campaign's item
  State state = State::open;
};

/// What a page sends: all that is said of one item now, under an id that the page made up
struct PageEvent {
  std::string id;
  std::int64_t item = 0;      // its number
  std::int64_t revision = 0;  // what the page knew of
  std::string page_time;      // by the page's clock
  std::int64_t milliseconds = 0;
  std::vector<RatingEntry> entries;  // of this item and rater; those that withdraw as well
};

/// What came of an event
struct PageAnswer {
  std::int64_t revision = 0;
  bool repeated = false;              // it was here already, and nothing was written
  std::optional<RaterSays> replaced;  // what was there and the page did not know of
};

/// How one rater is getting on, and what the owner may want to ask
struct RaterFacts {
  std::string rater;
  std::int64_t items = 0;  // that he is asked
  std::int64_t rated = 0;
  std::int64_t begun = 0;
  std::string last;                       // time of the last event on the page
  std::optional<double> seconds;          // median an item on the page
  std::optional<double> all_equal;        // share of items with one score on every dimension
  std::optional<double> against_others;   // mean difference from the others on the same items
  std::optional<double> far_from_others;  // share of scores more than 1 from their mean
  std::int64_t common = 0;                // scores that others gave as well
  std::vector<std::string_view> questions = {};  // "all-equal", "fast", "severe", "lenient", "far"
};

/// One dimension of an item, or a pair, on which raters differ
struct Disagreement {
  std::int64_t item = 0;
  std::string dimension;
  double worth = 0;    // how much settling it may move the verdict; the largest first
  bool split = false;  // one vetoes and another does not
  std::vector<std::pair<std::string, double>> scores = {};  // by rater
  std::optional<double> settled = {};
  std::string reason = {};
};

/// Stands for the owner among the raters: what is settled enters no mean
inline constexpr std::string_view kAdjudicator = "#adjudicated";

/// A campaign's page; any thread
class RatingDesk {
 public:
  /// Open the campaign of a database; refused where there is none of that name
  static Result<RatingDesk> open(const std::string& path, std::string_view name);
  RatingDesk(RatingDesk&&) noexcept;
  RatingDesk& operator=(RatingDesk&&) noexcept;
  ~RatingDesk();

  /// The campaign; its items have no texts
  const Campaign& campaign() const;
  /// Its item under a key, without texts; nullptr where there is none
  const CampaignItem* find(std::string_view key) const;
  /// Whether a rater is asked an item, by its number
  bool asks(std::string_view rater, std::int64_t item) const;
  /// The secret that links are made of: kept, so that they outlive the server, until made anew
  Result<std::string> link_secret(std::string_view at);
  Result<std::string> renew_links(std::string_view at);

  /// All items in a rater's order
  Result<std::vector<DeskLine>> work(const std::string& rater);
  /// An item by its key, with its texts; nothing where there is none
  Result<std::optional<CampaignItem>> item(std::string_view key);
  Result<RaterSays> says(const std::string& rater, std::int64_t item);
  /// Write an event, once: on the disk when this returns
  Result<PageAnswer> take(const std::string& rater, const PageEvent& event, std::string_view at);

  Result<std::vector<RaterFacts>> raters();
  /// Where raters are 2 or more apart, or one vetoes and another does not, or of two texts they do
  /// not choose the same; at most `most`
  Result<std::vector<Disagreement>> disagreements(std::size_t most);
  /// Settle one of them, as an event of its own kind; the same again writes nothing
  Result<Done> settle(std::int64_t item, const std::string& dimension, double score,
                      const std::string& reason, std::string_view at);

 private:
  struct State;
  explicit RatingDesk(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shijin
