// Clustered errors against statsmodels (tests/data/statistics.json), and small cases by hand.
#include "stats/clustered.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/bootstrap.h"
#include "stats/difference.h"
#include "stats/golden_internal.h"

namespace shijin {
namespace {

TEST(Clustered, standard_errors_equal_statsmodels) {
  const nlohmann::json one = golden("clustered_se_12");
  const std::vector<double> x = one["input"]["x"];
  const std::vector<std::uint64_t> clusters = one["input"]["cluster"];
  const ClusteredMean mean = clustered_mean(x, clusters).value();
  EXPECT_NEAR(mean.mean, one["expected"]["mean"].get<double>(), 1e-12);
  EXPECT_NEAR(mean.error_cr0, one["expected"]["se_cr0"].get<double>(), 1e-10);
  EXPECT_NEAR(mean.error_cr1, one["expected"]["se_cr1"].get<double>(), 1e-10);
  EXPECT_EQ(mean.clusters, one["expected"]["n_clusters"].get<std::size_t>());

  std::vector<std::uint64_t> alone;  // every row its own cluster
  for (std::size_t i = 0; i < x.size(); ++i) alone.push_back(i);
  EXPECT_NEAR(clustered_mean(x, alone)->error_cr0, one["expected"]["se_iid_ddof0"].get<double>(),
              1e-10);
}

TEST(Clustered, a_paired_difference_is_clustered_in_the_same_way) {
  const nlohmann::json one = golden("paired_diff_12");
  const std::vector<double> a = one["input"]["a"];
  const std::vector<double> b = one["input"]["b"];
  const std::vector<std::uint64_t> clusters = one["input"]["cluster"];
  std::vector<double> gaps;
  for (std::size_t i = 0; i < a.size(); ++i) gaps.push_back(b[i] - a[i]);
  EXPECT_NEAR(clustered_mean(gaps, clusters)->error_cr0,
              one["expected"]["se_clustered_cr0"].get<double>(), 1e-10);
}

TEST(Clustered, the_interval_uses_students_t_of_the_clusters) {
  // Two clusters with means 1 and 3, one row each: mean 2, CR1 error 1, t(1) = 12.7062.
  const std::vector<double> x = {1, 3};
  const std::vector<std::uint64_t> clusters = {7, 9};
  const Bounds bounds = clustered_interval(clustered_mean(x, clusters).value(), 0.95);
  EXPECT_NEAR(bounds.lo, 2 - 12.7062047, 1e-6);
  EXPECT_NEAR(bounds.hi, 2 + 12.7062047, 1e-6);
}

TEST(Clustered, one_cluster_alone_has_no_error) {
  const std::vector<double> x = {1, 3};
  const std::vector<std::uint64_t> clusters = {4, 4};
  EXPECT_FALSE(clustered_mean(x, clusters).has_value());
  EXPECT_FALSE(cluster_effect(x, clusters).has_value());
}

TEST(Clustered, rows_are_added_by_cluster_in_order_of_the_first) {
  const std::vector<double> rows = {1, 10, 2, 20, 4, 40};
  const std::vector<std::uint64_t> clusters = {8, 3, 8};
  const ClusterSums sums = cluster_sums(rows, 2, clusters);
  EXPECT_EQ(sums.keys, (std::vector<std::uint64_t>{8, 3}));
  EXPECT_EQ(sums.sums, (std::vector<double>{5, 50, 2, 20}));
  EXPECT_EQ(sums.rows, (std::vector<double>{2, 1}));
}

TEST(Clustered, bootstrap_weights_keyed_by_cluster_are_those_of_its_sum) {
  // Weighting the rows by the draws of their cluster equals weighting the sums of clusters.
  const std::vector<double> x = {1, 2, 4, 8, 16};
  const std::vector<std::uint64_t> clusters = {5, 6, 5, 7, 6};
  const ClusterSums sums = cluster_sums(x, 1, clusters);
  for (std::uint64_t r = 0; r < 50; ++r) {
    double by_row = 0;
    double by_cluster = 0;
    for (std::size_t i = 0; i < x.size(); ++i) by_row += bootstrap_weight(1, clusters[i], r) * x[i];
    for (std::size_t c = 0; c < sums.keys.size(); ++c) {
      by_cluster += bootstrap_weight(1, sums.keys[c], r) * sums.sums[c];
    }
    EXPECT_EQ(by_row, by_cluster);
  }
}

TEST(Clustered, the_effect_of_rows_that_repeat_their_cluster) {
  // Three clusters of two equal rows: all variance lies between, so two rows are worth one.
  const std::vector<double> x = {1, 1, 2, 2, 5, 5};
  const std::vector<std::uint64_t> clusters = {1, 1, 2, 2, 3, 3};
  const ClusterEffect effect = cluster_effect(x, clusters).value();
  EXPECT_NEAR(effect.correlation, 1, 1e-12);
  EXPECT_NEAR(effect.design_effect, 2, 1e-12);
}

TEST(Ratio, by_hand_and_for_perplexity) {
  // 6/4 with residuals 1 − 1.5 = −0.5 and 5 − 4.5 = 0.5: error √(0.5 · 2/1)/4 = 0.25.
  const std::vector<double> above = {1, 5};
  const std::vector<double> below = {1, 3};
  const RatioEstimate ratio = ratio_estimate(above, below).value();
  EXPECT_EQ(ratio.ratio, 1.5);
  EXPECT_NEAR(ratio.error, 0.25, 1e-12);
  EXPECT_NEAR(ratio_interval(ratio, 0.95).hi, 1.5 + 0.25 * 12.7062047, 1e-6);
  EXPECT_NEAR(exp_ratio_interval(ratio, 0.95).lo, std::exp(1.5 - 0.25 * 12.7062047), 1e-6);
  EXPECT_FALSE(ratio_estimate(above, std::vector<double>{0, 0}).has_value());
}

TEST(Ratio, with_equal_denominators_is_the_mean) {
  const std::vector<double> x = {0.62, 0.48, 0.91, 0.33, 0.75};
  const std::vector<double> ones(5, 1.0);
  const RatioEstimate ratio = ratio_estimate(x, ones).value();
  const std::vector<double> zeros(5, 0.0);
  EXPECT_NEAR(ratio.error, paired_mean(zeros, x).error, 1e-12);
}

}  // namespace
}  // namespace shijin
