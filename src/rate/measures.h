// Measures of ratings: their words, in one place for reports and for `shijin explain`.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "base/text.h"

namespace shijin {

/// All that is said about one measure of ratings
struct RatingMeasure {
  std::string_view name;
  Text title;
  Text summary;   // what it measures
  Text reading;   // how to read a value
  Text misleads;  // when not to trust it
  Text range;     // which way is better, and between which values
  Text example;   // worked out by hand, on the table of rating_example()
  double value;   // what that example comes to
  std::string_view peer;
  std::string_view cite;
};

/// The ratings that the examples are about: raters A and B, four items
struct RatingExample {
  std::array<int, 4> a;
  std::array<int, 4> b;
  Text words;
};
const RatingExample& rating_example();

/// Every measure, in the order in which reports show them
std::span<const RatingMeasure> all_rating_measures();
const RatingMeasure* find_rating_measure(std::string_view name);

}  // namespace shijin
