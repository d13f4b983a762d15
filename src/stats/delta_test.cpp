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

TEST(Delta, has_no_answer_where_the_function_has_none) {
  const std::vector<double> none = {0, 0};
  const std::vector<double> some = {3, 4};
  const auto undefined = [](std::span<const double>) { return std::optional<double>(); };
  EXPECT_FALSE(delta_standard_error(none, macro_f1).has_value());
  EXPECT_FALSE(delta_standard_error(some, undefined).has_value());
}

}  // namespace
}  // namespace shijin
