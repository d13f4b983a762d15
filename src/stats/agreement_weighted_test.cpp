// The quick way against the plain one (tests/reference/naive_agreement.h) on drawn tables.
#include "stats/agreement_weighted.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "reference/naive_agreement.h"

namespace shijin {
namespace {

constexpr double kScales[][5] = {
    {1, 2, 3, 4, 5}, {0, 1, 1, 0, 1}, {0, 0.5, 1, 1.5, 5}, {4, 5, 5, 5, 5}, {0, 12.5, 33, 75, 100}};

struct Drawn {
  std::vector<ItemRating> ratings;
  std::size_t items;
  std::uint32_t raters;
};

Drawn drawn(std::uint64_t seed) {
  Random random(23, seed);
  Drawn table{{}, 1 + random.below(30), static_cast<std::uint32_t>(1 + random.below(5))};
  const double missing = random.uniform() < 0.5 ? 0 : 0.4;
  const double noise = random.uniform() * 3;
  for (std::uint32_t item = 0; item < table.items; ++item) {
    const double middle = random.uniform() * 4;
    for (std::uint32_t rater = 0; rater < table.raters; ++rater) {
      if (random.uniform() < missing) continue;
      const double place = std::clamp(std::round(middle + noise * random.normal()), 0.0, 4.0);
      table.ratings.push_back({item, rater, kScales[seed % 5][static_cast<std::size_t>(place)]});
    }
  }
  return table;
}

void same(const std::optional<double>& quick, const std::optional<double>& plain,
          std::uint64_t seed) {
  ASSERT_EQ(quick.has_value(), plain.has_value()) << seed;
  if (!plain) return;
  EXPECT_NEAR(*quick, *plain, 1e-12 * std::max(1.0, std::abs(*plain))) << seed;
}

TEST(WeightedAgreement, equals_the_plain_functions_on_items_written_down_so_often) {
  int defined = 0;
  for (std::uint64_t seed = 0; seed < 1'000; ++seed) {
    const Drawn table = drawn(seed);
    const WeightedAgreement ready(table.ratings, table.items, PairKappa::all);
    Random random(29, seed);
    for (int draw = 0; draw < 3; ++draw) {
      std::vector<std::int8_t> weights;
      for (std::size_t i = 0; i < table.items; ++i) {
        weights.push_back(draw == 0 ? 1 : static_cast<std::int8_t>(random.below(4)));
      }
      const AgreementMeasures quick = ready.measure(weights);
      const AgreementMeasures plain =
          reference::agreement(table.ratings, table.items, table.raters, weights);
      same(quick.alpha, plain.alpha, seed);
      same(quick.kappa, plain.kappa, seed);
      EXPECT_EQ(quick.within, plain.within) << seed;
      EXPECT_EQ(quick.equal, plain.equal) << seed;
      defined += plain.alpha && plain.kappa ? 1 : 0;
    }
  }
  EXPECT_GT(defined, 1'000);
}

TEST(WeightedAgreement, without_kappa_the_others_stay_as_they_are) {
  const Drawn table = drawn(12);
  const std::vector<std::int8_t> ones(table.items, 1);
  const auto with = WeightedAgreement(table.ratings, table.items, PairKappa::all).measure(ones);
  const auto without = WeightedAgreement(table.ratings, table.items, PairKappa::none).measure(ones);
  EXPECT_FALSE(without.kappa);
  EXPECT_EQ(with.alpha, without.alpha);
}

TEST(WeightedAgreement, of_weights_that_draw_nothing_there_is_nothing) {
  const Drawn table = drawn(3);
  const std::vector<std::int8_t> none(table.items, 0);
  const auto measures = WeightedAgreement(table.ratings, table.items, PairKappa::all).measure(none);
  EXPECT_FALSE(measures.alpha || measures.kappa || measures.within || measures.equal);
}

}  // namespace
}  // namespace shijin
