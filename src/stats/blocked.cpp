// Two-way residuals, ranks, and two quantiles by integration and bisection.
#include "stats/blocked.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "base/result.h"

namespace shijin {
namespace {

constexpr int kSteps = 160;  // even

// ∫ f by Simpson's rule.
template <class F>
double integral(double from, double to, const F& f) {
  const double step = (to - from) / kSteps;
  double sum = f(from) + f(to);
  for (int i = 1; i < kSteps; ++i) sum += (i % 2 == 0 ? 2 : 4) * f(from + i * step);
  return sum * step / 3;
}

double normal_density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi); }

template <class Rising>
double where(double value, double low, double high, const Rising& rising) {
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (rising(middle) < value ? low : high) = middle;
  }
  return high;
}

// The probability that none of `others` standardised gaps to one run exceeds x, spread known.
double none_beyond(double x, double others) {
  return integral(-8.5, 8.5, [&](double z) {
    return normal_density(z) * std::pow(normal_probability(z + std::numbers::sqrt2 * x), others);
  });
}

// The probability that `count` standard normals span at most x.
double span_at_most(double x, double count) {
  return integral(-8.5, 8.5, [&](double z) {
    return count * normal_density(z) *
           std::pow(normal_probability(z) - normal_probability(z - x), count - 1);
  });
}

// Ranks of one row, 1 for the largest, equals sharing; adds Σ (t³ − t) over the ties.
void add_ranks(std::span<const double> row, std::vector<double>& ranks, double& ties) {
  for (std::size_t k = 0; k < row.size(); ++k) {
    double larger = 0;
    double equal = 0;
    for (double other : row) {
      larger += other > row[k] ? 1.0 : 0.0;
      equal += other == row[k] ? 1.0 : 0.0;
    }
    ranks[k] += larger + (equal + 1) / 2;
    ties += equal * equal - 1;  // each of t equals adds t² − 1
  }
}

}  // namespace

double dunnett_quantile(double level, std::size_t others, double degrees) {
  const auto count = static_cast<double>(others);
  // The estimated spread over the true one is χ/√degrees.
  const double log_constant = degrees / 2 * std::log(degrees / 2) - std::lgamma(degrees / 2);
  const double reach = 9 / std::sqrt(2 * degrees);
  const auto probability = [&](double d) {
    return integral(std::max(1e-9, 1 - reach), 1 + reach, [&](double s) {
      const double density =
          2 * std::exp(log_constant + (degrees - 1) * std::log(s) - degrees * s * s / 2);
      return density * none_beyond(d * s, count);
    });
  };
  return where(level, 0, 20, probability);
}

BestOfBlocks best_of_blocks(std::span<const double> scores, std::size_t runs, double level) {
  SJ_CHECK(runs >= 2 && scores.size() >= 2 * runs && scores.size() % runs == 0,
           "the best of blocks needs two rows and two runs");
  const std::size_t rows = scores.size() / runs;
  const auto n = static_cast<double>(rows);
  const auto k = static_cast<double>(runs);
  BestOfBlocks best;
  best.means.assign(runs, 0.0);
  std::vector<double> of_row(rows, 0.0);
  double grand = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    best.means[i % runs] += scores[i] / n;
    of_row[i / runs] += scores[i] / k;
    grand += scores[i] / (n * k);
  }
  double squares = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    squares += std::pow(scores[i] - best.means[i % runs] - of_row[i / runs] + grand, 2);
  }
  best.degrees = (n - 1) * (k - 1);
  best.residual_spread = std::sqrt(squares / best.degrees);
  best.quantile = dunnett_quantile(level, runs - 1, best.degrees);
  best.half_width = best.quantile * best.residual_spread * std::sqrt(2 / n);
  for (std::size_t i = 0; i < runs; ++i) {
    double other = -HUGE_VAL;
    for (std::size_t j = 0; j < runs; ++j) {
      if (j != i) other = std::max(other, best.means[j]);
    }
    const double gap = best.means[i] - other;
    best.intervals.push_back(
        {std::min(0.0, gap - best.half_width), std::max(0.0, gap + best.half_width)});
  }
  return best;
}

FriedmanTest friedman_test(std::span<const double> scores, std::size_t runs) {
  SJ_CHECK(runs >= 2 && !scores.empty() && scores.size() % runs == 0, "ranks need rows of runs");
  const std::size_t rows = scores.size() / runs;
  const auto n = static_cast<double>(rows);
  const auto k = static_cast<double>(runs);
  FriedmanTest test{0, 1, std::vector<double>(runs, 0.0)};
  double ties = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    add_ranks(scores.subspan(row * runs, runs), test.mean_ranks, ties);
  }
  double squares = 0;
  for (double& rank : test.mean_ranks) {
    squares += rank * rank;
    rank /= n;
  }
  const double correction = 1 - ties / (n * k * (k * k - 1));
  if (correction <= 0) return test;  // every row is one tie
  test.chi_square = (12 / (n * k * (k + 1)) * squares - 3 * n * (k + 1)) / correction;
  test.p = 1 - chi_square_probability(test.chi_square, k - 1);
  return test;
}

double nemenyi_difference(double level, std::size_t runs, std::size_t rows) {
  const auto k = static_cast<double>(runs);
  const double range = where(level, 0, 50, [&](double x) { return span_at_most(x, k); });
  return range / std::numbers::sqrt2 * std::sqrt(k * (k + 1) / (6 * static_cast<double>(rows)));
}

}  // namespace shijin
