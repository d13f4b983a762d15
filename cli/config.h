// Configuration files: --config shijin.toml holds options of eval and compare by name.
#pragma once

#include <string>

#include "cli/command.h"

namespace shijin::cli {

/// Add the options of a TOML file to those of the line, which win
///
/// A key that only eval or only compare takes is left to it. An unknown key suggests the nearest; a
/// value of the wrong type is an Error at its line.
Result<Done> add_config(const std::string& path, const Command& command, Parsed& parsed);

}  // namespace shijin::cli
