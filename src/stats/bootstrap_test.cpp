// Weights against their definition, intervals against NumPy and SciPy (tests/data/statistics.json).
#include "stats/bootstrap.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "base/random.h"
#include "stats/golden_internal.h"

namespace shijin {
namespace {

TEST(BootstrapWeights, all_three_ways_give_the_same_numbers) {
  std::vector<std::uint64_t> samples;
  for (std::uint64_t i = 0; i < 500; ++i) samples.push_back(mix_bits(i + 1));
  const BootstrapWeights weights(7, samples);
  std::vector<std::int8_t> even(samples.size());
  std::vector<std::int8_t> odd(samples.size());
  std::vector<std::uint8_t> block(41);
  for (std::uint64_t pair = 0; pair < 30; ++pair) {
    weights.fill(pair, even, odd);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      ASSERT_EQ(even[i], bootstrap_weight(7, samples[i], 2 * pair));
      ASSERT_EQ(odd[i], bootstrap_weight(7, samples[i], 2 * pair + 1));
    }
  }
  for (std::uint64_t sample : samples) {
    bootstrap_weights(7, sample, 10, block);
    for (std::size_t r = 0; r < block.size(); ++r) {
      ASSERT_EQ(block[r], bootstrap_weight(7, sample, 10 + r));
    }
  }
}

TEST(BootstrapWeights, are_poisson_one) {
  // 200,000 draws: shares within 4.5 standard errors of e⁻¹/k!.
  std::array<int, 14> seen{};
  constexpr int kSamples = 2000;
  constexpr int kReplicates = 100;
  std::array<std::uint8_t, kReplicates> block{};
  for (std::uint64_t i = 0; i < kSamples; ++i) {
    bootstrap_weights(0, mix_bits(i), 0, block);
    for (std::uint8_t w : block) ++seen[w];
  }
  double expected = std::exp(-1.0);
  for (int k = 0; k < 6; expected /= ++k) {
    const double draws = double{kSamples} * kReplicates;
    const double error = std::sqrt(expected * (1 - expected) / draws);
    EXPECT_NEAR(seen[static_cast<std::size_t>(k)] / draws, expected, 4.5 * error) << k;
  }
}

TEST(BootstrapWeights, replicates_and_samples_are_unrelated) {
  // Correlations of 20,000 pairs have standard error 0.0071.
  double neighbours = 0;
  double halves = 0;
  constexpr int kPairs = 20000;
  for (std::uint64_t i = 0; i < kPairs; ++i) {
    neighbours += (bootstrap_weight(1, i, 4) - 1.0) * (bootstrap_weight(1, i + 1, 4) - 1.0);
    halves += (bootstrap_weight(1, i, 4) - 1.0) * (bootstrap_weight(1, i, 5) - 1.0);
  }
  EXPECT_LT(std::abs(neighbours / kPairs), 0.032);
  EXPECT_LT(std::abs(halves / kPairs), 0.032);
}

TEST(BootstrapWeights, change_with_the_seed) {
  int equal = 0;
  for (std::uint64_t r = 0; r < 1000; ++r) {
    equal += bootstrap_weight(1, 5, r) == bootstrap_weight(2, 5, r) ? 1 : 0;
  }
  EXPECT_LT(equal, 400);  // two Poisson(1) draws agree with probability 0.309
  EXPECT_GT(equal, 220);
}

// The resamples of the golden case: an LCG drawn in rows of n.
std::vector<double> golden_replicates(const nlohmann::json& input) {
  const std::vector<double> x = input["x"];
  const std::uint64_t mul = std::stoull(input["lcg"]["mul"].get<std::string>());
  const std::uint64_t inc = std::stoull(input["lcg"]["inc"].get<std::string>());
  std::uint64_t state = input["lcg"]["seed"];
  std::vector<double> means;
  for (int b = 0; b < input["B"].get<int>(); ++b) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      state = state * mul + inc;
      sum += x[(state >> 33U) % x.size()];
    }
    means.push_back(sum / static_cast<double>(x.size()));
  }
  return means;
}

TEST(Bootstrap, percentile_and_bca_equal_numpy_and_scipy) {
  const nlohmann::json one = golden("bca_mean_lognormal");
  const std::vector<double> x = one["input"]["x"];
  const std::vector<double> means = golden_replicates(one["input"]);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(means[i], one["expected"]["first_replicates"][i].get<double>(), 1e-12);
  }
  double sum = 0;
  for (double value : x) sum += value;
  const double mean = sum / static_cast<double>(x.size());
  std::vector<double> jackknife;
  for (double value : x) jackknife.push_back((sum - value) / static_cast<double>(x.size() - 1));

  const Bounds percentile = percentile_interval(means, 0.95);
  EXPECT_NEAR(percentile.lo, one["expected"]["percentile"][0].get<double>(), 1e-9);
  EXPECT_NEAR(percentile.hi, one["expected"]["percentile"][1].get<double>(), 1e-9);
  const Bounds levels = bca_levels(means, mean, jackknife, 0.95).value();
  EXPECT_NEAR(levels.lo, one["expected"]["bca_levels"][0].get<double>(), 1e-9);
  EXPECT_NEAR(levels.hi, one["expected"]["bca_levels"][1].get<double>(), 1e-9);
  const Bounds bca = bca_interval(means, mean, jackknife, 0.95).value();
  EXPECT_NEAR(bca.lo, one["expected"]["bca"][0].get<double>(), 1e-9);
  EXPECT_NEAR(bca.hi, one["expected"]["bca"][1].get<double>(), 1e-9);
}

TEST(Bootstrap, a_paired_bootstrap_by_hand) {
  // Differences 1, 2, 3, 6 around a mean of 3: 2, 1, 0 and 3 away; two reach the observed 2.
  const std::vector<double> differences = {1, 2, 3, 6};
  const PairedBootstrap paired = paired_bootstrap(differences, 2, 0.5);
  EXPECT_EQ(paired.p, 3.0 / 5);
  EXPECT_NEAR(paired.standard_error, std::sqrt(14.0 / 3), 1e-12);
  EXPECT_EQ(paired.interval.lo, 1.75);
  EXPECT_EQ(paired.interval.hi, 3.75);
}

TEST(Bootstrap, equal_runs_have_p_one) {
  const std::vector<double> none(100, 0.0);
  EXPECT_EQ(paired_bootstrap(none, 0, 0.95).p, 1);
}

TEST(Bootstrap, bca_has_no_answer_when_all_replicates_lie_on_one_side) {
  const std::vector<double> replicates = {0.5, 0.6, 0.7};
  const std::vector<double> jackknife = {0.4, 0.5};
  EXPECT_FALSE(bca_interval(replicates, 0.4, jackknife, 0.95).has_value());
  EXPECT_FALSE(bca_interval(replicates, 0.8, jackknife, 0.95).has_value());
}

TEST(Bootstrap, quantiles_are_linear_between_neighbours) {
  const std::vector<double> sorted = {1, 2, 4};
  EXPECT_EQ(sorted_quantile(sorted, 0), 1);
  EXPECT_EQ(sorted_quantile(sorted, 0.25), 1.5);
  EXPECT_EQ(sorted_quantile(sorted, 0.75), 3);
  EXPECT_EQ(sorted_quantile(sorted, 1), 4);
}

TEST(Bootstrap, poisson_weights_give_the_standard_error_of_a_mean) {
  // 400 values 0…1 in even steps: the mean's standard error is σ/√n = 0.289/20 = 0.01447.
  constexpr std::size_t kCount = 400;
  std::vector<std::uint64_t> samples;
  for (std::size_t i = 0; i < kCount; ++i) samples.push_back(mix_bits(i));
  const BootstrapWeights weights(3, samples);
  std::vector<std::int8_t> even(kCount);
  std::vector<std::int8_t> odd(kCount);
  double squares = 0;
  constexpr int kPairs = 1000;
  for (std::uint64_t pair = 0; pair < kPairs; ++pair) {
    weights.fill(pair, even, odd);
    for (const std::vector<std::int8_t>* w : {&even, &odd}) {
      double sum = 0;
      double total = 0;
      for (std::size_t i = 0; i < kCount; ++i) {
        sum += (*w)[i] * (static_cast<double>(i) + 0.5) / kCount;
        total += (*w)[i];
      }
      squares += std::pow(sum / total - 0.5, 2);
    }
  }
  EXPECT_NEAR(std::sqrt(squares / (2 * kPairs)), 0.01443, 0.0009);  // ± 4 of its own errors
}

}  // namespace
}  // namespace shijin
