// Rule: one thing worth telling a fine-tuner, found in the evidence. One file a rule.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "evidence/evidence.h"

namespace shijin {

/// One registered rule
struct Rule {
  std::string_view name;  // slug of the file with "-" for "_": "class-recall-low"
  Text summary;           // when it speaks, one sentence
  Text remedy;            // what it advises in general; `shijin explain NAME` prints both
  std::vector<Finding> (*apply)(const Evidence& evidence);
};

/// Every rule, in order of name
std::span<const Rule* const> all_rules();

/// Run all rules; the findings come out by severity, then by what mending them
/// would gain, then by name
std::vector<Finding> find_all(const Evidence& evidence);

/// Decide the gates, then the verdict's headline and reason; writes evidence.verdict
void decide(Evidence& evidence);

}  // namespace shijin

/// Register the rule of this file: SJ_RULE(class_recall_low, {...})
#define SJ_RULE(key, ...)       \
  extern const Rule rule_##key; \
  constinit const Rule rule_##key = __VA_ARGS__
