// Rubric: the dimensions that people score, with words for each of the points from 1 to 5: those
// that come along, or those of the user's own.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "base/text.h"

namespace shijin {

/// The lowest and the highest score of every dimension
inline constexpr int kScoreLow = 1;
inline constexpr int kScoreHigh = 5;

/// The version of the words that come along; a sheet of another version is not taken
inline constexpr std::int64_t kRubricVersion = 1;

/// The same words in three languages, read at run time
struct RubricWords {
  std::string en;
  std::string zh_hant;
  std::string zh_hans;

  const std::string& in(Language language) const;
  Message message() const;
  bool operator==(const RubricWords&) const = default;
};

/// One dimension: its key, its name, and what deserves 1, 2, 3, 4 and 5 points
struct RubricDimension {
  std::string key;  // "fluency"
  RubricWords title;
  std::vector<RubricWords> anchors = {};  // of 1 first; none, or one for each point
  bool veto = false;                      // its lowest score makes the item's overall the lowest

  /// Whether it goes by this name, in any language
  bool called(std::string_view name) const;
  bool operator==(const RubricDimension&) const = default;
};

/// The dimensions that come along, in the order of score sheets
const std::vector<RubricDimension>& rubric_dimensions();
/// The one of a key or of a name in any language; nullptr where there is none
const RubricDimension* find_rubric_dimension(std::string_view name);
const RubricDimension* find_rubric_dimension(std::span<const RubricDimension> rubric,
                                             std::string_view name);
/// What may be wrong with a text that does not comply; for the column of tags
std::span<const Text> compliance_tags();

/// The version of a rubric of the user's own: a hash of all its words, so that equal words are one
/// version and a word changed is another
std::int64_t rubric_version(std::span<const RubricDimension> rubric);
/// As it is shown: "1", or eight hexadecimal digits
std::string version_words(std::int64_t version);

/// Write words as {"en": …, "zh-Hant": …, "zh-Hans": …}
void write_words(JsonWriter& json, const RubricWords& words);

/// The dimension that vetoes unless a rubric says otherwise
inline constexpr std::string_view kVeto = "compliance";
/// The mean of all dimensions but those that veto, as one rater sees one item
inline constexpr std::string_view kOverall = "overall";

/// What a dimension is called in every place that shows one: the title of one that comes along or
/// of kOverall, else the name as it is
Message dimension_title(std::string_view dimension);

}  // namespace shijin
