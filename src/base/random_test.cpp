// The stream of random numbers is fixed for ever, and has the distributions it promises.
#include "base/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace shijin {
namespace {

TEST(Random, gives_the_same_bits_in_every_version) {
  EXPECT_EQ(mix_bits(1), 0x5692161D100B05E5ULL);  // SplitMix64's finaliser of 1
  EXPECT_EQ(random_bits(0, 0, 0), random_bits(0, 0, 0));
  EXPECT_NE(random_bits(0, 0, 0), random_bits(1, 0, 0));
  EXPECT_NE(random_bits(0, 0, 0), random_bits(0, 1, 0));
  EXPECT_NE(random_bits(0, 0, 0), random_bits(0, 0, 1));
  Random random(7, 3);
  random.bits();
  EXPECT_EQ(random.bits(), random_bits(7, 3, 1));
}

TEST(Random, stays_inside_the_open_unit_interval) {
  EXPECT_GT(uniform(0), 0.0);
  EXPECT_LT(uniform(~0ULL), 1.0);
}

TEST(Random, draws_poisson_counts_by_exact_inversion) {
  // The k-th bound is the cumulative probability e^-1 · (1/0! + … + 1/k!) of 2^32, rounded.
  long double cumulative = 0;
  long double term = std::exp(-1.0L);
  for (std::uint32_t k = 0; k < 12; ++k) {
    cumulative += term;
    term /= static_cast<long double>(k + 1);
    const auto bound = static_cast<std::uint32_t>(std::llround(cumulative * 0x1p32L));
    EXPECT_EQ(poisson_one(bound - 1), k);
    EXPECT_EQ(poisson_one(bound), k + 1);
  }
  EXPECT_EQ(poisson_one(0), 0U);
  EXPECT_EQ(poisson_one(~0U), 12U);
}

TEST(Random, draws_below_a_bound_evenly) {
  Random random(11, 0);
  std::array<int, 7> seen{};
  constexpr int kDraws = 70'000;
  for (int i = 0; i < kDraws; ++i) ++seen[random.below(7)];
  double chi_squared = 0;
  for (int count : seen) chi_squared += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
  EXPECT_LT(chi_squared, 22.46);  // the 0.999 quantile with 6 degrees of freedom
}

struct Moments {
  double mean;
  double variance;
};

template <class Draw>
Moments moments(Draw draw) {
  constexpr int kDraws = 200'000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double x = draw();
    sum += x;
    squares += x * x;
  }
  const double mean = sum / kDraws;
  return {mean, squares / kDraws - mean * mean};
}

// Each tolerance is four standard errors of the moment over 200,000 draws.
TEST(Random, draws_normal_numbers) {
  Random random(5, 1);
  const Moments normal = moments([&] { return random.normal(); });
  EXPECT_NEAR(normal.mean, 0, 0.009);
  EXPECT_NEAR(normal.variance, 1, 0.0127);
}

TEST(Random, draws_gamma_numbers_of_small_and_large_shape) {
  for (double shape : {0.5, 1.0, 4.0}) {
    Random random(5, 2);
    const Moments gamma = moments([&] { return random.gamma(shape); });
    EXPECT_NEAR(gamma.mean, shape, 4 * std::sqrt(shape / 200'000)) << shape;
    // The fourth central moment of Gamma(a) is 3a² + 6a, so Var(s²) = (2a² + 6a) / n.
    const double error = std::sqrt((2 * shape * shape + 6 * shape) / 200'000);
    EXPECT_NEAR(gamma.variance, shape, 4 * error) << shape;
  }
}

TEST(Random, draws_poisson_counts_with_mean_and_variance_one) {
  std::uint64_t index = 0;
  const Moments poisson = moments([&] {
    return static_cast<double>(poisson_one(static_cast<std::uint32_t>(random_bits(3, 9, index++))));
  });
  EXPECT_NEAR(poisson.mean, 1, 0.009);
  EXPECT_NEAR(poisson.variance, 1, 0.0155);  // the fourth central moment is 4: sqrt(3/n)
}

}  // namespace
}  // namespace shijin
