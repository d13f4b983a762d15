// McNemar's test: do two runs get the same share of the same rows right? Only the rows on which
// they differ say anything.
#pragma once

#include <cstdint>

namespace shijin {

/// Two-sided p of the exact test: `lost` rows only the first run got right, `gained` only the
/// second
double mcnemar_exact(std::uint64_t lost, std::uint64_t gained);

/// The mid-p form, which counts the observed split half; the default test
///
/// Never above the nominal level in any simulated case, and up to a third stronger than the exact
/// test (Fagerland, Lydersen and Laake 2013). 1 when no row differs.
double mcnemar_mid_p(std::uint64_t lost, std::uint64_t gained);

}  // namespace shijin
