// Texts far more surprising than the middle one, from the histogram of perplexities.
#include <gtest/gtest.h>

#include "verdict/made_internal.h"

namespace shijin {
namespace {

constexpr const char* kName = "perplexity-outliers";

// 18 texts at about 3, and as many as asked at 64 to 91, with that share of all surprise.
Evidence evidence_with(double outliers, double share) {
  Evidence evidence;
  evidence.task = Task::lm;
  evidence.data.rows = evidence.data.used = 20;
  evidence.histograms["ppl"] = {{2.83, 4, 18, 0, 1 - share}};
  if (outliers > 0) evidence.histograms["ppl"].push_back({64, 90.5, outliers, 0, share});
  Example example;
  example.id = "7";
  example.row = 7;
  example.output = "□□□";
  example.score = 70;
  evidence.worst["ppl"] = {example};
  return evidence;
}

TEST(PerplexityOutliers, are_said_with_their_share_of_the_surprise) {
  const auto found = found_by(evidence_with(2, 0.31), kName);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(in_english(found[0].headline),
            "2 of 20 texts surprise the model far more than the rest (a perplexity of 64 and more, "
            "where the middle text has about 3.4): 31 % of all surprise is in them.");
  EXPECT_EQ(found[0].severity, Finding::Level::medium);
  ASSERT_EQ(found[0].samples.size(), 1U);
  EXPECT_TRUE(in_english(found[0].remedy).starts_with("Look at row 7, above all"));
}

TEST(PerplexityOutliers, weigh_little_where_they_hold_little_surprise) {
  const auto found = found_by(evidence_with(1, 0.06), kName);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(in_english(found[0].headline).starts_with("1 of 19 texts surprises the model"));
  EXPECT_EQ(found[0].severity, Finding::Level::low);
}

TEST(PerplexityOutliers, are_none_where_all_texts_are_alike_or_few) {
  EXPECT_TRUE(found_by(evidence_with(0, 0), kName).empty());
  Evidence few = evidence_with(2, 0.5);
  few.histograms["ppl"].front().count = 5;
  EXPECT_TRUE(found_by(few, kName).empty());
}

}  // namespace
}  // namespace shijin
