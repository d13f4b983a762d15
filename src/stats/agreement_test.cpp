// Agreement against krippendorff, irrCAC, statsmodels, scikit-learn and pingouin, as they printed
// it (tests/data/statistics.json).
#include "stats/agreement.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stats/golden_internal.h"
#include "stats/icc.h"
#include "stats/rater_severity.h"

namespace shijin {
namespace {

std::vector<ItemRating> ratings_of(const nlohmann::json& one) {
  std::vector<ItemRating> ratings;
  std::uint32_t item = 0;
  for (const auto& row : one["input"]["ratings"]) {
    for (std::uint32_t rater = 0; rater < row.size(); ++rater) {
      if (!row[rater].is_null()) ratings.push_back({item, rater, row[rater].get<double>()});
    }
    ++item;
  }
  return ratings;
}

void expect_gwet(const nlohmann::json& expected, const std::string& name,
                 const std::vector<ItemRating>& ratings, AgreementWeights weights) {
  const AgreementEstimate estimate = gwet_ac(ratings, weights, 0.95).value();
  EXPECT_NEAR(estimate.value, expected[name].get<double>(), 2e-5) << name;
  EXPECT_NEAR(estimate.interval.lo, expected[name + "_ci"][0].get<double>(), 2e-5) << name;
  EXPECT_NEAR(estimate.interval.hi, expected[name + "_ci"][1].get<double>(), 2e-5) << name;
}

TEST(Agreement, equals_the_peers_with_and_without_missing_ratings) {
  for (const char* id : {"agree_12x3", "agree_missing"}) {
    const nlohmann::json one = golden(id);
    const nlohmann::json& expected = one["expected"];
    const std::vector<ItemRating> ratings = ratings_of(one);
    const auto alpha = [&](Scale scale) { return krippendorff_alpha(ratings, scale).value(); };
    EXPECT_NEAR(alpha(Scale::nominal), expected["krippendorff_nominal"].get<double>(), 1e-9) << id;
    EXPECT_NEAR(alpha(Scale::ordinal), expected["krippendorff_ordinal"].get<double>(), 1e-9) << id;
    EXPECT_NEAR(alpha(Scale::interval), expected["krippendorff_interval"].get<double>(), 1e-9);
    EXPECT_NEAR(alpha(Scale::ratio), expected["krippendorff_ratio"].get<double>(), 1e-9) << id;
    expect_gwet(expected, "gwet_ac1", ratings, AgreementWeights::identity);
    expect_gwet(expected, "gwet_ac2_quadratic", ratings, AgreementWeights::quadratic);
    expect_gwet(expected, "gwet_ac2_linear", ratings, AgreementWeights::linear);
  }
}

TEST(Agreement, kappas_equal_statsmodels_and_scikit_learn) {
  const nlohmann::json one = golden("agree_12x3");
  const std::vector<ItemRating> ratings = ratings_of(one);
  const auto cohen = [&](AgreementWeights weights) {
    return cohen_kappa(ratings, 0, 1, weights).value();
  };
  EXPECT_NEAR(fleiss_kappa(ratings).value(), one["expected"]["fleiss"].get<double>(), 1e-9);
  EXPECT_NEAR(cohen(AgreementWeights::linear), one["expected"]["cohen_linear_01"].get<double>(),
              1e-9);
  EXPECT_NEAR(cohen(AgreementWeights::quadratic),
              one["expected"]["cohen_quadratic_01"].get<double>(), 1e-9);
}

TEST(Agreement, the_whole_scale_changes_a_weighted_kappa) {
  // scikit-learn: [1,2,5,5] against [1,2,2,5], quadratic: 0.8, and 0.625 with labels=[1..5].
  const std::vector<ItemRating> ratings = {{0, 0, 1}, {0, 1, 1}, {1, 0, 2}, {1, 1, 2},
                                           {2, 0, 5}, {2, 1, 2}, {3, 0, 5}, {3, 1, 5}};
  const std::vector<double> scale = {1, 2, 3, 4, 5};
  EXPECT_NEAR(cohen_kappa(ratings, 0, 1, AgreementWeights::quadratic).value(), 0.8, 1e-12);
  EXPECT_NEAR(cohen_kappa(ratings, 0, 1, AgreementWeights::quadratic, scale).value(), 0.625, 1e-12);
}

TEST(Agreement, is_undefined_where_nothing_can_disagree) {
  const std::vector<ItemRating> same = {{0, 0, 3}, {0, 1, 3}, {1, 0, 3}, {1, 1, 3}};
  EXPECT_FALSE(krippendorff_alpha(same, Scale::ordinal).has_value());
  EXPECT_FALSE(gwet_ac(same, AgreementWeights::quadratic, 0.95).has_value());
  EXPECT_FALSE(fleiss_kappa(same).has_value());
  EXPECT_FALSE(cohen_kappa(same, 0, 1, AgreementWeights::identity).has_value());
  const std::vector<ItemRating> alone = {{0, 0, 3}, {1, 1, 2}};
  EXPECT_FALSE(krippendorff_alpha(alone, Scale::nominal).has_value());
  EXPECT_FALSE(gwet_ac(alone, AgreementWeights::identity, 0.95).has_value());
  EXPECT_FALSE(agreement_within(alone, 1).has_value());
  EXPECT_FALSE(krippendorff_alpha({}, Scale::nominal).has_value());
}

TEST(Agreement, a_scale_named_in_full_makes_one_value_an_agreement) {
  // All said 3 of 1 to 5: they agree, and chance had little to do with it.
  const std::vector<ItemRating> same = {{0, 0, 3}, {0, 1, 3}, {1, 0, 3}, {1, 1, 3}};
  const std::vector<double> scale = {1, 2, 3, 4, 5};
  EXPECT_EQ(gwet_ac(same, AgreementWeights::identity, 0.95, scale)->value, 1);
}

TEST(Agreement, within_one_counts_pairs) {
  // Items 4,5,4: three pairs, all within one, one of them equal; 1,3: one pair, not within one.
  const std::vector<ItemRating> ratings = {{0, 0, 4}, {0, 1, 5}, {0, 2, 4}, {1, 0, 1}, {1, 1, 3}};
  EXPECT_EQ(agreement_within(ratings, 1).value(), 0.75);
  EXPECT_EQ(agreement_within(ratings, 0).value(), 0.25);
}

TEST(Icc, all_forms_equal_pingouin) {
  const nlohmann::json one = golden("agree_12x3");
  std::vector<double> scores;
  for (const ItemRating& rating : ratings_of(one)) scores.push_back(rating.value);
  const Icc icc = intraclass_correlation(scores, 3, 0.95).value();
  const auto expect = [&](const char* name, const IccEstimate& estimate) {
    const nlohmann::json& expected = one["expected"]["icc"][name];
    EXPECT_NEAR(estimate.value, expected[0].get<double>(), 1e-9) << name;
    EXPECT_NEAR(estimate.interval.lo, expected[1].get<double>(), 0.00501) << name;
    EXPECT_NEAR(estimate.interval.hi, expected[2].get<double>(), 0.00501) << name;
  };
  expect("ICC(1,1)", icc.one_way.single);
  expect("ICC(1,k)", icc.one_way.mean);
  expect("ICC(A,1)", icc.agreement.single);
  expect("ICC(A,k)", icc.agreement.mean);
  expect("ICC(C,1)", icc.consistency.single);
  expect("ICC(C,k)", icc.consistency.mean);
  const double single = icc.agreement.single.value;
  for (const char* raters : {"2", "3", "5"}) {
    EXPECT_NEAR(spearman_brown(single, std::stod(raters)),
                one["expected"]["spearman_brown"][raters].get<double>(), 1e-9);
  }
  EXPECT_EQ(raters_needed(single, 0.9), one["expected"]["raters_for_0.9"].get<std::size_t>());
  EXPECT_EQ(raters_needed(0.5, 0.9), 9U);
}

TEST(Icc, edges) {
  EXPECT_FALSE(intraclass_correlation(std::vector<double>{1, 2}, 2, 0.95).has_value());
  EXPECT_FALSE(intraclass_correlation(std::vector<double>{3, 3, 3, 3}, 2, 0.95).has_value());
  // A rater one point stricter throughout: consistent, but not agreeing. Items 1, 3 → squares of
  // items 2 · 2, of raters 1: agreement 4/(4 + 2 · 1/2) = 0.8.
  const auto strict = intraclass_correlation(std::vector<double>{1, 2, 3, 4}, 2, 0.95).value();
  EXPECT_EQ(strict.consistency.single.value, 1);
  EXPECT_NEAR(strict.agreement.single.value, 0.8, 1e-12);
}

TEST(RaterSeverity, equals_least_squares_by_statsmodels) {
  const nlohmann::json one = golden("severity_incomplete");
  std::vector<ItemRating> ratings;
  for (const auto& row : one["input"]["ratings"]) {
    const auto item = static_cast<std::uint32_t>(row[0].get<std::string>()[1] - '1');
    const auto rater = static_cast<std::uint32_t>(row[1].get<std::string>()[0] - 'A');
    ratings.push_back({item, rater, row[2].get<double>()});
  }
  const RaterSeverity fit = rater_severity(ratings, 6, 3).value();
  for (std::size_t i = 0; i < 6; ++i) {
    const std::string item = "i" + std::to_string(i + 1);
    EXPECT_NEAR(fit.items[i], one["expected"]["adjusted_mean"][item].get<double>(), 1e-8);
  }
  for (std::size_t r = 0; r < 3; ++r) {
    const std::string rater(1, static_cast<char>('A' + r));
    EXPECT_NEAR(fit.raters[r], one["expected"]["rater_effect"][rater].get<double>(), 1e-8);
  }
}

TEST(RaterSeverity, raters_without_a_common_item_cannot_be_compared) {
  const std::vector<ItemRating> apart = {{0, 0, 4}, {1, 1, 2}};
  EXPECT_FALSE(rater_severity(apart, 2, 2).has_value());
  EXPECT_FALSE(rater_severity({}, 0, 0).has_value());
}

}  // namespace
}  // namespace shijin
