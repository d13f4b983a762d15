// What the commands that serve pages ask of their options.
#pragma once

#include <optional>
#include <string>

#include "cli/parse.h"

namespace shijin::cli {

/// The port that --port names; nothing where it is not given
Result<std::optional<int>> port_of(const Parsed& parsed);

/// This machine's address in its network; refused where it has none
Result<std::string> own_lan_address();

}  // namespace shijin::cli
