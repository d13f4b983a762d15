// Costs: what saying one label costs when another is true, as --cost gives it.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shijin {

/// The cost looked up as "T>P", then "T>*", "*>P", "*>*"; a right answer costs 0 unless "T>T" says
/// otherwise; none where nothing tells it
std::optional<double> price_of(const std::map<std::string, double>& costs, std::string_view truth,
                               std::string_view said);

/// The share of each label where the model will work: as `prevalence` gives it, and what is left
/// in proportion to the rows that are truly so; without `prevalence` those of the rows
std::vector<double> shares_in_use(const std::map<std::string, double>& prevalence,
                                  std::span<const std::string_view> labels,
                                  std::span<const double> rows);

}  // namespace shijin
