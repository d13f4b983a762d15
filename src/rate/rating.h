// Rating: what one rater, a person or a judge, gave one item on one dimension; and a set of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "stats/agreement.h"

namespace shijin {

/// One score; the same for people and for judges
struct Rating {
  std::string item;
  std::string rater;
  std::string dimension;  // "fluency"
  double score = 0;
};

/// Names numbered in the order in which they come
class RatingNames {
 public:
  std::uint32_t number(std::string_view name);
  const std::vector<std::string>& all() const { return names_; }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> names_;
};

/// Ratings by dimension, items and raters numbered
class RatingSet {
 public:
  /// Add one; false, and nothing is added, when this rater has scored the item on it already
  bool add(const Rating& rating);
  /// Number an item, whether or not anybody scored it
  std::uint32_t item(std::string_view name) { return items_.number(name); }
  /// Note a cell that was left empty
  void add_missing(std::string_view dimension);

  const std::vector<std::string>& items() const { return items_.all(); }
  const std::vector<std::string>& raters() const { return raters_.all(); }
  const std::vector<std::string>& dimensions() const { return dimensions_.all(); }
  const std::vector<ItemRating>& of(std::size_t dimension) const { return ratings_[dimension]; }
  std::int64_t missing(std::size_t dimension) const { return missing_[dimension]; }

 private:
  std::uint32_t dimension(std::string_view name);

  RatingNames items_;
  RatingNames raters_;
  RatingNames dimensions_;
  std::vector<std::vector<ItemRating>> ratings_;
  std::vector<std::unordered_set<std::uint64_t>> given_;  // item and rater in one number
  std::vector<std::int64_t> missing_;
};

}  // namespace shijin
