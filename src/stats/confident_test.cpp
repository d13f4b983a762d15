// Confident learning on a table small enough to work out by hand.
#include "stats/confident.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

TEST(Confident, suspects_rows_where_another_label_reaches_its_threshold) {
  // Thresholds: label 0: (0.9 + 0.8 + 0.1) / 3 = 0.6; label 1: (0.7 + 0.9) / 2 = 0.8.
  const std::vector<double> p = {0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.3, 0.7, 0.1, 0.9};
  const std::vector<std::int32_t> given = {0, 0, 0, 1, 1};
  const auto found = suspected_labels(p, given, 2);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].row, 2U);
  EXPECT_EQ(found[0].likely, 1);
  EXPECT_NEAR(found[0].margin, -0.8, 1e-12);
}

TEST(Confident, leaves_rows_alone_that_reach_no_threshold_or_have_no_label) {
  const std::vector<double> p = {0.9, 0.1, 0.45, 0.55, 0.2, 0.8, 0.1, 0.9};
  // Row 1: 0.55 is below label 1's threshold of 0.8. Row 3 has no label.
  const std::vector<std::int32_t> given = {0, 0, 1, -1};
  EXPECT_TRUE(suspected_labels(p, given, 2).empty());
}

TEST(Confident, puts_the_most_doubtful_first) {
  const std::vector<double> p = {0.9, 0.1, 0.9, 0.1, 0.3, 0.7, 0.05, 0.95, 0.3, 0.7, 0.2, 0.8};
  const std::vector<std::int32_t> given = {0, 0, 0, 0, 1, 1};
  const auto found = suspected_labels(p, given, 2);  // label 1's threshold is 0.75
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].row, 3U);
}

}  // namespace
}  // namespace shijin
