// Slices against counting by hand, planted weaknesses, and errors without any cause.
#include "stats/slices.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace shijin {
namespace {

struct Made {
  std::vector<SliceFeature> features;
  RowSet errors;
  std::size_t rows;
};

// `count` features that hold on a share of the rows each, at random; errors everywhere at `rate`.
Made made(std::size_t rows, std::size_t count, double rate, std::uint64_t seed) {
  Random random(seed, 7);
  Made out{std::vector<SliceFeature>(count), RowSet(rows), rows};
  for (std::size_t f = 0; f < count; ++f) {
    const double share = 0.05 + 0.4 * random.uniform();
    out.features[f].rows = RowSet(rows);
    for (std::size_t i = 0; i < rows; ++i) {
      if (random.uniform() < share) out.features[f].rows.add(i);
    }
  }
  for (std::size_t i = 0; i < rows; ++i) {
    if (random.uniform() < rate) out.errors.add(i);
  }
  return out;
}

// Make more of the rows wrong that have all of `features`.
void plant(Made& set, const std::vector<std::size_t>& features, double rate, std::uint64_t seed) {
  Random random(seed, 8);
  for (std::size_t i = 0; i < set.rows; ++i) {
    const double drawn = random.uniform();
    bool inside = true;
    for (const std::size_t f : features) inside = inside && set.features[f].rows.has(i);
    if (inside && drawn < rate) set.errors.add(i);
  }
}

TEST(Slices, fisher_counts_the_ways) {
  // 4 of 8 are marked, 4 are drawn: 3 or more marked in (4·4 + 1) of 70 ways.
  EXPECT_NEAR(fisher_more(3, 4, 4, 8), 17.0 / 70, 1e-12);
  EXPECT_NEAR(fisher_more(4, 4, 4, 8), 1.0 / 70, 1e-12);
  EXPECT_EQ(fisher_more(0, 4, 4, 8), 1);
  EXPECT_EQ(fisher_more(4, 8, 4, 8), 1);  // all are drawn
  EXPECT_EQ(fisher_more(3, 5, 2, 8), 0);  // more than there are
}

TEST(Slices, mark_words_by_log_odds_under_a_prior) {
  // Wrong rows: 6 of 10 hold the word; right rows: 3 of 30. Prior 40, of which 40·9/40 = 9 are it.
  const MarkedWord word = mark_word(6, 3, 10, 30, 40);
  const double wrong = std::log((6.0 + 9) / (10 + 40 - 6 - 9));
  const double right = std::log((3.0 + 9) / (30 + 40 - 3 - 9));
  EXPECT_NEAR(word.log_odds, wrong - right, 1e-12);
  EXPECT_NEAR(word.z, (wrong - right) / std::sqrt(1.0 / 15 + 1.0 / 12), 1e-12);
}

TEST(Slices, find_a_planted_feature_first_and_count_all_its_rows) {
  Made set = made(3000, 40, 0.08, 1);
  plant(set, {17}, 0.25, 1);
  const auto found = find_slices(set.features, set.errors, set.rows, {});
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].features, std::vector<std::size_t>{17});
  std::int64_t n = 0;
  std::int64_t errors = 0;
  for (std::size_t i = 0; i < set.rows; ++i) {
    n += set.features[17].rows.has(i) ? 1 : 0;
    errors += set.features[17].rows.has(i) && set.errors.has(i) ? 1 : 0;
  }
  EXPECT_EQ(found[0].n, n);
  EXPECT_EQ(found[0].errors, errors);
  EXPECT_LE(found[0].p, found[0].p_adjusted);
}

TEST(Slices, find_a_planted_pair_and_not_its_parts) {
  Made set = made(8000, 30, 0.08, 2);
  plant(set, {3, 11}, 0.6, 2);
  const auto found = find_slices(set.features, set.errors, set.rows, {});
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].features, (std::vector<std::size_t>{3, 11}));
  for (const FoundSlice& slice : found) {
    EXPECT_NE(slice.features, std::vector<std::size_t>{3});
    EXPECT_NE(slice.features, std::vector<std::size_t>{11});
  }
}

TEST(Slices, find_a_planted_triple_only_when_asked) {
  Made set = made(20000, 12, 0.05, 3);
  for (std::size_t f : {0, 4, 8})
    set.features[f].rows = made(20000, 12, 0, f + 40).features[f].rows;
  plant(set, {0, 4, 8}, 0.8, 3);
  SliceOptions three;
  three.depth = 3;
  const auto found = find_slices(set.features, set.errors, set.rows, three);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].features, (std::vector<std::size_t>{0, 4, 8}));
  for (const FoundSlice& slice : find_slices(set.features, set.errors, set.rows, {})) {
    EXPECT_LE(slice.features.size(), 2U);
  }
}

TEST(Slices, never_join_two_of_one_group) {
  Made set = made(4000, 6, 0.05, 4);
  set.features[0].group = set.features[1].group = 1;
  plant(set, {0, 1}, 0.9, 4);
  for (const FoundSlice& slice : find_slices(set.features, set.errors, set.rows, {})) {
    EXPECT_NE(slice.features, (std::vector<std::size_t>{0, 1}));
  }
}

TEST(Slices, report_the_same_rows_once) {
  Made set = made(3000, 20, 0.08, 5);
  set.features[9].rows = set.features[5].rows;
  set.features[9].preference = 0.9;
  plant(set, {5}, 0.3, 5);
  const auto found = find_slices(set.features, set.errors, set.rows, {});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].features, std::vector<std::size_t>{5});
}

TEST(Slices, find_nothing_where_nothing_can_be_found) {
  const Made none = made(500, 10, 0, 6);
  EXPECT_TRUE(find_slices(none.features, none.errors, none.rows, {}).empty());
  const Made all = made(500, 10, 1, 6);
  EXPECT_TRUE(find_slices(all.features, all.errors, all.rows, {}).empty());
  const Made few = made(3, 4, 0.5, 6);
  EXPECT_TRUE(find_slices(few.features, few.errors, few.rows, {}).empty());
  EXPECT_TRUE(find_slices({}, RowSet(0), 0, {}).empty());
}

TEST(Slices, seldom_report_anything_when_errors_have_no_cause) {
  int alarms = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Made set = made(600, 40, 0.15, 100 + seed);
    SliceOptions options;
    options.seed = seed;
    alarms += find_slices(set.features, set.errors, set.rows, options).empty() ? 0 : 1;
  }
  EXPECT_LE(alarms, 18);  // 5 % of 200 is 10; P(more than 18) is 0.5 %
}

}  // namespace
}  // namespace shijin
