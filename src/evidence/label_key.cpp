// Quoting labels in keys by the rule of metrics/arguments.cpp, which this folder may not see.
#include "evidence/label_key.h"

namespace shijin {

std::string label_key(std::string_view metric, std::string_view label) {
  std::string key(metric);
  key += "[label=";
  const bool special = label.empty() || label.find_first_of(",]=\" \t\n") != std::string_view::npos;
  if (!special) return key.append(label).append("]");
  key += '"';
  for (char c : label) {
    if (c == '"' || c == '\\') key += '\\';
    key += c;
  }
  return key + "\"]";
}

}  // namespace shijin
