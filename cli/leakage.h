// Test rows that the training set holds, told with the scores on the others: what `eval --train`
// and `check --train` share.
#pragma once

#include "cli/command.h"

namespace shijin::cli {

/// Find which rows of the evaluated files stand in the training files, and put them into the
/// evidence with the scores of each part; the notes on the training files are appended
///
/// `kept` holds the rows of the run that gave the evidence.
Result<Done> find_leakage(const std::vector<std::string>& files, const CheckOptions& options,
                          const EvaluateOptions& evaluated, KeptRun& kept, Evidence& evidence,
                          Notes& notes);

/// Score the rows of a checked test set where it has answers, and put what its leakage says first
/// among the findings of its severity
void tell_leakage(const std::vector<std::string>& files, const CheckOptions& options,
                  CheckReport& report);

}  // namespace shijin::cli
