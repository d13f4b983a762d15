// Label lines: the label counts of a run as evidence shows them: a line a label, the confusion
// table, and what a system without any skill would score.
#pragma once

#include "evidence/evidence.h"
#include "metrics/label_counts.h"

namespace shijin {

/// Whether the labels were given by the user, or are those that were met
enum class LabelsGiven : std::uint8_t { no, yes };

/// Fill the labels, the confusion table (none where labels are too many to show), the baselines and
/// the count of unparsed predictions
void give_labels(const LabelSums& sums, LabelsGiven given, Evidence& evidence);

}  // namespace shijin
