// Labels that a person would take for the same one.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "evidence/evidence.h"

namespace shijin {

/// Tell whether two different labels differ only in case, blanks, full-width forms, or as numbers
/// that are equal ("0" and "0.0")
bool look_alike(std::string_view a, std::string_view b);

/// All pairs of look-alike labels, the more frequent one first; by what merging them would gain
std::vector<std::pair<const LabelLine*, const LabelLine*>> look_alike_pairs(
    const Evidence& evidence);

}  // namespace shijin
