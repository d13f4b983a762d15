// Numbers as people and machines read them, and reading them back strictly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shijin {

/// Print with a fixed count of decimals: fixed(0.6667, 2) is "0.67"; rounds as printf does
std::string fixed(double x, int decimals);

/// Print the shortest decimal that reads back to the same double; for JSON (x must be finite)
std::string shortest(double x);

/// Print a whole number with thousands separators: 1,234,567
std::string grouped(std::int64_t n);

/// Read a whole text as a double; nothing else may stand there, and NaN is no number. Beyond a
/// double's range comes infinity or 0, as Python's float() gives
std::optional<double> parse_number(std::string_view text);
std::optional<std::int64_t> parse_integer(std::string_view text);

/// Give the candidate nearest in spelling, the first of equals, or "" when none is near: at most a
/// third of the bytes and one more may differ; names beyond 200 bytes are not compared
template <class Range>
std::string nearest_name(std::string_view wanted, const Range& candidates);

/// Count insertions, deletions, substitutions and swaps of neighbours between two names
std::size_t spelling_distance(std::string_view a, std::string_view b);

template <class Range>
std::string nearest_name(std::string_view wanted, const Range& candidates) {
  std::string best;
  std::size_t best_distance = wanted.size() / 3 + 1;
  for (const auto& candidate : candidates) {
    if (wanted.size() > 200 || std::string_view(candidate).size() > 200) continue;
    const std::size_t distance = spelling_distance(wanted, candidate);
    if (distance <= best_distance && (best.empty() || distance < best_distance)) {
      best = std::string(candidate);
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace shijin
