// Reading files and measuring them, with notes printed: what `eval` and `explain --on` share.
#pragma once

#include "cli/eval_plan.h"
#include "cli/save.h"

namespace shijin::cli {

/// When and by which command a run was made
RunFacts run_facts(const Parsed& parsed, const EvaluateOptions& options);

/// Open the files of the line and evaluate them; the evidence has its run facts and notes, but no
/// verdict. On failure everything has been printed, and the exit code says it. What is to be saved
/// of the run goes into `keep`
struct Measured {
  Exit exit = Exit::good;
  std::optional<Evidence> evidence;
  SampleRows rows;  // where the line asks for a report
};
Measured measure_files(const Parsed& parsed, const EvalPlan& plan, const Console& console,
                       RunToSave* keep = nullptr);

}  // namespace shijin::cli
