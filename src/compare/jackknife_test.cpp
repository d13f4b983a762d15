// The error of a difference of ROC areas against DeLong's formula, pair by pair.
#include "compare/jackknife.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace shijin {
namespace {

struct Rows {
  std::vector<double> positive;  // probabilities of rows of the label
  std::vector<double> negative;
};

double wins(double high, double low) { return high > low ? 1 : high == low ? 0.5 : 0; }

double area(const Rows& rows) {
  double sum = 0;
  for (const double high : rows.positive) {
    for (const double low : rows.negative) sum += wins(high, low);
  }
  return sum / static_cast<double>(rows.positive.size() * rows.negative.size());
}

// How far each row's own share of won pairs lies from the area: DeLong's components.
std::vector<double> components(const std::vector<double>& own, const std::vector<double>& others,
                               bool above, double mean) {
  std::vector<double> out;
  for (const double one : own) {
    double sum = 0;
    for (const double other : others) sum += above ? wins(one, other) : wins(other, one);
    out.push_back(sum / static_cast<double>(others.size()) - mean);
  }
  return out;
}

double squares(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (b[i] - a[i]) * (b[i] - a[i]);
  return sum / static_cast<double>(a.size()) / static_cast<double>(a.size());
}

TEST(Jackknife, of_the_roc_area_is_delong_s_with_n_for_n_minus_1) {
  LabelSet labels;
  MetricContext context;
  context.labels = &labels;
  context.classes = {"1"};
  const LabelId negative = labels.id("0");
  const LabelId positive = labels.id("1");
  const auto keys = parse_keys("roc_auc[label=1]");
  ASSERT_TRUE(keys.ok());
  const auto metric = bind_metric(keys->front(), context);
  ASSERT_TRUE(metric.ok());
  Random random(5, 1);
  Rows sides[2];
  std::vector<std::byte> bytes[2];
  for (int i = 0; i < 90; ++i) {
    const bool is = i % 3 == 0;
    for (int run = 0; run < 2; ++run) {
      // Two decimals: ties are to be counted as halves.
      const double p =
          std::floor(100 * (0.6 * random.uniform() + (is ? 0.2 + 0.1 * run : 0))) / 100;
      (is ? sides[run].positive : sides[run].negative).push_back(p);
      const std::int64_t truth = is ? positive : negative;
      const auto* from = reinterpret_cast<const std::byte*>(&truth);
      bytes[run].insert(bytes[run].end(), from, from + sizeof truth);
      from = reinterpret_cast<const std::byte*>(&p);
      bytes[run].insert(bytes[run].end(), from, from + sizeof p);
    }
  }
  std::vector<State> states;
  double areas[2];
  for (int run = 0; run < 2; ++run) {
    states.push_back((*metric)->statistic().start());
    (*metric)->statistic().add(states.back(), bytes[run], {});
    areas[run] = area(sides[run]);
    EXPECT_NEAR(*(*metric)->finish(states.back()).value, areas[run], 1e-12);
  }
  double variance = 0;
  variance += squares(components(sides[0].positive, sides[0].negative, true, areas[0]),
                      components(sides[1].positive, sides[1].negative, true, areas[1]));
  variance += squares(components(sides[0].negative, sides[0].positive, false, areas[0]),
                      components(sides[1].negative, sides[1].positive, false, areas[1]));
  const auto error = error_of_difference(**metric, states[0], states[1], {});
  ASSERT_TRUE(error.has_value());
  EXPECT_NEAR(*error, std::sqrt(variance), 1e-12);
  EXPECT_EQ(error_of_difference(**metric, states[0], states[0], {}), 0.0);
}

}  // namespace
}  // namespace shijin
