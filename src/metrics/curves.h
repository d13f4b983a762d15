// The curves of a classification with probabilities: what a bar on one label's probability gives.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "evidence/evidence.h"

namespace shijin {

/// Curves by "name:label", of at most kCurveLabels labels, the most frequent:
/// roc: false positive rate → recall; pr: recall → precision; threshold: bar → F1;
/// cost: share of the cost that the label's rows may cause → least cost, normalised by the better
/// of saying it always or never (Drummond and Holte 2006)
///
/// A point's threshold is the bar from which on the label is said; above 1 it is never said.
struct Curves {
  std::map<std::string, std::vector<Point>> curves;
  std::map<std::string, std::vector<Bin>> reliability;  // ten bins of the label's probability
  std::map<std::string, LabelBars> bars;
};

inline constexpr std::size_t kCurveLabels = 8;

/// `probabilities` is rows × labels; `truth` indexes the labels; of `costs` ("0>1" → cost) the
/// first that misses a label and the first that says it falsely count for its bars, else 1
Curves find_curves(std::span<const double> probabilities, std::span<const std::int32_t> truth,
                   const std::vector<std::string>& labels,
                   const std::map<std::string, double>& costs = {});

}  // namespace shijin
