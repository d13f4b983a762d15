// The longest run of tokens that two sequences share without a gap.
#pragma once

#include <cstdint>
#include <span>

namespace shijin {

/// Give the length of the longest run of tokens that stands in both; time and memory in proportion
/// to the lengths
std::uint32_t longest_common_run(std::span<const std::uint32_t> a,
                                 std::span<const std::uint32_t> b);

}  // namespace shijin
