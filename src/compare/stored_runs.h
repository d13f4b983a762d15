// Stored runs beside each other: which of their metrics can be compared, and the runs as they are
// compared.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "compare/compare.h"
#include "compare/stored.h"
#include "store/stored_run.h"

namespace shijin {

/// The keys that a stored base is compared by: those it was shown with. Empty outputs are wrong
/// answers in a comparison, so that their share has no line of its own
std::vector<std::string> compared_keys(const StoredRun& base);

/// A stored run as one to be compared with a base
Result<MeasuredRun> stored_beside(const StoredRun& stored, const MeasuredRun& base, double level,
                                  std::size_t threads);

/// Take the metrics of the base away that a stored run has no statistic of; gives their keys.
/// Refused where none is left
Result<std::vector<std::string>> drop_not_held(const StoredRun& stored, const std::string& name,
                                               MeasuredRun& base);

/// Names that tell runs apart: their own, with their ids where two have the same
std::vector<std::string> names_apart(const std::vector<RunRecord>& runs);

/// Stored runs as they are compared, the base first
Result<std::vector<MeasuredRun>> measured_again(const std::vector<StoredRun>& runs, double level,
                                                std::size_t threads);

}  // namespace shijin
