// One pass over groups of equal scores, and one back for the contributions.
#include "metrics/rank.h"

#include <algorithm>

#include "base/spill.h"

namespace shijin {
namespace {

// Rows [begin, end) of equal score, and the weights in it.
struct Group {
  std::size_t begin;
  std::size_t end;
  double positive = 0;
  double negative = 0;
};

// As many as there are different scores, which may be as many as there are rows.
struct Groups {
  SpillArray<Group> all;
  double positive = 0;
  double negative = 0;
};

Groups group(std::span<const RankRow> sorted) {
  Groups groups;
  for (std::size_t i = 0; i < sorted.size();) {
    Group one{i, i};
    for (; one.end < sorted.size() && sorted[one.end].score == sorted[i].score; ++one.end) {
      (sorted[one.end].positive ? one.positive : one.negative) += sorted[one.end].weight;
    }
    i = one.end;
    groups.positive += one.positive;
    groups.negative += one.negative;
    groups.all.push_back(one);
  }
  return groups;
}

}  // namespace

void sort_ranking(std::span<RankRow> rows) {
  std::sort(rows.begin(), rows.end(), [](const RankRow& a, const RankRow& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.positive != b.positive) return a.positive;
    return a.weight < b.weight;
  });
}

std::optional<double> roc_area(std::span<const RankRow> sorted, std::span<double> contribution,
                               double scale) {
  const Groups groups = group(sorted);
  if (!(groups.positive > 0 && groups.negative > 0)) return std::nullopt;
  double above = 0;
  double ordered = 0;
  for (const Group& one : groups.all) {
    ordered += one.negative * (above + one.positive / 2);
    above += one.positive;
  }
  const double pairs = groups.positive * groups.negative;
  const double area = ordered / pairs;
  if (contribution.empty()) return area;
  double positive = 0;
  double negative = 0;
  for (const Group& one : groups.all) {
    const double beaten = groups.negative - negative - one.negative / 2;
    const double beaten_by = positive + one.positive / 2;
    for (std::size_t i = one.begin; i < one.end; ++i) {
      contribution[sorted[i].row] +=
          scale * (sorted[i].positive ? beaten / pairs - area / groups.positive
                                      : beaten_by / pairs - area / groups.negative);
    }
    positive += one.positive;
    negative += one.negative;
  }
  return area;
}

std::optional<double> precision_mean(std::span<const RankRow> sorted,
                                     std::span<double> contribution, double scale) {
  const Groups groups = group(sorted);
  if (!(groups.positive > 0)) return std::nullopt;
  double hits = 0;
  double seen = 0;
  double mean = 0;
  for (const Group& one : groups.all) {
    hits += one.positive;
    seen += one.positive + one.negative;
    if (seen > 0) mean += one.positive / groups.positive * (hits / seen);
  }
  if (contribution.empty()) return mean;
  // Backwards: a row moves the precision at its own threshold and at every one below.
  double gain = 0;
  double loss = 0;
  for (const Group* one = groups.all.end(); one-- != groups.all.begin();) {
    if (seen > 0) {
      gain += one->positive * (seen - hits) / (seen * seen * groups.positive);
      loss += one->positive * hits / (seen * seen * groups.positive);
    }
    const double precision = seen > 0 ? hits / seen : 0;
    for (std::size_t i = one->begin; i < one->end; ++i) {
      contribution[sorted[i].row] +=
          scale * (sorted[i].positive ? (precision - mean) / groups.positive + gain : -loss);
    }
    hits -= one->positive;
    seen -= one->positive + one->negative;
  }
  return mean;
}

}  // namespace shijin
