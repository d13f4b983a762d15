// Intraclass correlation: how much of the spread of scores lies between the items, in McGraw and
// Wong's six forms (1996); and what more raters would give.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "stats/interval.h"

namespace shijin {

/// A coefficient with its F-based interval; not finite where no variance is left to share out;
/// the bounds of absolute agreement are NaN where nothing tells them
struct IccEstimate {
  double value;
  Bounds interval;
};

/// Of one rater's score (single) or of the mean of all (mean)
struct IccForm {
  IccEstimate single;
  IccEstimate mean;
};

struct Icc {
  IccForm one_way;        // raters differ from item to item: ICC(1,1), ICC(1,k)
  IccForm agreement;      // a strict rater counts as disagreement: ICC(A,1), ICC(A,k)
  IccForm consistency;    // the order alone counts: ICC(C,1), ICC(C,k)
  double rater_variance;  // of the raters' levels; at least 0
  double item_variance;
  double error_variance;
};

/// From a complete table of items × raters, row by row
///
/// Nothing for fewer than two items or raters, or when no score differs from another.
std::optional<Icc> intraclass_correlation(std::span<const double> scores, std::size_t raters,
                                          double level);

/// Reliability of the mean of k raters when one has reliability r (Spearman and Brown)
double spearman_brown(double r, double raters);

/// Raters whose mean reaches the wanted reliability, at least 1; r and wanted in (0, 1)
std::size_t raters_needed(double r, double wanted);

}  // namespace shijin
