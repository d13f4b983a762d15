// Prediction-powered means against ppi-python, glide-py and NumPy (tests/data/statistics.json).
#include "stats/ppi.h"

#include <gtest/gtest.h>

#include <set>

#include "stats/golden_internal.h"

namespace shijin {
namespace {

TEST(Ppi, plain_draws_equal_ppi_python_with_every_lambda) {
  const nlohmann::json one = golden("ppi_30_120");
  const std::vector<double> scores = one["input"]["y_labeled"];
  const std::vector<double> machine = one["input"]["f_labeled"];
  const std::vector<double> others = one["input"]["f_unlabeled"];
  const double lambda = one["expected"]["lambda_doc"];
  EXPECT_NEAR(ppi_lambda(scores, machine, others), lambda, 1e-9);
  const auto check = [&](const char* name, std::optional<double> with) {
    const auto mean = ppi_mean(scores, machine, others, with, 0.95);
    ASSERT_TRUE(mean) << name;
    const nlohmann::json& expected = one["expected"][name];
    EXPECT_NEAR(mean->value, expected["point"].get<double>(), 1e-6) << name;
    EXPECT_NEAR(mean->interval.lo, expected["ci"][0].get<double>(), 1e-6) << name;
    EXPECT_NEAR(mean->interval.hi, expected["ci"][1].get<double>(), 1e-6) << name;
  };
  check("ppi_pp", {});
  check("ppi_lambda1", 1);
  check("classical_lambda0", 0);
}

TEST(Ppi, strata_equal_the_golden_case) {
  const nlohmann::json one = golden("strat_ppi_3");
  std::vector<PpiStratum> strata;
  for (const auto& given : one["input"]["strata"]) {
    PpiStratum& stratum = strata.emplace_back();
    stratum.scores = given["y"].get<std::vector<double>>();
    const std::vector<double> all = given["f_all"];
    const std::vector<std::size_t> scored = given["labeled_idx"];
    for (const std::size_t i : scored) stratum.machine.push_back(all[i]);
    const std::set<std::size_t> known(scored.begin(), scored.end());
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!known.contains(i)) stratum.machine_others.push_back(all[i]);
    }
  }
  const auto mean = stratified_ppi_mean(strata, 0.95);
  ASSERT_TRUE(mean);
  const nlohmann::json& expected = one["expected"];
  EXPECT_NEAR(mean->value, expected["estimate"].get<double>(), 1e-9);
  EXPECT_NEAR(mean->error, expected["se"].get<double>(), 1e-9);
  EXPECT_NEAR(mean->interval.lo, expected["ci"][0].get<double>(), 1e-8);
  EXPECT_NEAR(mean->interval.hi, expected["ci"][1].get<double>(), 1e-8);
  for (std::size_t s = 0; s < 3; ++s) {
    EXPECT_NEAR(mean->lambdas[s], expected["lambdas"][s].get<double>(), 1e-9);
  }
}

TEST(Ppi, unequal_draws_equal_glide) {
  const nlohmann::json one = golden("active_24");
  std::vector<DrawnItem> items;
  for (std::size_t i = 0; i < one["input"]["y"].size(); ++i) {
    DrawnItem& item = items.emplace_back();
    const nlohmann::json& score = one["input"]["y"][i];
    if (!score.is_null()) item.score = score.get<double>();
    item.machine = one["input"]["f"][i];
    item.probability = one["input"]["pi"][i];
  }
  const auto check = [&](const char* name, std::optional<double> with) {
    const auto mean = active_mean(items, with, 0.95);
    ASSERT_TRUE(mean) << name;
    const nlohmann::json& expected = one["expected"][name];
    EXPECT_NEAR(mean->value, expected["estimate"].get<double>(), 1e-9) << name;
    EXPECT_NEAR(mean->error, expected["se"].get<double>(), 1e-9) << name;
    EXPECT_NEAR(mean->interval.lo, expected["ci"][0].get<double>(), 1e-8) << name;
    EXPECT_NEAR(mean->interval.hi, expected["ci"][1].get<double>(), 1e-8) << name;
  };
  check("ipw_ht", 0);
  check("asi_lambda1", 1);
  check("asi_tuned", {});
  const auto tuned = active_mean(items, {}, 0.95);
  EXPECT_NEAR(tuned->lambda, one["expected"]["lambda"].get<double>(), 1e-9);
}

TEST(Ppi, a_machine_that_never_differs_is_not_believed) {
  const std::vector<double> scores = {3, 4, 5, 4};
  const std::vector<double> same(4, 2.0);
  const auto mean = ppi_mean(scores, same, same, {}, 0.95);
  ASSERT_TRUE(mean);
  EXPECT_EQ(mean->lambda, 0);
  EXPECT_DOUBLE_EQ(mean->value, 4);
}

TEST(Ppi, says_nothing_of_one_item) {
  const double one[] = {4};
  const double two[] = {3, 4};
  EXPECT_FALSE(ppi_mean(one, one, two, {}, 0.95));
  EXPECT_FALSE(ppi_mean(two, two, one, {}, 0.95));
  EXPECT_FALSE(active_mean(std::vector<DrawnItem>(1), {}, 0.95));
  EXPECT_FALSE(stratified_ppi_mean({}, 0.95));
}

}  // namespace
}  // namespace shijin
