// Ranks of the sizes; their null distribution by counting subsets of 1 … n.
#include "stats/wilcoxon.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/permutation.h"
#include "stats/quantile.h"

namespace shijin {
namespace {

constexpr std::size_t kExact = 50;

struct Ranks {
  std::vector<double> ranks;  // with the sign of their difference
  double plus = 0;
  double minus = 0;
  double ties = 0;  // Σ (t³ − t)
};

Ranks ranks_of(std::span<const double> differences) {
  std::vector<double> kept;
  for (double x : differences) {
    if (x != 0) kept.push_back(x);
  }
  std::sort(kept.begin(), kept.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
  Ranks ranks;
  for (std::size_t from = 0; from < kept.size();) {
    std::size_t to = from;
    double positive = 0;
    while (to < kept.size() && std::abs(kept[to]) == std::abs(kept[from])) {
      positive += kept[to++] > 0 ? 1.0 : 0.0;
    }
    const auto equal = static_cast<double>(to - from);
    const double rank = (static_cast<double>(from + to) + 1) / 2;
    for (std::size_t i = from; i < to; ++i) ranks.ranks.push_back(kept[i] > 0 ? rank : -rank);
    ranks.plus += rank * positive;
    ranks.minus += rank * (equal - positive);
    ranks.ties += equal * equal * equal - equal;
    from = to;
  }
  return ranks;
}

// The probability that a random subset of 1 … n adds up to at most `sum`.
double subsets_at_most(std::size_t n, double sum) {
  std::vector<double> chance(n * (n + 1) / 2 + 1, 0.0);
  chance[0] = 1;
  for (std::size_t rank = 1; rank <= n; ++rank) {
    for (std::size_t at = rank * (rank + 1) / 2 + 1; at-- > 0;) {
      chance[at] = 0.5 * (chance[at] + (at >= rank ? chance[at - rank] : 0.0));
    }
  }
  double total = 0;
  for (std::size_t at = 0; static_cast<double>(at) <= sum; ++at) total += chance[at];
  return total;
}

WilcoxonTest normal_test(const Ranks& ranks) {
  const auto n = static_cast<double>(ranks.ranks.size());
  const double statistic = std::min(ranks.plus, ranks.minus);
  const double variance = n * (n + 1) * (2 * n + 1) / 24 - ranks.ties / 48;
  if (variance <= 0) return {statistic, 1, false};
  const double z = (statistic - n * (n + 1) / 4) / std::sqrt(variance);
  return {statistic, std::min(1.0, 2 * normal_probability(z)), false};
}

}  // namespace

WilcoxonTest wilcoxon_signed_rank(std::span<const double> differences) {
  const Ranks ranks = ranks_of(differences);
  if (ranks.ranks.empty()) return {0, 1, true};
  const double statistic = std::min(ranks.plus, ranks.minus);
  if (ranks.ties > 0) {
    const std::vector<std::uint64_t> keys(ranks.ranks.size());
    const PermutationTest flips = sign_flip_test(ranks.ranks, keys, {0, 0});
    return flips.exact ? WilcoxonTest{statistic, flips.p, true} : normal_test(ranks);
  }
  if (ranks.ranks.size() > kExact) return normal_test(ranks);
  return {statistic, std::min(1.0, 2 * subsets_at_most(ranks.ranks.size(), statistic)), true};
}

WilcoxonTest wilcoxon_normal(std::span<const double> differences) {
  return normal_test(ranks_of(differences));
}

}  // namespace shijin
