// Rubric: the dimensions that people score, with words for each of the points from 1 to 5.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "base/text.h"

namespace shijin {

/// The lowest and the highest score of every dimension
inline constexpr int kScoreLow = 1;
inline constexpr int kScoreHigh = 5;

/// The version of the anchors below; a sheet of another version is not taken
inline constexpr int kRubricVersion = 1;

/// One dimension: its key, its name, and what deserves 1, 2, 3, 4 and 5 points
struct RubricDimension {
  std::string_view key;  // "fluency"
  Text title;
  std::array<Text, 5> anchors;  // of 1 first
};

/// The dimensions that have anchors, in the order of score sheets
std::span<const RubricDimension> rubric_dimensions();
/// The one of a key or of a name in any language; nullptr where there is none
const RubricDimension* find_rubric_dimension(std::string_view name);
/// What may be wrong with a text that does not comply; for the column of tags
std::span<const Text> compliance_tags();

/// The dimension that vetoes: its lowest score makes the item's overall score the lowest
inline constexpr std::string_view kVeto = "compliance";
/// The mean of all dimensions but the veto, as one rater sees one item
inline constexpr std::string_view kOverall = "overall";

}  // namespace shijin
