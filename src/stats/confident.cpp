// The thresholds are the mean probability of each label over the rows that carry it.
#include "stats/confident.h"

#include <algorithm>
#include <limits>

namespace shijin {

std::vector<Suspect> suspected_labels(std::span<const double> probabilities,
                                      std::span<const std::int32_t> given, std::size_t labels) {
  std::vector<double> threshold(labels);
  std::vector<double> count(labels);
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] < 0) continue;
    const auto label = static_cast<std::size_t>(given[i]);
    threshold[label] += probabilities[i * labels + label];
    count[label] += 1;
  }
  for (std::size_t k = 0; k < labels; ++k) {
    // A label that no row carries has no threshold to reach.
    threshold[k] = count[k] > 0 ? threshold[k] / count[k] : std::numeric_limits<double>::infinity();
  }
  std::vector<Suspect> suspects;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] < 0) continue;
    const auto own = static_cast<std::size_t>(given[i]);
    const double* row = probabilities.data() + i * labels;
    std::size_t best = labels;
    for (std::size_t k = 0; k < labels; ++k) {
      if (row[k] >= threshold[k] && (best == labels || row[k] > row[best])) best = k;
    }
    if (best == labels || best == own) continue;
    suspects.push_back({i, given[i], static_cast<std::int32_t>(best), row[own] - row[best]});
  }
  std::stable_sort(suspects.begin(), suspects.end(),
                   [](const Suspect& a, const Suspect& b) { return a.margin < b.margin; });
  return suspects;
}

}  // namespace shijin
