// Ranking by score: the area under the ROC curve and average precision of one label against the
// rest, with weights and ties, and what each row contributes to them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace shijin {

/// One row in a ranking; `row` says where its contribution goes
struct RankRow {
  double score;
  double weight;
  std::uint32_t row;
  bool positive;
};

/// Order by falling score; equal rows come out in an order that does not depend on the input's
void sort_ranking(std::span<RankRow> rows);

/// A measure of a sorted ranking; nothing where it is undefined. `contribution`, when not empty,
/// gets scale × (the derivative by the row's weight) added for each row
using RankMeasure = std::optional<double> (*)(std::span<const RankRow> sorted,
                                              std::span<double> contribution, double scale);

/// The chance that a positive row ranks above a negative one, ties counting half (Mann–Whitney);
/// undefined without both
std::optional<double> roc_area(std::span<const RankRow> sorted, std::span<double> contribution,
                               double scale);

/// Mean precision over the positives, at thresholds between distinct scores, not interpolated;
/// undefined without a positive
std::optional<double> precision_mean(std::span<const RankRow> sorted,
                                     std::span<double> contribution, double scale);

}  // namespace shijin
