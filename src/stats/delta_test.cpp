// The delta method on confusion tables against NumPy (tests/data/statistics.json).
#include "stats/delta.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stats/golden_internal.h"
#include "stats/interval.h"

namespace shijin {
namespace {

// Row sums, column sums and diagonal of a square table.
struct Margins {
  std::vector<double> row, column, diagonal;
  double total = 0;
};

Margins margins(std::span<const double> cells) {
  const auto k = static_cast<std::size_t>(std::lround(std::sqrt(double(cells.size()))));
  Margins sums{std::vector<double>(k), std::vector<double>(k), std::vector<double>(k)};
  for (std::size_t t = 0; t < k; ++t) {
    for (std::size_t p = 0; p < k; ++p) {
      const double x = cells[t * k + p];
      sums.row[t] += x;
      sums.column[p] += x;
      sums.total += x;
      if (t == p) sums.diagonal[t] = x;
    }
  }
  return sums;
}

std::optional<double> macro_f1(std::span<const double> cells) {
  const Margins sums = margins(cells);
  double f1 = 0;
  for (std::size_t i = 0; i < sums.row.size(); ++i) {
    f1 += 2 * sums.diagonal[i] / (sums.row[i] + sums.column[i]) / double(sums.row.size());
  }
  return f1;
}

std::optional<double> mcc(std::span<const double> cells) {
  const Margins sums = margins(cells);
  double hits = 0, cross = 0, rows = 0, columns = 0;
  for (std::size_t i = 0; i < sums.row.size(); ++i) {
    hits += sums.diagonal[i];
    cross += sums.row[i] * sums.column[i];
    rows += sums.row[i] * sums.row[i];
    columns += sums.column[i] * sums.column[i];
  }
  const double square = sums.total * sums.total;
  return (hits * sums.total - cross) / std::sqrt((square - rows) * (square - columns));
}

void expect_case(const char* id, std::optional<double> (*g)(std::span<const double>)) {
  const nlohmann::json one = golden(id);
  std::vector<double> cells;
  for (const auto& row : one["input"]["confusion"]) {
    for (const auto& cell : row) cells.push_back(cell.get<double>());
  }
  const double value = g(cells).value();
  EXPECT_NEAR(value, one["expected"]["value"].get<double>(), 1e-9);
  const double error = delta_standard_error(cells, g).value();
  EXPECT_NEAR(error, one["expected"]["se_delta"].get<double>(), 1e-6);
  const Bounds bounds = normal_interval(value, error, 0.95, -1, 1);
  EXPECT_NEAR(bounds.lo, one["expected"]["ci"][0].get<double>(), 1e-6);
  EXPECT_NEAR(bounds.hi, one["expected"]["ci"][1].get<double>(), 1e-6);
}

TEST(Delta, macro_f1_and_mcc_equal_numpy) {
  expect_case("macro_f1_delta_3x3", macro_f1);
  expect_case("macro_f1_delta_30", macro_f1);
  expect_case("mcc_delta_3x3", mcc);
}

TEST(Delta, micro_f1_equals_takahashis_interval) {
  const nlohmann::json one = golden("micro_f1_ci_30");
  std::vector<double> cells(9);
  for (std::size_t i = 0; i < one["input"]["y_true"].size(); ++i) {
    cells[one["input"]["y_true"][i].get<std::size_t>() * 3 +
          one["input"]["y_pred"][i].get<std::size_t>()] += 1;
  }
  // Of single labels, micro F1 is the share that is right.
  const auto right = [](std::span<const double> c) {
    double all = 0;
    for (const double cell : c) all += cell;
    return std::optional((c[0] + c[4] + c[8]) / all);
  };
  const double value = right(cells).value();
  EXPECT_NEAR(value, one["expected"]["f1"].get<double>(), 1e-12);
  const Bounds bounds =
      normal_interval(value, delta_standard_error(cells, right).value(), 0.95, 0, 1);
  EXPECT_NEAR(bounds.lo, one["expected"]["ci"][0].get<double>(), 1e-6);
  EXPECT_NEAR(bounds.hi, one["expected"]["ci"][1].get<double>(), 1e-6);
}

TEST(Delta, has_no_answer_where_the_function_has_none) {
  const std::vector<double> none = {0, 0};
  const std::vector<double> some = {3, 4};
  const auto undefined = [](std::span<const double>) { return std::optional<double>(); };
  EXPECT_FALSE(delta_standard_error(none, macro_f1).has_value());
  EXPECT_FALSE(delta_standard_error(some, undefined).has_value());
}

std::optional<double> accuracy(std::span<const double> cells) {
  const Margins sums = margins(cells);
  double hits = 0;
  for (double hit : sums.diagonal) hits += hit;
  return hits / sums.total;
}

TEST(DeltaEstimate, of_a_rate_is_its_binomial_error_without_bias) {
  const std::vector<double> cells = {40, 10, 5, 45};
  const DeltaEstimate estimate = delta_estimate(cells, accuracy).value();
  EXPECT_NEAR(estimate.error, std::sqrt(0.85 * 0.15 / 100), 1e-6);
  EXPECT_NEAR(estimate.bias, 0, 1e-8);
  EXPECT_EQ(estimate.rows, 100);
  // As many effective rows as rows: Wilson's interval at Student's level.
  const double level = 2 * normal_probability(student_quantile(0.975, 99)) - 1;
  const Bounds bounds = count_score_interval(estimate, estimate, 0, 1, 0.95);
  EXPECT_NEAR(bounds.lo, wilson_interval(85, 100, level).lo, 1e-6);
  EXPECT_NEAR(bounds.hi, wilson_interval(85, 100, level).hi, 1e-6);
}

TEST(DeltaEstimate, a_square_has_the_bias_of_its_variance) {
  // E[p̂²] − p² = p(1 − p)/n.
  const std::vector<double> cells = {30, 70};
  const auto square = [](std::span<const double> c) {
    return std::optional(std::pow(c[0] / (c[0] + c[1]), 2));
  };
  EXPECT_NEAR(delta_estimate(cells, square)->bias, 0.3 * 0.7 / 100, 1e-6);
}

TEST(DeltaEstimate, many_cells_at_once_come_to_the_same_within_their_noise) {
  // 15 labels: more cells than are moved one by one.
  std::vector<double> cells(225, 1);
  for (std::size_t i = 0; i < 15; ++i) cells[16 * i] = 40;
  const DeltaEstimate estimate = delta_estimate(cells, accuracy).value();
  const double rate = 600.0 / 810;
  EXPECT_NEAR(estimate.error / std::sqrt(rate * (1 - rate) / 810), 1, 0.13);  // 3 of its 4 %
  const double exact = delta_standard_error(cells, macro_f1).value();
  EXPECT_NEAR(delta_estimate(cells, macro_f1)->error / exact, 1, 0.13);
}

TEST(CountScoreInterval, is_not_empty_where_everything_is_right) {
  const std::vector<double> perfect = {5, 0, 0, 5};
  const std::vector<double> smoothed = {5.5, 0.5, 0.5, 5.5};
  const Bounds bounds = count_score_interval(delta_estimate(perfect, macro_f1).value(),
                                             delta_estimate(smoothed, macro_f1).value(), 0, 1, .95);
  EXPECT_EQ(bounds.hi, 1);
  EXPECT_GT(bounds.lo, 0.5);
  EXPECT_LT(bounds.lo, 0.9);
}

}  // namespace
}  // namespace shijin
