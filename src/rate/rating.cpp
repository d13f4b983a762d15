// Numbering names, and one rating a rater, item and dimension.
#include "rate/rating.h"

namespace shijin {

std::uint32_t RatingNames::number(std::string_view name) {
  const auto fresh = static_cast<std::uint32_t>(names_.size());
  const auto [at, added] = numbers_.try_emplace(std::string(name), fresh);
  if (added) names_.emplace_back(name);
  return at->second;
}

std::uint32_t RatingSet::dimension(std::string_view name) {
  const std::uint32_t at = dimensions_.number(name);
  if (at == ratings_.size()) {
    ratings_.emplace_back();
    given_.emplace_back();
    missing_.push_back(0);
  }
  return at;
}

bool RatingSet::add(const Rating& rating) {
  const std::uint32_t at = dimension(rating.dimension);
  const std::uint32_t item = items_.number(rating.item);
  const std::uint32_t rater = raters_.number(rating.rater);
  const std::uint64_t both = std::uint64_t{item} << 32U | rater;
  if (!given_[at].insert(both).second) return false;
  ratings_[at].push_back({item, rater, rating.score});
  return true;
}

void RatingSet::add_missing(std::string_view name) { ++missing_[dimension(name)]; }

}  // namespace shijin
