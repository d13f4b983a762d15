// A row flips where its score is 1 in one run and 0 in the other.
#include "compare/flips.h"

namespace shijin {

std::string row_name(const KeptRun& run, std::size_t row) {
  return run.ids.empty() ? std::to_string(run.row[row]) : run.ids[row];
}

std::optional<Flips> flips_of(const Metric& metric, std::span<const std::byte> before_rows,
                              std::span<const std::byte> after_rows, const KeptRun& base) {
  const auto before = metric.score_each(before_rows);
  const auto after = metric.score_each(after_rows);
  Flips flips;
  flips.key = metric.key();
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!before[i] || !after[i]) continue;
    const bool whole = (*before[i] == 0 || *before[i] == 1) && (*after[i] == 0 || *after[i] == 1);
    if (!whole) return std::nullopt;
    const bool was = *before[i] == 1;
    const bool is = *after[i] == 1;
    const std::string id = row_name(base, i);
    if (was && is) ++flips.both_right;
    if (!was && !is) ++flips.both_wrong;
    if (!was && is) ++flips.gained, flips.gained_ids.push_back(id);
    if (was && !is) ++flips.lost, flips.lost_ids.push_back(id);
  }
  return flips;
}

}  // namespace shijin
