// Reading files and measuring them, with notes printed: what `eval` and `explain --on` share.
#pragma once

#include "cli/asked.h"
#include "cli/eval_plan.h"

namespace shijin::cli {

/// When and by which command a run was made
RunFacts run_facts(const Parsed& parsed, const EvaluateOptions& options);

/// Open the files of the line and evaluate them; the evidence has its run facts and notes, but no
/// verdict. On failure everything has been printed, and the exit code says it
struct Measured {
  Exit exit = Exit::good;
  std::optional<Evidence> evidence;
};
Measured measure_files(const Parsed& parsed, const EvalPlan& plan, const Console& console);

/// Give a table the columns of a model under an adapter, and the evaluation the task they make
Result<Done> add_answers(AskedModel& asked, const std::string& adapter, const Console& console,
                         Table& table, EvaluateOptions& options);

}  // namespace shijin::cli
