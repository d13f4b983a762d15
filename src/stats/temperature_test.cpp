// Temperature scaling against a search over a fine grid and cases worked out by hand.
#include "stats/temperature.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/random.h"

namespace shijin {
namespace {

TEST(Temperature, log_loss_is_that_of_the_definition) {
  // Logits log 0.8 and log 0.2, halved: p = 2/(2 + 1) of the first.
  const std::vector<double> p = {0.8, 0.2};
  const std::vector<std::int32_t> truth = {0};
  EXPECT_NEAR(scaled_log_loss(p, truth, 2, 1), -std::log(0.8), 1e-12);
  EXPECT_NEAR(scaled_log_loss(p, truth, 2, 2), -std::log(2.0 / 3), 1e-12);
}

TEST(Temperature, undoes_logits_that_were_doubled) {
  // Truly 0.8 to 0.2, said 16/17 to 1/17: the logits are doubled, and the best temperature is 2.
  std::vector<double> p;
  std::vector<std::int32_t> truth;
  for (int i = 0; i < 1000; ++i) {
    p.insert(p.end(), {16.0 / 17, 1.0 / 17});
    truth.push_back(i % 5 == 0 ? 1 : 0);
  }
  EXPECT_NEAR(fit_temperature(p, truth, 2), 2, 1e-5);
}

TEST(Temperature, is_the_least_of_a_fine_grid) {
  Random random(1, 1);
  std::vector<double> p;
  std::vector<std::int32_t> truth;
  for (int i = 0; i < 300; ++i) {
    double sum = 0;
    double row[4];
    for (double& one : row) sum += one = std::exp(2 * random.normal());
    for (const double one : row) p.push_back(one / sum);
    truth.push_back(static_cast<std::int32_t>(random.below(4)));
    if (random.uniform() < 0.6)
      truth.back() = static_cast<std::int32_t>(std::max_element(row, row + 4) - row);
  }
  double best = 1e9;
  for (double t = 0.1; t < 10; t *= 1.01) best = std::min(best, scaled_log_loss(p, truth, 4, t));
  EXPECT_LE(scaled_log_loss(p, truth, 4, fit_temperature(p, truth, 4)), best + 1e-9);
}

TEST(Temperature, of_nothing_is_one) { EXPECT_EQ(fit_temperature({}, {}, 2), 1); }

}  // namespace
}  // namespace shijin
