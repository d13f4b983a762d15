// Golden cases of tests/data/statistics.json for the unit tests of this folder.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "source_dir.h"

namespace shijin {

/// The case of an id; an empty object when there is none
inline nlohmann::json golden(const std::string& id) {
  std::ifstream file(source_dir() + "/tests/data/statistics.json");
  const nlohmann::json all = nlohmann::json::parse(file);
  for (const auto& one : all["cases"]) {
    if (one["id"] == id) return one;
  }
  return {};
}

}  // namespace shijin
