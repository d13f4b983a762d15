// Label lines: the label counts of a run as evidence shows them: a line a label, the confusion
// table, and what a system without any skill would score; and the labels that the command line
// names, held against those that the rows have.
#pragma once

#include <string>
#include <vector>

#include "engine/evaluate.h"
#include "evidence/evidence.h"
#include "metrics/label_counts.h"

namespace shijin {

/// Whether the labels were given by the user, or are those that were met
enum class LabelsGiven : std::uint8_t { no, yes };

/// Fill the labels, the confusion table (none where labels are too many to show), the baselines and
/// the count of unparsed predictions
void give_labels(const LabelSums& sums, LabelsGiven given, Evidence& evidence);

/// Refuse a --positive or shares of --prevalence that fit no row, and note a cost of a label that
/// no row has, and shares that nothing rests on: they weigh costs, and thresholds of probabilities
Result<Done> check_named_labels(const EvaluateOptions& options, const LabelSums& sums,
                                bool probabilities, Notes& notes);

/// Names as one list, of which the first are written out
std::string list_of(const std::vector<std::string>& names);

}  // namespace shijin
