// Quantiles by Boost.Math, the only file that includes it; errors come back as values, never
// thrown.
#include "stats/quantile.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "base/result.h"

namespace shijin {
namespace {

namespace policies = boost::math::policies;
// Doubles stay doubles (the same bits everywhere), and nothing throws.
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>, policies::promote_double<false>>;

}  // namespace

double normal_quantile(double p) {
  SJ_CHECK(p > 0 && p < 1, "a normal quantile needs p in (0, 1)");
  return boost::math::quantile(boost::math::normal_distribution<double, Quiet>(0, 1), p);
}

double student_quantile(double p, double degrees) {
  SJ_CHECK(p > 0 && p < 1 && degrees > 0, "a t quantile needs p in (0, 1) and degrees > 0");
  return boost::math::quantile(boost::math::students_t_distribution<double, Quiet>(degrees), p);
}

double beta_quantile(double p, double a, double b) {
  SJ_CHECK(p >= 0 && p <= 1 && a > 0 && b > 0, "a Beta quantile needs p in [0, 1], a and b > 0");
  if (p == 0 || p == 1) return p;
  return boost::math::quantile(boost::math::beta_distribution<double, Quiet>(a, b), p);
}

double normal_probability(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

double student_probability(double x, double degrees, double shift) {
  SJ_CHECK(degrees > 0, "a t probability needs degrees > 0");
  if (std::isinf(x)) return x > 0 ? 1.0 : 0.0;
  if (shift == 0) {
    return boost::math::cdf(boost::math::students_t_distribution<double, Quiet>(degrees), x);
  }
  return boost::math::cdf(boost::math::non_central_t_distribution<double, Quiet>(degrees, shift),
                          x);
}

double chi_square_probability(double x, double degrees) {
  SJ_CHECK(degrees > 0, "a chi-squared probability needs degrees > 0");
  if (x <= 0) return 0;
  return boost::math::cdf(boost::math::chi_squared_distribution<double, Quiet>(degrees), x);
}

double beta_probability(double x, double a, double b) {
  SJ_CHECK(a > 0 && b > 0, "a Beta probability needs a and b > 0");
  if (x <= 0 || x >= 1) return x <= 0 ? 0.0 : 1.0;
  return boost::math::cdf(boost::math::beta_distribution<double, Quiet>(a, b), x);
}

double beta_density(double x, double a, double b) {
  SJ_CHECK(x > 0 && x < 1 && a > 0 && b > 0, "a Beta density needs x in (0, 1), a and b > 0");
  return boost::math::pdf(boost::math::beta_distribution<double, Quiet>(a, b), x);
}

double fair_coin_at_most(double k, double n) {
  SJ_CHECK(k >= 0 && k <= n, "heads lie between 0 and the tosses");
  return boost::math::cdf(boost::math::binomial_distribution<double, Quiet>(n, 0.5), k);
}

double fair_coin_exactly(double k, double n) {
  SJ_CHECK(k >= 0 && k <= n, "heads lie between 0 and the tosses");
  return boost::math::pdf(boost::math::binomial_distribution<double, Quiet>(n, 0.5), k);
}

}  // namespace shijin
