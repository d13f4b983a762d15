// What the rating page sends and is sent, as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rate/desk.h"

namespace shijin {

/// The campaign as a rater sees it: rubric, and his items in their order
std::string work_json(const Campaign& campaign, const std::string& rater,
                      const std::vector<DeskLine>& lines, Language language);

/// An item, its texts and what the rater said of it
std::string item_json(const Campaign& campaign, const CampaignItem& item, const RaterSays& says);

/// An event as it was sent: what it says, or the name of what is wrong with it
struct SentEvent {
  std::string id;   // "" where it has none
  std::string key;  // of the item
  PageEvent event;
  std::string_view wrong = {};
};

/// Read the events of one request; nothing where it has not the form of a list of events
std::optional<std::vector<SentEvent>> read_events(std::string_view json, const RatingDesk& desk,
                                                  const std::string& rater);

/// What came of one event
struct EventAnswer {
  const SentEvent* sent = nullptr;
  std::optional<PageAnswer> taken = {};
  std::optional<Error> failed = {};  // the disk: to be sent again
};
std::string events_json(const Campaign& campaign, const std::vector<EventAnswer>& answers);

/// How raters are getting on, for the owner
std::string overview_json(const Campaign& campaign, const std::vector<RaterFacts>& raters,
                          Language language);

/// Disagreements with their items, in the same order
std::string disagreements_json(const Campaign& campaign, const std::vector<Disagreement>& found,
                               const std::vector<CampaignItem>& items);

/// What the owner settles
struct Settled {
  std::string key;
  std::string dimension;
  double score = 0;
  std::string reason;
};
std::optional<Settled> read_settled(std::string_view json, const Campaign& campaign);

}  // namespace shijin
