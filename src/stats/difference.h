// What a difference between two runs and its interval come to: paired means, equivalence within a
// margin, and the decision in one of four words.
#pragma once

#include <cstdint>
#include <span>

#include "stats/best.h"
#include "stats/interval.h"

namespace shijin {

/// Mean of paired differences (second minus first) with Student's t, n − 1 degrees of freedom
struct PairedMean {
  double difference;
  double error;        // standard error
  double degrees;      // n − 1
  double p;            // two-sided; 1 when nothing differs, 0 when all differ by the same amount
  double correlation;  // between the runs; 0 where one of them never varies
};

/// From n ≥ 2 pairs
PairedMean paired_mean(std::span<const double> first, std::span<const double> second);

/// Two one-sided tests: is the difference above `low` and below `high`? (Schuirmann 1987)
struct Equivalence {
  double p_low;   // of not being above `low`: non-inferiority with margin −low
  double p_high;  // of not being below `high`
  double p;       // of not lying between them
};
Equivalence equivalence_test(double difference, double error, double degrees, double low,
                             double high);

/// Whether a run is no worse than another by more than a margin
enum class NonInferior : std::uint8_t { yes, no, undecided };

/// yes when the whole interval of (second minus first) is better than −margin, no when none of it
/// is
NonInferior non_inferior(const Bounds& difference, double margin, Larger larger);

/// The second run against the first
enum class Change : std::uint8_t { better, worse, no_difference, undecided };

/// Decide from the interval of (second minus first) and its p-value, adjusted where many are asked
///
/// no_difference when the interval lies wholly within ±margin (a margin of 0 never says so; runs
/// whose statistics are identical need no asking); better or worse when p ≤ 1 − level and the
/// interval leaves 0 out on that side; else undecided. A bound at 0 does not leave it out.
Change change_of(const Bounds& difference, double p, double level, double margin, Larger larger);

}  // namespace shijin
