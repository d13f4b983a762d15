// Writing results to standard output and diagnostics to standard error, with failures told.
#pragma once

#include <string>
#include <string_view>

#include "cli/command.h"

namespace shijin::cli {

/// Write to standard output; a closed pipe ends quietly, a full disk is an Error
Result<Done> write_output(std::string_view text);

/// Write to standard error
void write_error(std::string_view text);

/// Print a diagnostic and give the exit code for it
Exit refuse(const Error& error, const Console& console);

/// Write `text` where an option such as --json says: "-" is standard output, else a file that
/// appears whole or not at all, named on standard error
Result<Done> write_result(const std::string& where, std::string_view text, const Console& console);

}  // namespace shijin::cli
