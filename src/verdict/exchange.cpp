// Mutual favourites of the confusion table, followed from name to name.
#include "verdict/exchange.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "stats/interval.h"
#include "stats/mcnemar.h"
#include "verdict/words_internal.h"

namespace shijin {
namespace {

constexpr double kLeastRows = 5;
constexpr double kChance = 0.001;
constexpr double kTimes = 2;  // rows gained for a row lost

// How many rows of their own a weight of 1 stands for.
double rows_of_weight(const Evidence& evidence, double total) {
  return std::min(1.0, own_rows(evidence, static_cast<double>(evidence.data.used)) / total);
}

struct Sums {
  std::vector<double> truth;
  std::vector<double> predicted;
  double total = 0;
};

Sums add_up(const Evidence& evidence) {
  const auto& counts = evidence.confusion.counts;
  const std::size_t labels = evidence.confusion.labels.size();
  Sums sums{std::vector<double>(labels), std::vector<double>(labels), 0};
  for (std::size_t t = 0; t < labels; ++t) {
    for (std::size_t p = 0; p < counts[t].size(); ++p) {
      sums.truth[t] += counts[t][p];
      if (p < labels) sums.predicted[p] += counts[t][p];
    }
    sums.total += sums.truth[t];
  }
  return sums;
}

// The name that most rows of each label bear where most rows of that name are of this label.
std::vector<std::optional<std::size_t>> favourites(const Confusion& confusion, const Sums& sums,
                                                   double own) {
  const std::size_t labels = confusion.labels.size();
  std::vector<std::optional<std::size_t>> called(labels);
  for (std::size_t t = 0; t < labels; ++t) {
    const auto& row = confusion.counts[t];
    const auto most = std::max_element(row.begin(), row.end());
    const auto p = static_cast<std::size_t>(most - row.begin());
    if (p >= labels || p == t || sums.truth[t] * own < kLeastRows) continue;
    if (*most <= sums.truth[t] / 2) continue;
    const bool mutual =
        std::none_of(confusion.counts.begin(), confusion.counts.end(),
                     [&](const auto& other) { return &other != &row && other[p] >= *most; });
    const Bounds bounds = wilson_interval(*most * own, sums.truth[t] * own, 0.95);
    if (mutual && bounds.lo > sums.predicted[p] / sums.total) called[t] = p;
  }
  return called;
}

// Whether a label's name is one link of a circle, or of a path of two links and more.
bool in_company(const std::vector<std::optional<std::size_t>>& called, std::size_t label) {
  const std::size_t next = *called[label];
  if (called[next]) return true;
  return std::find(called.begin(), called.end(), label) != called.end();
}

}  // namespace

Exchange find_exchange(const Evidence& evidence) {
  Exchange exchange;
  const Confusion& confusion = evidence.confusion;
  if (evidence.task != Task::classification || confusion.labels.empty()) return exchange;
  const Sums sums = add_up(evidence);
  if (!(sums.total > 0)) return exchange;
  const double own = rows_of_weight(evidence, sums.total);
  const auto called = favourites(confusion, sums, own);
  for (std::size_t t = 0; t < called.size(); ++t) {
    if (!called[t] || !in_company(called, t)) continue;
    const std::size_t p = *called[t];
    exchange.names.push_back({t, p, confusion.counts[t][p]});
    exchange.rows += sums.truth[t];
    exchange.gained += confusion.counts[t][p];
    exchange.lost += confusion.counts[p][p];
  }
  const auto whole = [&](double rows) {
    return static_cast<std::uint64_t>(std::llround(rows * own));
  };
  if (exchange.gained < kTimes * exchange.lost) return {};
  if (mcnemar_exact(whole(exchange.lost), whole(exchange.gained)) >= kChance) return {};
  return exchange;
}

bool exchanged(const Evidence& evidence, const Exchange& exchange, std::string_view label) {
  return std::any_of(exchange.names.begin(), exchange.names.end(), [&](const CalledAs& one) {
    return evidence.confusion.labels[one.truth] == label;
  });
}

}  // namespace shijin
