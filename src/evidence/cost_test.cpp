// The order in which a cost is looked up, worked out by hand.
#include "evidence/cost.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

TEST(Cost, takes_the_pair_then_its_truth_then_its_answer_then_the_rest) {
  const std::map<std::string, double> costs = {{"0>1", 5}, {"0>*", 4}, {"*>1", 3}, {"*>*", 2}};
  EXPECT_EQ(price_of(costs, "0", "1"), 5);
  EXPECT_EQ(price_of(costs, "0", "2"), 4);
  EXPECT_EQ(price_of(costs, "2", "1"), 3);
  EXPECT_EQ(price_of(costs, "1", "2"), 2);
  EXPECT_EQ(price_of({{"0>1", 5}}, "1", "0"), std::nullopt);
}

TEST(Cost, a_right_answer_is_free_unless_it_is_priced_itself) {
  EXPECT_EQ(price_of({{"*>*", 2}}, "0", "0"), 0);
  EXPECT_EQ(price_of({{"*>*", 2}, {"0>0", 1}}, "0", "0"), 1);
}

TEST(Cost, shares_that_are_not_given_are_in_proportion_to_the_rows) {
  const std::vector<std::string_view> labels = {"a", "b", "c"};
  const std::vector<double> rows = {50, 30, 10};
  // 0.8 is left for 30 and 10 rows.
  EXPECT_EQ(shares_in_use({{"a", 0.2}}, labels, rows),
            (std::vector<double>{0.2, 0.8 * 30 / 40, 0.8 * 10 / 40}));
  EXPECT_EQ(shares_in_use({}, labels, rows),
            (std::vector<double>{50.0 / 90, 30.0 / 90, 10.0 / 90}));
}

}  // namespace
}  // namespace shijin
