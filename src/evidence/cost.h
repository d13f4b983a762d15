// Costs: what saying one label costs when another is true, as --cost gives it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace shijin {

/// The cost looked up as "T>P", then "T>*", "*>P", "*>*"; a right answer costs 0 unless "T>T" says
/// otherwise; none where nothing tells it
std::optional<double> price_of(const std::map<std::string, double>& costs, std::string_view truth,
                               std::string_view said);

}  // namespace shijin
