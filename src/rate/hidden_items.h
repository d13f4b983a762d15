// Items that raters do not know from the others and that enter no mean: texts that come a second
// time, and texts whose scores are known. They tell how far a rater can be leaned on.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/notes.h"
#include "base/result.h"
#include "rate/campaign.h"

namespace shijin {

/// Read "5%" or "12" as a number of repeats among `items`, at least one
Result<std::int64_t> parse_repeats(const std::string& text, std::size_t items);

/// Put in so many repeats of items of samples, drawn by the campaign's seed
void add_repeats(Campaign& campaign, std::int64_t count);

/// Read a file of texts with their known scores, in columns named by dimension, and put them in
Result<Done> add_gold(const std::string& path,
                      const std::vector<std::pair<std::string, std::string>>& map,
                      Campaign& campaign, Notes& notes);

/// What hidden items say of one rater
struct RaterQuality {
  std::string rater;
  std::int64_t repeated = 0;       // scores given twice
  std::int64_t repeated_same = 0;  // … both times the same
  std::int64_t repeated_near = 0;  // … at most one point apart
  std::int64_t gold = 0;           // scores of which the right one is known
  std::int64_t gold_same = 0;
  std::int64_t gold_near = 0;
  double gold_bias = 0;  // how far above the right ones on average
};

/// One line a rater, in the campaign's order
std::vector<RaterQuality> rater_quality(const Campaign& campaign, const RatingTable& ratings);

/// What to ask the owner about a rater; empty where there is nothing
std::vector<Message> quality_questions(const RaterQuality& quality);

}  // namespace shijin
