// Ids of runs: ten characters that sort by time, from a clock and a number that tells runs of the
// same millisecond apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shijin {

/// Make an id: eight characters of milliseconds since 2020 (enough until 2054), two of `mark`,
/// in digits and small letters without i, l, o and u
std::string make_run_id(std::int64_t unix_milliseconds, std::uint64_t mark);

/// Whether a text has the form of an id
bool is_run_id(std::string_view text);

}  // namespace shijin
