// From the exact pair to the star for all.
#include "evidence/cost.h"

#include <algorithm>

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

std::vector<double> shares_in_use(const std::map<std::string, double>& prevalence,
                                  std::span<const std::string_view> labels,
                                  std::span<const double> rows) {
  std::vector<double> shares(labels.size());
  std::vector<bool> given(labels.size());
  double named = 0;
  double rest = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto found = prevalence.find(std::string(labels[i]));
    given[i] = found != prevalence.end();
    if (given[i]) shares[i] = found->second;
    (given[i] ? named : rest) += given[i] ? shares[i] : rows[i];
  }
  const double left = std::max(0.0, 1 - named);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!given[i] && rest > 0) shares[i] = left * rows[i] / rest;
  }
  return shares;
}

}  // namespace shijin
