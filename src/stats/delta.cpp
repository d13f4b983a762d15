// Var = (Σ p·g'² − (Σ p·g')²) / n over the cells, g' the slope of g in a cell's share p.
#include "stats/delta.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace shijin {

std::optional<double> delta_standard_error(
    std::span<const double> counts,
    const std::function<std::optional<double>(std::span<const double>)>& g) {
  double total = 0;
  for (double count : counts) total += count;
  if (!(total > 0)) return std::nullopt;
  std::vector<double> share(counts.begin(), counts.end());
  for (double& x : share) x /= total;
  double first = 0;
  double second = 0;
  for (std::size_t cell = 0; cell < share.size(); ++cell) {
    const double p = share[cell];
    if (p == 0) continue;  // an empty cell has no variance
    const double step = 1e-6 * std::max(p, 1e-3);
    share[cell] = p + step;
    const std::optional<double> above = g(share);
    share[cell] = p - step;
    const std::optional<double> below = g(share);
    share[cell] = p;
    if (!above || !below) return std::nullopt;
    const double slope = (*above - *below) / (2 * step);
    first += p * slope;
    second += p * slope * slope;
  }
  return std::sqrt(std::max(0.0, second - first * first) / total);
}

}  // namespace shijin
