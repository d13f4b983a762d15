// What the scores of several raters show: means are score lines like any other; here stand the
// raters and how far they agree.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "evidence/score.h"

namespace shijin {

/// How far raters agree on a dimension, by one measure
struct AgreementLine {
  std::string_view measure;  // "krippendorff_alpha"
  Score score;
  std::optional<Interval> interval;
  std::int64_t items = 0;  // that it rests on
};

/// One thing that raters scored
struct RatingDimension {
  std::string name;
  std::int64_t ratings = 0;
  std::int64_t items = 0;
  std::int64_t raters = 0;
  std::int64_t missing = 0;  // empty cells
  double low = 0;            // of the scale
  double high = 1;
  std::vector<std::pair<double, std::int64_t>> counts;  // score → how often, lowest first
  Score adjusted;  // the mean by the average rater, strict and lenient ones told apart
  std::vector<AgreementLine> agreement;
  std::int64_t raters_needed = 0;  // whose mean would have a reliability of 0.8; 0 is unknown

  const AgreementLine* find(std::string_view measure) const;
};

/// One rater on one dimension
struct RaterLine {
  std::string rater;
  std::string dimension;
  std::int64_t ratings = 0;
  double mean = 0;
  Score severity;  // how far above the average rater on the same items; below 0 is strict
};

/// All that ratings show besides their means
struct RatingFacts {
  std::vector<RatingDimension> dimensions;
  std::vector<RaterLine> raters;  // by dimension, then by name
};

}  // namespace shijin
