// The metric as a function of the cells of its table.
#include "engine/count_interval.h"

#include "metrics/label_counts.h"
#include "stats/delta.h"

namespace shijin {
namespace {

// The cells, and one row more for each true label: half right, half taken for the next label.
std::vector<LabelSums::Cell> with_one_row_more(const LabelSums& sums) {
  std::vector<LabelSums::Cell> cells = sums.cells;
  const auto add = [&](std::uint32_t truth, std::uint32_t predicted) {
    for (LabelSums::Cell& cell : cells) {
      if (cell.truth == truth && cell.predicted == predicted) {
        cell.count += 0.5;
        return;
      }
    }
    cells.push_back({truth, predicted, 0.5});
  };
  const auto size = static_cast<std::uint32_t>(sums.names.size());
  for (std::uint32_t label = 0; label < size; ++label) {
    if (!(sums.labels[label].truth > 0)) continue;
    add(label, label);
    add(label, (label + 1) % size);
  }
  return cells;
}

}  // namespace

std::optional<Bounds> delta_count_interval(const Metric& metric, const State& state,
                                           const LabelSet& labels, const ScoreLine& line,
                                           double level) {
  const LabelSums sums = label_sums(state.as<LabelCounts::State>(), labels);
  if (sums.names.empty()) return std::nullopt;
  const auto estimate = [&](std::vector<LabelSums::Cell> cells) {
    std::vector<double> counts;
    double total = 0;
    for (const LabelSums::Cell& cell : cells) {
      counts.push_back(cell.count);
      total += cell.count;
    }
    return delta_estimate(counts, [&](std::span<const double> shares) {
      for (std::size_t i = 0; i < cells.size(); ++i) cells[i].count = shares[i] * total;
      State moved = metric.statistic().start();
      moved.as<LabelCounts::State>() = counts_of(sums, cells);
      return metric.finish(moved).value;
    });
  };
  const auto plain = estimate(sums.cells);
  const auto smoothed = estimate(with_one_row_more(sums));
  if (!plain || !smoothed) return std::nullopt;
  return count_score_interval(*plain, *smoothed, line.low, line.high, level);
}

}  // namespace shijin
