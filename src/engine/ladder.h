// The ladder: the variants of BLEU that the tools of the field print under one name, and what a bar
// of 0.4 means under each.
#pragma once

#include <string>

#include "evidence/evidence.h"

namespace shijin {

/// The article's bar, on a scale of 0–1
inline constexpr double kLadderBar = 0.4;

/// The keys of all variants of a measure ("bleu") as --metrics takes them; "" where there is no
/// ladder of that name
std::string ladder_keys(std::string_view measure);

/// Put the variants that were measured on the ladder, from the lowest share of its scale upwards
void give_ladder(std::string_view measure, Evidence& evidence);

}  // namespace shijin
