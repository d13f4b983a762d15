// Labels, costs and shares as they are typed.
#include "cli/lists.h"

#include <gtest/gtest.h>

namespace shijin::cli {
namespace {

using Labels = std::vector<std::string>;
using Numbers = std::map<std::string, double>;

TEST(Lists, labels_are_cut_at_commas_outside_quotes) {
  EXPECT_EQ(*parse_labels("a, b,c"), (Labels{"a", "b", "c"}));
  EXPECT_EQ(*parse_labels(R"("a,b",c\d,"say \"x\"")"), (Labels{"a,b", "c\\d", "say \"x\""}));
  EXPECT_EQ(*parse_labels("正面,負面"), (Labels{"正面", "負面"}));
}

TEST(Lists, an_empty_or_repeated_label_is_refused) {
  EXPECT_EQ(parse_labels("a,,b").error().found.in(Language::en),
            "--labels: an item of \"a,,b\" is empty");
  EXPECT_EQ(parse_labels("a,b,a").error().found.in(Language::en), "--labels: \"a\" is given twice");
  EXPECT_EQ(parse_labels("a,\"b").error().found.in(Language::en),
            "--labels: a quote is not closed in a,\"b");
}

TEST(Lists, costs_name_truth_and_prediction) {
  EXPECT_EQ(*parse_costs("0>1=5,1>0=1"), (Numbers{{"0>1", 5.0}, {"1>0", 1.0}}));
  EXPECT_EQ(*parse_costs(R"("a>b">"c=d"=2.5)"), (Numbers{{"a>b>c=d", 2.5}}));
}

TEST(Lists, a_cost_that_is_none_shows_the_form) {
  for (const char* bad : {"0>1", "0=1", "0>1=x", "0>1=-1", "0>1=nan", ""}) {
    const auto costs = parse_costs(bad);
    ASSERT_FALSE(costs.ok()) << bad;
    EXPECT_EQ(costs.error().found.in(Language::en),
              "--cost: \"" + std::string(bad) + "\" cannot be read");
  }
  EXPECT_EQ(parse_costs("a>b=1,a>b=2").error().found.in(Language::en),
            "--cost: \"a>b\" is given twice");
}

TEST(Lists, shares_are_above_zero_and_add_up_to_at_most_one) {
  EXPECT_EQ(*parse_prevalence("0=0.1,1=0.9"), (Numbers{{"0", 0.1}, {"1", 0.9}}));
  EXPECT_EQ(parse_prevalence("0=0").error().found.in(Language::en),
            "--prevalence: \"0=0\" cannot be read");
  EXPECT_EQ(parse_prevalence("0=0.6,1=0.6").error().found.in(Language::en),
            "--prevalence: the shares add up to 1.200");
}

TEST(Lists, a_quoted_label_reads_back) {
  for (const char* label : {"plain", "a,b", "x>y", "say \"hi\"", "back\\slash", " lead", ""}) {
    const auto labels = parse_labels(quote_label(label));
    ASSERT_TRUE(labels.ok()) << label;
    EXPECT_EQ(*labels, (Labels{label}));
  }
}

}  // namespace
}  // namespace shijin::cli
