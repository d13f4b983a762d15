// The fast logarithm of a sum against the plain one.
#include "lm/log_sum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "base/random.h"

namespace shijin {
namespace {

double plain(const std::vector<float>& scores) {
  double most = scores.front();
  for (const float score : scores) most = std::max(most, static_cast<double>(score));
  double sum = 0;
  for (const float score : scores) sum += std::exp(static_cast<double>(score) - most);
  return most + std::log(sum);
}

TEST(LogSum, is_near_the_plain_one) {
  Random random(1, 0);
  for (const std::size_t size : {1U, 15U, 16U, 17U, 768U, 49152U}) {
    for (const double spread : {0.0, 1.0, 20.0, 300.0}) {
      std::vector<float> scores(size);
      for (float& score : scores) score = static_cast<float>((random.uniform() - 0.5) * spread);
      EXPECT_NEAR(log_sum_exp(scores), plain(scores), 5e-7) << size << " " << spread;
    }
  }
}

TEST(LogSum, is_no_number_where_a_score_is_none) {
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_TRUE(std::isnan(log_sum_exp(std::vector<float>{1, NAN, 2})));
  EXPECT_TRUE(std::isnan(log_sum_exp(std::vector<float>{1, infinity})));
  EXPECT_TRUE(std::isnan(log_sum_exp(std::vector<float>{1, -infinity})));
  EXPECT_TRUE(std::isnan(log_sum_exp(std::vector<float>{})));
}

}  // namespace
}  // namespace shijin
