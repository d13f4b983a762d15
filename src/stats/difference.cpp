// Paired means, and reading an interval against 0 and a margin.
#include "stats/difference.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"

namespace shijin {

PairedMean paired_mean(std::span<const double> first, std::span<const double> second) {
  SJ_CHECK(first.size() == second.size() && first.size() >= 2, "paired means need two pairs");
  const auto n = static_cast<double>(first.size());
  double mean_first = 0;
  double mean_second = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    mean_first += first[i] / n;
    mean_second += second[i] / n;
  }
  const double gap = mean_second - mean_first;
  double of_first = 0, of_second = 0, of_both = 0, of_gap = 0;
  bool varies = false;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const double a = first[i] - mean_first;
    const double b = second[i] - mean_second;
    of_first += a * a;
    of_second += b * b;
    of_both += a * b;
    of_gap += (b - a) * (b - a);
    varies = varies || second[i] - first[i] != second[0] - first[0];
  }
  PairedMean mean{gap, varies ? std::sqrt(of_gap / (n - 1) / n) : 0.0, n - 1, 1, 0};
  if (of_first > 0 && of_second > 0) mean.correlation = of_both / std::sqrt(of_first * of_second);
  if (mean.error > 0) {
    mean.p = 2 * student_probability(-std::abs(gap) / mean.error, n - 1);
  } else {
    mean.p = second[0] == first[0] ? 1 : 0;
  }
  return mean;
}

Equivalence equivalence_test(double difference, double error, double degrees, double low,
                             double high) {
  SJ_CHECK(low < high && error >= 0, "equivalence lies between two bounds");
  const auto above = [&](double gap) {  // p of a true gap of 0 or less
    if (error == 0) return gap > 0 ? 0.0 : 1.0;
    return student_probability(-gap / error, degrees);
  };
  Equivalence test{above(difference - low), above(high - difference), 0};
  test.p = std::max(test.p_low, test.p_high);
  return test;
}

NonInferior non_inferior(const Bounds& difference, double margin, Larger larger) {
  SJ_CHECK(margin >= 0, "a margin is not negative");
  const bool up = larger == Larger::is_better;
  const double worst = up ? difference.lo : -difference.hi;
  const double best = up ? difference.hi : -difference.lo;
  if (worst >= -margin) return NonInferior::yes;
  return best < -margin ? NonInferior::no : NonInferior::undecided;
}

Change change_of(const Bounds& difference, double p, double level, double margin, Larger larger) {
  if (margin > 0 && difference.lo >= -margin && difference.hi <= margin) {
    return Change::no_difference;
  }
  if (p > 1 - level + 1e-12) return Change::undecided;
  const bool up = larger == Larger::is_better;
  if (difference.lo > 0) return up ? Change::better : Change::worse;
  if (difference.hi < 0) return up ? Change::worse : Change::better;
  return Change::undecided;
}

}  // namespace shijin
