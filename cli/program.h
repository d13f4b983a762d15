// The program as a function of its arguments: find the command, parse, run, give the exit code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace shijin::cli {

/// Run one command line (without the program's own name) and give the exit code
int run_program(const std::vector<std::string>& arguments);

/// All commands as the list of commands shows them
std::vector<const Command*> commands_in_order();

/// The command of a name, or nullptr
const Command* find_command(std::string_view name);

}  // namespace shijin::cli
