// Running sums; each point from the values so far only.
#include "stats/sequential.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/result.h"

namespace shijin {

std::vector<SequencePoint> asymptotic_sequence(std::span<const double> values, double level,
                                               double tuned_for) {
  SJ_CHECK(level > 0 && level < 1 && tuned_for > 0, "a sequence needs a level and a time");
  const double alpha = 1 - level;
  const double log_alpha = -2 * std::log(alpha);
  const double rate = (log_alpha + std::log(log_alpha + 1)) / tuned_for;
  std::vector<SequencePoint> points;
  points.reserve(values.size());
  double mean = 0;
  double squares = 0;  // of the distances from the mean
  for (double value : values) {
    const double t = static_cast<double>(points.size() + 1);
    const double gap = value - mean;
    mean += gap / t;
    squares += gap * (value - mean);
    const double grown = t * rate + 1;
    const double width =
        std::sqrt(squares / t * 2 * grown / (t * t * rate) * std::log(std::sqrt(grown) / alpha));
    points.push_back({mean, squares > 0 ? width : std::numeric_limits<double>::infinity()});
  }
  return points;
}

std::vector<SequencePoint> bernstein_sequence(std::span<const double> values, double level) {
  SJ_CHECK(level > 0 && level < 1, "a sequence needs a level");
  const double bet = std::log(2 / (1 - level));
  std::vector<SequencePoint> points;
  points.reserve(values.size());
  double sum = 0;
  double squares = 0.25;
  double mean = 0.5;
  double variance = 0.25;
  double weighted = 0;
  double stakes = 0;
  double losses = 0;
  for (double value : values) {
    SJ_CHECK(value >= 0 && value <= 1, "a Bernstein sequence takes values in [0, 1]");
    const double t = static_cast<double>(points.size() + 1);
    const double stake = std::min(0.5, std::sqrt(2 * bet / (variance * t * std::log(t + 1))));
    weighted += stake * value;
    stakes += stake;
    losses += (value - mean) * (value - mean) * (-std::log(1 - stake) - stake);
    sum += value;
    mean = (0.5 + sum) / (t + 1);
    squares += (value - mean) * (value - mean);
    variance = squares / (t + 1);
    points.push_back({weighted / stakes, (bet + losses) / stakes});
  }
  return points;
}

namespace {

constexpr double kMostStake = 0.5;  // of what a bet may lose at worst

// The stakes, each from the values before it.
std::vector<double> stakes_of(std::span<const double> values, double level) {
  const double bet = std::log(2 / (1 - level));
  std::vector<double> stakes;
  stakes.reserve(values.size());
  double sum = 0;
  double squares = 0.25;
  double variance = 0.25;
  for (const double value : values) {
    SJ_CHECK(value >= 0 && value <= 1, "a betting interval takes values in [0, 1]");
    const double t = static_cast<double>(stakes.size() + 1);
    stakes.push_back(std::sqrt(2 * bet / (variance * t * std::log(t + 1))));
    sum += value;
    const double gap = value - (0.5 + sum) / (t + 1);
    squares += gap * gap;
    variance = squares / (t + 1);
  }
  return stakes;
}

// Whether bets that the mean is above `mean` (sign 1) or below it (-1) were ever rich enough to
// rule it out. The more extreme the mean, the richer they are: that is what bisection needs.
bool is_ruled_out(std::span<const double> values, std::span<const double> stakes, double mean,
                  double sign, double rich) {
  const double at_worst = sign > 0 ? mean : 1 - mean;
  double capital = 0;  // its logarithm
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double stake = std::min(stakes[i], kMostStake / at_worst);
    capital += std::log1p(sign * stake * (values[i] - mean));
    if (capital >= rich) return true;
  }
  return false;
}

}  // namespace

Bounds betting_interval(std::span<const double> values, double level) {
  SJ_CHECK(level > 0 && level < 1, "an interval needs a level");
  const std::vector<double> stakes = stakes_of(values, level);
  const double rich = std::log(2 / (1 - level));
  const auto bound = [&](double sign) {
    double out = sign > 0 ? 0 : 1;  // may be ruled out
    double in = sign > 0 ? 1 : 0;
    constexpr int kHalvings = 50;
    for (int i = 0; i < kHalvings; ++i) {
      const double mean = (out + in) / 2;
      (is_ruled_out(values, stakes, mean, sign, rich) ? out : in) = mean;
    }
    return out;
  };
  return {bound(1), bound(-1)};
}

}  // namespace shijin
