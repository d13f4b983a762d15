// What the rules on screened outputs share: the count in a sentence, its severity, where to look.
#pragma once

#include "verdict/rule.h"

namespace shijin {

/// The words of one such rule
struct ScreenedWords {
  Text one;                  // {0} all outputs, {1} the share
  Text many;                 // {0} the outputs, {1} all, {2} the share
  Text help;                 // {0} the rows to look at
  std::string_view because;  // the metric that counts the same
};

/// The finding of what a screen stopped at, or none: high from 5 % of the outputs, medium from 1 %
std::vector<Finding> tell_screened(const Evidence& evidence, std::string_view name,
                                   const ScreenedWords& words);

}  // namespace shijin
