// Parsing one command line into typed options, with every mistake named and mended.
#pragma once

#include <span>
#include <string>

#include "cli/command.h"

namespace shijin::cli {

/// Parse the arguments after the command's name
///
/// `--json` alone becomes "-" (standard output). An unknown option suggests the nearest; a value
/// that is missing, given twice, not a whole number or not among the choices is an Error.
Result<Parsed> parse_line(const Command& command, std::span<const std::string> arguments);

/// Check the values of one option: how many, whether a number, whether among its choices
Result<Done> check_values(const OptionInfo& option, const std::vector<std::string>& values);

/// The error of a name that is no command
Error unknown_command(const std::string& name);

/// The error of a first word that is neither a command nor a file
Error unknown_word(const std::string& word);

}  // namespace shijin::cli
