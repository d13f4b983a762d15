// Shapes: the column names by which a known program's output is recognised, so that its files need
// no --map. Names and a few rows decide; nothing is read beyond the sample.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "table/role.h"

namespace shijin {

/// The shape of what `rate export` writes: ratings, and the texts that were rated beside them
inline constexpr std::string_view kRatingsShape = "shijin-ratings";

/// A recognised shape: its name ("llamafactory"), the columns it gives roles to, and what a person
/// should know before trusting them ("" when there is nothing)
struct ShapeMatch {
  std::string_view name;
  std::vector<RoleColumn> columns;
  Message caution;
};

/// Recognise the output of a known program; `sample` holds the first rows, a vector a row
std::optional<ShapeMatch> match_shape(std::span<const std::string> names,
                                      std::span<const std::vector<std::string_view>> sample);

/// Tell whether a column of the sample holds labels rather than texts: short, on one line, and
/// repeated, or few and very short, or identifiers (the rule of find_roles)
bool holds_labels(std::span<const std::vector<std::string_view>> sample, int column);

/// The references in one cell: the elements of a JSON list of strings, else the cell itself
///
/// "[1, 2]" and "[1] Smith 2003" are texts; "[]" is no reference at all.
std::vector<std::string> parse_reference_list(std::string_view cell);

}  // namespace shijin
