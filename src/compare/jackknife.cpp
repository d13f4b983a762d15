// Two lists of contributions, row by row.
#include "compare/jackknife.h"

#include <cmath>

namespace shijin {

std::optional<double> error_of_difference(const Metric& metric, const State& first,
                                          const State& second, std::span<const double> weights) {
  const std::vector<double> before = metric.contributions(first);
  const std::vector<double> after = metric.contributions(second);
  if (before.empty() || before.size() != after.size()) return std::nullopt;
  if (!weights.empty() && weights.size() != before.size()) return std::nullopt;
  double variance = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double moved = after[i] - before[i];
    variance += (weights.empty() ? 1.0 : weights[i]) * moved * moved;
  }
  return std::sqrt(variance);
}

}  // namespace shijin
