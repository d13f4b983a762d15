// Profiles: bundles of keys and gates that reproduce what another tool, or the article, would
// print.
#pragma once

#include <span>
#include <string_view>

#include "base/text.h"

namespace shijin {

/// One profile; the keys of a task are as on the command line, and "" means the default panel
struct Profile {
  std::string_view name;
  Text summary;
  std::string_view classification;
  std::string_view generation;
  std::span<const std::string_view> gates;  // skipped and named where not measured
  bool compatible;    // reproduces a tool: changes no text, leaves no label out
  int decimals = -1;  // that the tool prints; negative: each metric's own
};

std::span<const Profile> all_profiles();
const Profile* find_profile(std::string_view name);

}  // namespace shijin
