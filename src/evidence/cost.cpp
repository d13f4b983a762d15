// From the exact pair to the star for all.
#include "evidence/cost.h"

namespace shijin {

std::optional<double> price_of(const std::map<std::string, double>& costs, std::string_view truth,
                               std::string_view said) {
  const auto find = [&](std::string_view t, std::string_view p) -> std::optional<double> {
    const auto found = costs.find(std::string(t) + ">" + std::string(p));
    if (found == costs.end()) return std::nullopt;
    return found->second;
  };
  const auto exact = find(truth, said);
  if (exact) return exact;
  if (truth == said) return 0.0;
  const auto row = find(truth, "*");
  if (row) return row;
  const auto column = find("*", said);
  return column ? column : find("*", "*");
}

}  // namespace shijin
