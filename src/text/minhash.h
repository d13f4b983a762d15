// MinHash (Broder 1997) in bands: sets that share a band are candidates for being alike. Pure
// functions on sets of hashes.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace shijin {

/// Bands, and minima in each: sets with Jaccard similarity j share a band with probability
/// 1 − (1 − j⁴)²⁴, that is 0.998 at 0.7, 0.96 at 0.6 and 0.18 at 0.3
inline constexpr std::size_t kBands = 24;
inline constexpr std::size_t kBandRows = 4;

using Bands = std::array<std::uint32_t, kBands>;

/// One hash a band, of a set of well-mixed hashes in any order, repeated or not; an empty set gives
/// equal bands
Bands band_hashes(std::span<const std::uint32_t> set);

/// |a ∩ b| / |a ∪ b| of two ascending sets; two empty sets are alike
double jaccard(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

/// The same estimated from the `least` smallest of each, where the sets were cut to their smallest
/// members (bottom-k, Cohen and Kaplan 2007); exact when neither was cut
double jaccard_of_smallest(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                           std::size_t least);

}  // namespace shijin
