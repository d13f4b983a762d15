// Under no difference each differing row is a fair coin.
#include "stats/mcnemar.h"

#include <algorithm>

#include "stats/quantile.h"

namespace shijin {

double mcnemar_exact(std::uint64_t lost, std::uint64_t gained) {
  const auto fewer = static_cast<double>(std::min(lost, gained));
  const auto differing = static_cast<double>(lost + gained);
  return std::min(1.0, 2 * fair_coin_at_most(fewer, differing));
}

double mcnemar_mid_p(std::uint64_t lost, std::uint64_t gained) {
  if (lost + gained == 0) return 1;
  const auto fewer = static_cast<double>(std::min(lost, gained));
  const auto differing = static_cast<double>(lost + gained);
  const double same_split = fair_coin_exactly(fewer, differing);
  if (lost == gained) return 1 - same_split;
  return 2 * fair_coin_at_most(fewer, differing) - same_split;
}

}  // namespace shijin
