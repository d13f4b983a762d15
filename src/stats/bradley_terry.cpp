// Newton's method on a concave likelihood; the first player stands at 0.
#include "stats/bradley_terry.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/result.h"
#include "stats/small_matrix.h"

namespace shijin {
namespace {

constexpr int kSteps = 100;

// Sums of one pair, the one of the lower number first.
struct Pair {
  double wins = 0;
  double losses = 0;
  double ties = 0;

  double met() const { return wins + losses + ties; }
};
using Pairs = std::map<std::pair<std::size_t, std::size_t>, Pair>;

Pairs pairs_of(std::span<const Meeting> comparisons) {
  Pairs pairs;
  for (const Meeting& one : comparisons) {
    const bool turned = one.first > one.second;
    Pair& pair = pairs[std::minmax(one.first, one.second)];
    const double outcome = turned ? 1 - one.outcome : one.outcome;
    // Between 0, ½ and 1 lies a share of a win.
    const double tie = 1 - std::abs(2 * outcome - 1);
    pair.ties += one.count * tie;
    pair.wins += one.count * (outcome > 0.5 ? 1 - tie : 0);
    pair.losses += one.count * (outcome < 0.5 ? 1 - tie : 0);
  }
  return pairs;
}

// Who is reached from player 0, by way of those that `leads` (or its reverse) goes to.
template <class Leads>
bool all_reached(const Pairs& pairs, std::size_t players, const Leads& leads) {
  std::vector<bool> reached(players);
  reached[0] = true;
  for (bool more = true; more;) {
    more = false;
    for (const auto& [who, pair] : pairs) {
      const auto& [a, b] = who;
      if (reached[a] && !reached[b] && leads(pair, true)) reached[b] = more = true;
      if (reached[b] && !reached[a] && leads(pair, false)) reached[a] = more = true;
    }
  }
  return std::all_of(reached.begin(), reached.end(), [](bool one) { return one; });
}

bool all_met(const Pairs& pairs, std::size_t players) {
  return all_reached(pairs, players, [](const Pair& pair, bool) { return pair.met() > 0; });
}

// Whether every player has lost to every other by way of some (Ford 1957): else no end.
bool has_an_end(const Pairs& pairs, std::size_t players) {
  const auto beaten = [](const Pair& pair, bool from_first) {
    return (from_first ? pair.wins : pair.losses) + pair.ties > 0;
  };
  const auto beats = [](const Pair& pair, bool from_first) {
    return (from_first ? pair.losses : pair.wins) + pair.ties > 0;
  };
  return all_reached(pairs, players, beaten) && all_reached(pairs, players, beats);
}

double probability_of(double apart) { return 1 / (1 + std::exp(-apart)); }

// The strengths, and the second derivatives at them, the first player left out.
struct Fit {
  std::vector<double> strength;
  SmallMatrix information;
};

Fit fit_of(const Pairs& pairs, std::size_t players) {
  Fit fit{std::vector<double>(players), SmallMatrix(players - 1)};
  for (int step = 0; step < kSteps; ++step) {
    std::vector<double> slope(players);
    SmallMatrix information(players - 1);
    for (const auto& [who, pair] : pairs) {
      const auto& [a, b] = who;
      const double p = probability_of(fit.strength[a] - fit.strength[b]);
      const double above = pair.wins + pair.ties / 2 - pair.met() * p;
      const double weight = pair.met() * p * (1 - p);
      slope[a] += above;
      slope[b] -= above;
      information.at(b - 1, b - 1) += weight;
      if (a == 0) continue;
      information.at(a - 1, a - 1) += weight;
      information.at(a - 1, b - 1) -= weight;
      information.at(b - 1, a - 1) -= weight;
    }
    fit.information = information;
    const auto inverted = inverse(information);
    if (!inverted) break;
    const auto move = applied(*inverted, std::vector<double>(slope.begin() + 1, slope.end()));
    double longest = 0;
    for (double one : move) longest = std::max(longest, std::abs(one));
    // A step too long for the curve is cut; near the end steps are short by themselves.
    const double cut = longest > 2 ? 2 / longest : 1;
    for (std::size_t i = 0; i < move.size(); ++i) fit.strength[i + 1] += cut * move[i];
    if (longest < 1e-12) break;
  }
  return fit;
}

// What clusters pull at each strength, squared and added up.
SmallMatrix pulls_of(std::span<const Meeting> comparisons, const std::vector<double>& strength) {
  const std::size_t players = strength.size();
  std::map<std::uint64_t, std::vector<double>> clusters;
  for (const Meeting& one : comparisons) {
    auto& pull = clusters.try_emplace(one.cluster, std::vector<double>(players)).first->second;
    const double above =
        one.count * (one.outcome - probability_of(strength[one.first] - strength[one.second]));
    pull[one.first] += above;
    pull[one.second] -= above;
  }
  SmallMatrix sum(players - 1);
  for (const auto& [cluster, pull] : clusters) {
    for (std::size_t r = 1; r < players; ++r) {
      for (std::size_t c = 1; c < players; ++c) sum.at(r - 1, c - 1) += pull[r] * pull[c];
    }
  }
  return sum;
}

void put_centred(const SmallMatrix& variance, double level, BradleyTerry& fit) {
  const std::size_t players = fit.strength.size();
  const auto count = static_cast<double>(players);
  double mean = 0;
  for (double one : fit.strength) mean += one / count;
  const double quantile = normal_quantile(0.5 + level / 2);
  for (std::size_t i = 0; i < players; ++i) {
    // The strength less the mean, as weights on the others' strengths.
    std::vector<double> weights(players - 1, -1 / count);
    if (i > 0) weights[i - 1] += 1;
    const std::vector<double> moved = applied(variance, weights);
    double square = 0;
    for (std::size_t k = 0; k < moved.size(); ++k) square += moved[k] * weights[k];
    const double half = quantile * std::sqrt(std::max(0.0, square));
    const double value = fit.strength[i] - mean;
    fit.centred_value.push_back(value);
    fit.centred.push_back({value - half, value + half});
  }
}

// Davidson's likelihood at strengths, in whose place 0 stands the logarithm of ν, and its first and
// second derivatives.
struct DavidsonSlope {
  explicit DavidsonSlope(std::size_t players) : slope(players), information(players) {}

  void add(std::size_t a, std::size_t b, const Pair& pair, const std::vector<double>& at) {
    const double tie = std::exp(at[0]);
    const double half = ((a == 0 ? 0 : at[a]) - at[b]) / 2;
    const double sum = std::exp(half) + std::exp(-half) + tie;
    const double win = std::exp(half) / sum;
    const double loss = std::exp(-half) / sum;
    const double even = tie / sum;
    log_likelihood +=
        pair.wins * std::log(win) + pair.losses * std::log(loss) + pair.ties * std::log(even);
    const double lead = (pair.wins - pair.losses - pair.met() * (win - loss)) / 2;
    const double spread = pair.met() * ((win + loss) - (win - loss) * (win - loss)) / 4;
    const double cross = -pair.met() * even * (win - loss) / 2;
    slope[0] += pair.ties - pair.met() * even;
    information.at(0, 0) += pair.met() * even * (1 - even);
    for (const auto& [player, sign] : {std::pair(a, 1.0), std::pair(b, -1.0)}) {
      if (player == 0) continue;
      slope[player] += sign * lead;
      information.at(player, player) += spread;
      information.at(0, player) += sign * cross;
      information.at(player, 0) += sign * cross;
    }
    if (a == 0) return;
    information.at(a, b) -= spread;
    information.at(b, a) -= spread;
  }

  std::vector<double> slope;
  SmallMatrix information;
  double log_likelihood = 0;
};

}  // namespace

std::optional<BradleyTerry> bradley_terry(std::span<const Meeting> comparisons, std::size_t players,
                                          double level) {
  for (const Meeting& one : comparisons) {
    SJ_CHECK(one.first < players && one.second < players && one.first != one.second,
             "two different players meet");
  }
  Pairs pairs = pairs_of(comparisons);
  if (players < 2 || !all_met(pairs, players)) return std::nullopt;
  BradleyTerry result;
  result.steadied = !has_an_end(pairs, players);
  if (result.steadied) {
    for (auto& [who, pair] : pairs) pair.ties += 1;
  }
  const Fit fit = fit_of(pairs, players);
  const auto variance = inverse(fit.information);
  if (!variance) return std::nullopt;
  const SmallMatrix sandwich =
      product(product(*variance, pulls_of(comparisons, fit.strength)), *variance);
  result.strength = fit.strength;
  result.error = result.error_model = {0};
  for (std::size_t i = 0; i + 1 < players; ++i) {
    result.error.push_back(std::sqrt(sandwich.at(i, i)));
    result.error_model.push_back(std::sqrt(variance->at(i, i)));
  }
  // Where a tie had to be lent, the pulls are those of a winner's row: too sure.
  put_centred(result.steadied ? *variance : sandwich, level, result);
  return result;
}

double arena_points(double centred_strength) {
  return 1000 + 400 / std::log(10.0) * centred_strength;
}

std::optional<Davidson> davidson(std::span<const Meeting> comparisons, std::size_t players) {
  const Pairs pairs = pairs_of(comparisons);
  if (players < 2 || !all_met(pairs, players) || !has_an_end(pairs, players)) return std::nullopt;
  const bool ties = std::any_of(pairs.begin(), pairs.end(),
                                [](const auto& pair) { return pair.second.ties > 0; });
  if (!ties) return std::nullopt;
  std::vector<double> at(players);
  Davidson result;
  for (int step = 0; step < kSteps; ++step) {
    DavidsonSlope slope(players);
    for (const auto& [who, pair] : pairs) slope.add(who.first, who.second, pair, at);
    result.log_likelihood = slope.log_likelihood;
    const auto inverted = inverse(slope.information);
    if (!inverted) return std::nullopt;
    const std::vector<double> move = applied(*inverted, slope.slope);
    double longest = 0;
    for (double one : move) longest = std::max(longest, std::abs(one));
    for (std::size_t i = 0; i < players; ++i) at[i] += (longest > 2 ? 2 / longest : 1) * move[i];
    if (longest < 1e-12) break;
  }
  result.tie = std::exp(at[0]);
  result.strength = std::move(at);
  result.strength[0] = 0;
  return result;
}

}  // namespace shijin
