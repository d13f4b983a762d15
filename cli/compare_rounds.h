// The runs of a comparison of a model with its rounds of fine-tuning.
#pragma once

#include <vector>

#include "cli/eval_plan.h"

namespace shijin::cli {

/// Tell whether the line speaks of a model rather than of files
bool names_model(const Parsed& parsed);

/// Ask the model, alone and under each adapter, about the one file of the line; the model is the
/// base. `rows`, if any, receives the rows of each version for a report
Result<std::vector<MeasuredRun>> measure_rounds(const Parsed& parsed, const EvalPlan& plan,
                                                std::vector<SampleRows>* rows,
                                                const Console& console);

}  // namespace shijin::cli
