// The mean of ratings, from what each item got: the same line whether the ratings were just read or
// come back from the store.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "evidence/score.h"
#include "rate/rating.h"

namespace shijin {

/// What raters gave one item, added up; all 0 where nobody scored it
struct ItemSum {
  double sum = 0;
  double count = 0;
  double least = 0;
  double most = 0;
  double fractions = 0;  // scores that are no whole numbers

  void add(double score);
  void add(const ItemSum& other);
};

/// A scale that scores were given on: the smallest usual one that holds them, else what was given
struct RatingScale {
  double low;
  double high;
};
RatingScale rating_scale(const ItemSum& all);

/// One row for each item of the set, in the order of their numbers
std::vector<ItemSum> item_sums(const RatingSet& ratings, std::size_t dimension);
/// … over all dimensions
std::vector<ItemSum> item_sums(const RatingSet& ratings);

/// The key of a dimension's mean: human[dim=fluency]; without a name, of all scores: human
std::string rating_key(std::string_view dimension);
/// Its title, by its key
Message rating_title(std::string_view key);

/// The mean with Student's t from the error of whole items (CR1), or of whole clusters of items
/// where `clusters` gives each item's
ScoreLine rating_mean(std::string key, std::span<const ItemSum> items,
                      std::span<const std::uint64_t> clusters, double level);

}  // namespace shijin
