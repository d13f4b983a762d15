// Help pages, made from the same definitions that parse the line.
#pragma once

#include <string>

#include "cli/command.h"

namespace shijin::cli {

/// What `shijin --help` prints: what it is, the commands, the exit codes
std::string help_overview(const Console& console);

/// What `shijin eval --help` prints
std::string help_command(const Command& command, const Console& console);

}  // namespace shijin::cli
