// ExactSum judged by schoolbook addition on random terms of every size, in any grouping.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <vector>

#include "base/exact_sum.h"
#include "base/random.h"
#include "reference/naive_sum.h"

namespace shijin {
namespace {

// Terms that cancel, that span all exponents, or that lie close together, by `kind`.
std::vector<double> terms_of(Random& random, std::uint64_t kind) {
  std::vector<double> terms;
  const std::uint64_t count = 1 + random.below(60);
  for (std::uint64_t i = 0; i < count; ++i) {
    // A finite double: an exponent below the one of infinity, chosen by kind.
    const std::uint64_t low = kind == 0 ? 0 : kind == 1 ? 1000 : 0;
    const std::uint64_t high = kind == 0 ? 2040 : kind == 1 ? 1040 : 3;
    const std::uint64_t exponent = low + random.below(high - low);
    const std::uint64_t bits = (random.bits() & 0x800FFFFFFFFFFFFFULL) | (exponent << 52U);
    terms.push_back(std::bit_cast<double>(bits));
    if (random.below(3) == 0) terms.push_back(-terms[random.below(terms.size())]);
  }
  return terms;
}

double grouped_sum(const std::vector<double>& terms, Random& random) {
  std::vector<ExactSum> groups(1 + random.below(5));
  for (double x : terms) groups[random.below(groups.size())].add(x);
  while (groups.size() > 1) {
    const std::uint64_t into = random.below(groups.size() - 1);
    groups[into].merge(groups.back());
    groups.pop_back();
  }
  return groups.front().value();
}

TEST(ExactSum, equals_schoolbook_addition_in_any_order_and_grouping) {
  Random random(1, 2);
  for (int trial = 0; trial < 3000; ++trial) {
    const std::vector<double> terms = terms_of(random, static_cast<std::uint64_t>(trial % 3));
    const double expected = reference::naive_sum(terms);
    ExactSum sum;
    for (double x : terms) sum.add(x);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(sum.value()), std::bit_cast<std::uint64_t>(expected))
        << "trial " << trial;
    const double grouped = grouped_sum(terms, random);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(grouped), std::bit_cast<std::uint64_t>(expected))
        << "trial " << trial;
  }
}

TEST(ExactSum, stays_exact_over_many_terms_of_one_sign) {
  ExactSum sum;
  for (int i = 0; i < 5'000'000; ++i) sum.add(0x1.fffffffffffffp0);
  // 5,000,000 · (2 − 2^-52) = 10^7 − 5·10^6·2^-52, whose nearest double is below 10^7.
  EXPECT_EQ(sum.value(), 10'000'000.0 - 0x1.312dp22 * 0x1p-52);
}

}  // namespace
}  // namespace shijin
