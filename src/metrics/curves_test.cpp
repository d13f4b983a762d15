// Four rows worked out by hand: truth 1 1 0 0 with P(1) = 0.9 0.4 0.6 0.1.
#include "metrics/curves.h"

#include <gtest/gtest.h>

namespace shijin {
namespace {

const std::vector<double> kFour = {0.1, 0.9, 0.6, 0.4, 0.4, 0.6, 0.9, 0.1};

Curves four(const std::vector<std::int32_t>& truth = {1, 1, 0, 0}) {
  return find_curves(kFour, truth, {"0", "1"});
}

std::vector<std::pair<double, double>> places(const std::vector<Point>& points) {
  std::vector<std::pair<double, double>> out;
  for (const Point& point : points) out.emplace_back(point.x, point.y);
  return out;
}

using Places = std::vector<std::pair<double, double>>;

TEST(Curves, walk_down_the_rows_from_the_surest) {
  const Curves found = four();
  EXPECT_EQ(places(found.curves.at("roc:1")),
            (Places{{0, 0}, {0, 0.5}, {0.5, 0.5}, {0.5, 1}, {1, 1}}));
  EXPECT_EQ(places(found.curves.at("pr:1")),
            (Places{{0, 1}, {0.5, 1}, {0.5, 0.5}, {1, 2.0 / 3}, {1, 0.5}}));
  EXPECT_EQ(places(found.curves.at("threshold:1")),
            (Places{{2, 0}, {0.9, 2.0 / 3}, {0.6, 0.5}, {0.4, 0.8}, {0.1, 2.0 / 3}}));
}

// At one half: never saying 1 costs 0.5 · 1 and so does always, the norm; from 0.9 on half of the
// ones are missed: 0.25, which is half of it.
TEST(Curves, cost_is_normalised_by_the_better_of_always_and_never) {
  const std::vector<Point> cost = four().curves.at("cost:1");
  ASSERT_EQ(cost.size(), 49U);
  EXPECT_EQ(cost[24].x, 0.5);
  EXPECT_EQ(cost[24].y, 0.5);
  for (const Point& point : cost) EXPECT_LE(point.y, 1 + 1e-12);
}

TEST(Curves, reliability_counts_each_row_in_its_bin) {
  const std::vector<Bin> bins = four().reliability.at("1");
  ASSERT_EQ(bins.size(), 4U);
  EXPECT_EQ(bins.back().low, 0.9);
  EXPECT_EQ(bins.back().count, 1);
  EXPECT_EQ(bins.back().mean, 0.9);
  EXPECT_EQ(bins.back().rate, 1);
}

TEST(Curves, a_label_on_every_row_or_none_has_no_curve) {
  EXPECT_TRUE(four({1, 1, 1, 1}).curves.empty());
  EXPECT_TRUE(find_curves({}, {}, {"0", "1"}).curves.empty());
}

// "1" is true of the rows at 0.9 and 0.4; missing it costs 3, saying it falsely 1. A bar between
// 0.6 and 0.9 misses one row: 3 / 4 a row; between 0.1 and 0.4 it raises one false alarm: 1 / 4.
TEST(Curves, bars_tell_what_is_found_and_what_a_row_costs) {
  const std::vector<std::int32_t> truth = {1, 1, 0, 0};
  const Curves found = find_curves(kFour, truth, {"0", "1"}, {{"0>1", 1}, {"1>0", 3}});
  const LabelBars& bars = found.bars.at("1");
  EXPECT_EQ(bars.miss, 3);
  EXPECT_EQ(bars.alarm, 1);
  ASSERT_EQ(bars.lines.size(), 9U);  // the cheapest bar, 0.4, is one of the nine
  EXPECT_EQ(bars.lines[0].threshold, 0.9);
  EXPECT_EQ(bars.lines[0].found, 0.5);
  EXPECT_EQ(bars.lines[0].alarms, 0);
  EXPECT_EQ(bars.lines[0].precision, 1);
  EXPECT_EQ(bars.lines[0].cost, 0.75);
  EXPECT_EQ(bars.lines[bars.cheapest].threshold, 0.4);
  EXPECT_EQ(bars.lines[bars.cheapest].found, 1);
  EXPECT_EQ(bars.lines[bars.cheapest].alarms, 0.5);
  EXPECT_EQ(bars.lines[bars.cheapest].cost, 0.25);
  EXPECT_EQ(bars.lines[8].cost, 0.5);  // from 0.1 on all rows are said to be it
}

TEST(Curves, the_cheapest_bar_has_a_line_of_its_own_where_it_is_no_tenth) {
  const std::vector<double> probabilities = {0.15, 0.85, 0.25, 0.75, 0.55, 0.45};
  const std::vector<std::int32_t> truth = {1, 1, 0};
  const LabelBars bars = find_curves(probabilities, truth, {"0", "1"}).bars.at("1");
  ASSERT_EQ(bars.lines.size(), 10U);
  EXPECT_EQ(bars.lines[bars.cheapest].threshold, 0.75);
  EXPECT_EQ(bars.lines[bars.cheapest].cost, 0);
  EXPECT_EQ(bars.lines[0].precision, std::nullopt);  // at 0.9 it is never said
}

TEST(Curves, many_rows_give_few_points_and_both_ends) {
  std::vector<double> probabilities;
  std::vector<std::int32_t> truth;
  for (int i = 0; i < 5'000; ++i) {
    truth.push_back(i % 3 == 0 ? 1 : 0);
    const double p = (i + 0.5) / 5'000;
    probabilities.insert(probabilities.end(), {1 - p, p});
  }
  const std::vector<Point> roc = find_curves(probabilities, truth, {"0", "1"}).curves.at("roc:1");
  EXPECT_EQ(roc.size(), 81U);
  EXPECT_EQ(roc.front().x, 0);
  EXPECT_EQ(roc.back().x, 1);
  EXPECT_EQ(roc.back().y, 1);
}

}  // namespace
}  // namespace shijin
