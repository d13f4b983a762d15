// Stopping: whether a campaign may stop before all is scored, by an interval that may be looked at
// after every score without losing its level.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "rate/campaign.h"
#include "rate/campaign_result.h"

namespace shijin {

/// What the scores so far say of the overall mean against a bar
struct Stopping {
  enum class Decision : std::uint8_t { go_on, above, below };
  Decision decision = Decision::go_on;
  double bar = 4;
  std::int64_t items = 0;   // scored by every rater who has begun
  std::int64_t raters = 0;  // who have begun
  double lo = 1;
  double hi = 5;
  double level = 0.95;
};

/// "go-on", "above" or "below"
std::string_view decision_name(Stopping::Decision decision);

/// When each item was last scored: its number and the number of that event
using LastEvents = std::map<std::int64_t, std::int64_t>;

/// Look at a run's overall mean
///
/// An item counts once every rater who has scored anything of the run has scored it, or where texts
/// have some of the raters only once it has all of its own, with the mean
/// of their overall scores, in the order in which items were finished. Betting on [1, 5]
/// (Waudby-Smith and Ramdas 2024): exact at every look for texts that are as likely to come as any
/// other. Nothing where samples were drawn by risk, and nothing before the first such item.
std::optional<Stopping> stopping_of(const Campaign& campaign, const std::vector<RatedRow>& rows,
                                    const LastEvents& last, std::size_t run, double bar,
                                    double level);

}  // namespace shijin
