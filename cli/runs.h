// The actions of `shijin runs` that are long enough for a file of their own.
#pragma once

#include <filesystem>

#include "cli/command.h"

namespace shijin::cli {

/// Show a stored run again: as it was, or with other gates and metrics
Exit show_run(const Parsed& parsed, Store& store, const Console& console);
/// Write a run as an evidence bundle: a folder with all that a claim rests on, but no texts
Exit export_run(const Parsed& parsed, Store& store, const Console& console);
/// Work a stored run or a bundle out again and say what differs
Exit verify_run(const Parsed& parsed, const Console& console);

/// The name of a bundle's manifest
inline constexpr std::string_view kManifest = "bundle.json";

}  // namespace shijin::cli
