// The key of a metric bound to one label, as metrics print it.
#pragma once

#include <string>
#include <string_view>

namespace shijin {

/// "f1[label=0]"; a label that holds , ] = " or blanks is JSON-quoted
std::string label_key(std::string_view metric, std::string_view label);

}  // namespace shijin
