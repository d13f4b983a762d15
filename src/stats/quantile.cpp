// Quantiles by Boost.Math, the only file that includes it; errors come back as values, never
// thrown.
#include "stats/quantile.h"

#include <boost/math/distributions/beta.hpp>
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

}  // namespace shijin
