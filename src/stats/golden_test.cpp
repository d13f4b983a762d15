// Every golden case on error bars, tests and raters is tried by some test of this folder.
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "stats/golden_internal.h"

namespace shijin {
namespace {

std::string tests_of_the_folder() {
  std::stringstream all;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() + "/src/stats")) {
    const std::string path = entry.path().string();
    if (!path.ends_with("_test.cpp")) continue;
    all << std::ifstream(path).rdbuf();
  }
  return all.str();
}

TEST(Golden, cases_are_all_tried) {
  std::ifstream file(source_dir() + "/tests/data/statistics.json");
  const nlohmann::json all = nlohmann::json::parse(file);
  const std::string tests = tests_of_the_folder();
  std::size_t cases = 0;
  for (const auto& one : all["cases"]) {
    const std::string id = one["id"];
    EXPECT_NE(tests.find('"' + id + '"'), std::string::npos) << id;
    ++cases;
  }
  EXPECT_GE(cases, 33U);
}

}  // namespace
}  // namespace shijin
