// Names one after the other, as messages list them.
#pragma once

#include <span>
#include <string>

namespace shijin {

/// "a, b, c"
inline std::string comma_list(std::span<const std::string> names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

}  // namespace shijin
