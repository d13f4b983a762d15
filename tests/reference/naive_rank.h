// Ranking measures by their definitions, pair by pair, in quadratic time: the twin of metrics/rank.
#pragma once

#include <optional>
#include <span>

#include "metrics/rank.h"

namespace shijin::reference {

/// The weighted share of (positive, negative) pairs in the right order, ties counting half
inline std::optional<double> roc_area(std::span<const RankRow> rows) {
  double right = 0;
  double pairs = 0;
  for (const RankRow& a : rows) {
    for (const RankRow& b : rows) {
      if (!a.positive || b.positive) continue;
      const double weight = a.weight * b.weight;
      pairs += weight;
      right += weight * (a.score > b.score ? 1.0 : a.score == b.score ? 0.5 : 0.0);
    }
  }
  if (pairs == 0) return std::nullopt;
  return right / pairs;
}

/// The mean, over positive rows, of the precision among the rows that score at least as high
inline std::optional<double> precision_mean(std::span<const RankRow> rows) {
  double sum = 0;
  double positive = 0;
  for (const RankRow& a : rows) {
    if (!a.positive || a.weight == 0) continue;
    double hits = 0;
    double seen = 0;
    for (const RankRow& b : rows) {
      if (b.score < a.score) continue;
      seen += b.weight;
      hits += b.positive ? b.weight : 0;
    }
    sum += a.weight * hits / seen;
    positive += a.weight;
  }
  if (positive == 0) return std::nullopt;
  return sum / positive;
}

}  // namespace shijin::reference
