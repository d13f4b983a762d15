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

}  // namespace shijin
