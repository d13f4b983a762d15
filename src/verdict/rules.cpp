// Running every rule and ordering what they found.
#include <algorithm>

#include "verdict/rule.h"

namespace shijin {

std::vector<Finding> find_all(const Evidence& evidence) {
  std::vector<Finding> findings;
  for (const Rule* rule : all_rules()) {
    for (Finding& finding : rule->apply(evidence)) findings.push_back(std::move(finding));
  }
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return a.severity != b.severity ? a.severity < b.severity : a.gain > b.gain;
  });
  return findings;
}

}  // namespace shijin
