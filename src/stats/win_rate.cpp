// Shares over clusters, and a logistic line fitted by Newton's method.
#include "stats/win_rate.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace shijin {
namespace {

constexpr int kSteps = 100;
constexpr double kSteepest = 30;  // a logit beyond which the choices are parted without an error

double share_of(double logit) { return 1 / (1 + std::exp(-logit)); }

double length_of(const Choice& one, const LengthControlled& fit) {
  return std::tanh(one.longer / fit.deviation);
}

// The second derivatives of the likelihood, of base and slope.
struct Curvature {
  double base = 0;
  double both = 0;
  double slope = 0;

  double room() const { return base * slope - both * both; }
  /// How far base and slope move when they are pulled like this
  std::pair<double, double> moved(double pull_base, double pull_slope) const {
    return {(slope * pull_base - both * pull_slope) / room(),
            (base * pull_slope - both * pull_base) / room()};
  }
};

// Fit base and slope; nothing where they have no end.
std::optional<Curvature> fit_line(std::span<const Choice> choices, LengthControlled& fit) {
  Curvature curve;
  for (int step = 0; step < kSteps; ++step) {
    double pull_base = 0;
    double pull_slope = 0;
    curve = {};
    for (const Choice& one : choices) {
      const double x = length_of(one, fit);
      const double p = share_of(fit.base + fit.slope * x);
      pull_base += one.outcome - p;
      pull_slope += (one.outcome - p) * x;
      curve.base += p * (1 - p);
      curve.both += p * (1 - p) * x;
      curve.slope += p * (1 - p) * x * x;
    }
    if (!(curve.room() > 1e-12)) return std::nullopt;
    const auto [base, slope] = curve.moved(pull_base, pull_slope);
    fit.base += base;
    fit.slope += slope;
    if (std::abs(fit.base) > kSteepest || std::abs(fit.slope) > kSteepest) return std::nullopt;
    if (std::abs(base) + std::abs(slope) < 1e-13) break;
  }
  return curve;
}

}  // namespace

std::optional<WinRate> win_rate(std::span<const Choice> choices, double level) {
  if (choices.empty()) return std::nullopt;
  const auto n = static_cast<double>(choices.size());
  WinRate rate{};
  for (const Choice& one : choices) rate.value += one.outcome;
  rate.value /= n;
  std::map<std::uint64_t, double> rests;
  for (const Choice& one : choices) rests[one.cluster] += one.outcome - rate.value;
  rate.clusters = rests.size();
  const auto clusters = static_cast<double>(rests.size());
  double squares = 0;
  for (const auto& [cluster, rest] : rests) squares += rest * rest;
  const double variance = clusters > 1 ? squares / (n * n) * clusters / (clusters - 1) : 0;
  const double spread = rate.value * (1 - rate.value);
  // Ties make choices tell more than throws of a coin; never more than there are of them, though.
  const double rows = variance > 0 ? std::clamp(spread / variance, 1.0, n) : clusters;
  rate.interval = wilson_interval(std::min(rate.value * rows, rows), rows, level);
  return rate;
}

std::optional<LengthControlled> length_controlled(std::span<const Choice> choices, double level) {
  if (choices.size() < 3) return std::nullopt;
  const auto n = static_cast<double>(choices.size());
  double mean = 0;
  for (const Choice& one : choices) mean += one.longer / n;
  double variance = 0;
  for (const Choice& one : choices) variance += (one.longer - mean) * (one.longer - mean) / n;
  if (!(variance > 0)) return std::nullopt;
  LengthControlled fit{};
  fit.deviation = std::sqrt(variance);
  const auto line = fit_line(choices, fit);
  if (!line) return std::nullopt;
  std::map<std::uint64_t, std::pair<double, double>> pulls;
  for (const Choice& one : choices) {
    const double x = length_of(one, fit);
    const double rest = one.outcome - share_of(fit.base + fit.slope * x);
    auto& pull = pulls[one.cluster];
    pull.first += rest;
    pull.second += rest * x;
  }
  double of_base = 0;
  double of_slope = 0;
  for (const auto& [cluster, pull] : pulls) {
    const auto [base, slope] = line->moved(pull.first, pull.second);
    of_base += base * base;
    of_slope += slope * slope;
  }
  const double half = normal_quantile(0.5 + level / 2) * std::sqrt(of_base);
  fit.value = share_of(fit.base);
  fit.interval = {share_of(fit.base - half), share_of(fit.base + half)};
  fit.slope_error = std::sqrt(of_slope);
  return fit;
}

}  // namespace shijin
