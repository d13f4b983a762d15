// Paired means and equivalence against SciPy and statsmodels (tests/data/statistics.json), and
// every case of the decision.
#include "stats/difference.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/golden_internal.h"

namespace shijin {
namespace {

TEST(PairedMean, equals_scipy) {
  const nlohmann::json one = golden("paired_diff_12");
  const std::vector<double> a = one["input"]["a"];
  const std::vector<double> b = one["input"]["b"];
  const nlohmann::json& expected = one["expected"];
  const PairedMean mean = paired_mean(a, b);
  EXPECT_NEAR(mean.difference, expected["diff"].get<double>(), 1e-12);
  EXPECT_NEAR(mean.error, expected["se_paired"].get<double>(), 1e-10);
  EXPECT_NEAR(mean.difference / mean.error, expected["t"].get<double>(), 1e-9);
  EXPECT_NEAR(mean.p, expected["p_t"].get<double>(), 1e-10);
  EXPECT_NEAR(mean.correlation, expected["corr"].get<double>(), 1e-10);
  // What pairing saves: the unpaired error is that of two independent means.
  const std::vector<double> none(a.size(), 0.0);
  EXPECT_NEAR(std::hypot(paired_mean(none, a).error, paired_mean(none, b).error),
              expected["se_unpaired"].get<double>(), 1e-10);
}

TEST(PairedMean, runs_that_never_differ_or_always_by_the_same) {
  const std::vector<double> a = {0.1, 0.5, 0.7};
  EXPECT_EQ(paired_mean(a, a).p, 1);
  EXPECT_EQ(paired_mean(a, a).error, 0);
  const std::vector<double> low = {1, 2, 3};
  const std::vector<double> high = {2, 3, 4};
  EXPECT_EQ(paired_mean(low, high).p, 0);
  EXPECT_EQ(paired_mean(low, high).difference, 1);
}

TEST(Equivalence, equals_statsmodels) {
  const nlohmann::json one = golden("tost_12");
  const std::vector<double> a = one["input"]["a"];
  const std::vector<double> b = one["input"]["b"];
  const PairedMean mean = paired_mean(a, b);
  const Equivalence test = equivalence_test(mean.difference, mean.error, mean.degrees,
                                            one["input"]["low"], one["input"]["high"]);
  EXPECT_NEAR(test.p, one["expected"]["p"].get<double>(), 1e-9);
  EXPECT_NEAR(test.p_low, one["expected"]["p_low"].get<double>(), 1e-9);
  EXPECT_NEAR(test.p_high, one["expected"]["p_high"].get<double>(), 1e-9);
}

TEST(NonInferior, asks_where_the_whole_interval_lies) {
  const auto up = [](double lo, double hi) {
    return non_inferior({lo, hi}, 0.02, Larger::is_better);
  };
  EXPECT_EQ(up(-0.01, 0.05), NonInferior::yes);
  EXPECT_EQ(up(-0.03, 0.05), NonInferior::undecided);
  EXPECT_EQ(up(-0.09, -0.03), NonInferior::no);
  EXPECT_EQ(non_inferior({-1, 0.01}, 0.02, Larger::is_worse), NonInferior::yes);
  EXPECT_EQ(non_inferior({0.03, 0.5}, 0.02, Larger::is_worse), NonInferior::no);
}

TEST(Change, every_answer) {
  const auto change = [](double lo, double hi, double p, double margin = 0) {
    return change_of({lo, hi}, p, 0.95, margin, Larger::is_better);
  };
  EXPECT_EQ(change(0.01, 0.05, 0.01), Change::better);
  EXPECT_EQ(change(-0.05, -0.01, 0.01), Change::worse);
  EXPECT_EQ(change(0.01, 0.05, 0.2), Change::undecided);    // the test does not say so
  EXPECT_EQ(change(-0.01, 0.05, 0.01), Change::undecided);  // the interval does not
  EXPECT_EQ(change(0, 0, 1), Change::undecided);            // no margin, no "no difference"
  EXPECT_EQ(change(-0.01, 0.01, 0.9, 0.02), Change::no_difference);
  EXPECT_EQ(change(0.005, 0.01, 0.001, 0.02), Change::no_difference);
  EXPECT_EQ(change(-0.01, 0.03, 0.9, 0.02), Change::undecided);
  EXPECT_EQ(change_of({0.01, 0.05}, 0.01, 0.95, 0, Larger::is_worse), Change::worse);
  EXPECT_EQ(change(0.01, 0.05, 0.05), Change::better);  // a p of exactly the level
}

}  // namespace
}  // namespace shijin
