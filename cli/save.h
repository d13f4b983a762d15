// Saving a run into the store, and the options that say where the store is.
#pragma once

#include <map>

#include "cli/eval_plan.h"

namespace shijin::cli {

inline constexpr OptionInfo kStoreOption{
    "store",
    OptionKind::text,
    "DIR",
    {"The folder that runs are kept in (default: .shijin here).",
     "存放執行紀錄的資料夾（預設為目前資料夾的 .shijin）。"}};

inline constexpr OptionInfo kNoStoreOption{
    "no-store", OptionKind::flag, "", {"Keep nothing of this run.", "不保留這次的執行紀錄。"}};

/// The folder that --store names, or the one in the working folder
std::string store_folder(const Parsed& parsed);

/// The options that change what a row counts as; runs that differ in them are not comparable
std::map<std::string, std::string> measured_settings(const Parsed& parsed,
                                                     const EvaluateOptions& options);

/// Put a run into the store, made where there is none; gives the run its id
///
/// Nothing of it stays behind where that fails; the evidence is whole either way.
Result<Done> save_run(const Parsed& parsed, const EvalPlan& plan, RunToSave run, Evidence& evidence,
                      const Console& console);

}  // namespace shijin::cli
