// Rows by id where there is one; a run's rows are copied once into the base's order.
#include "compare/grouped.h"

#include <algorithm>
#include <cstring>

#include "base/hash.h"
#include "base/random.h"

namespace shijin {

std::vector<std::uint64_t> stream_keys(const KeptRun& base) {
  if (!base.clusters.empty()) return base.clusters;
  std::vector<std::uint64_t> keys(base.row.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    keys[i] = base.ids.empty() ? mix_bits(static_cast<std::uint64_t>(base.row[i]))
                               : hash_bytes(base.ids[i]);
  }
  return keys;
}

std::vector<Group> group(const std::vector<MeasuredRun>& runs, const Join& join) {
  std::vector<Group> groups;
  const KeptRun& base = runs.front().kept;
  for (std::size_t m = 0; m < base.metrics.size(); ++m) {
    const Statistic& statistic = base.metrics[m]->statistic();
    const auto known = std::find_if(groups.begin(), groups.end(), [&](const Group& one) {
      return one.statistic->key() == statistic.key();
    });
    if (known != groups.end()) {
      known->metrics.push_back(m);
      continue;
    }
    Group& fresh = groups.emplace_back();
    fresh.statistic = &statistic;
    fresh.metrics = {m};
    const std::size_t bytes = statistic.stat_bytes();
    for (std::size_t run = 0; run < runs.size(); ++run) {
      const auto given = runs[run].kept.of(statistic);
      std::vector<std::byte>& rows = fresh.rows.emplace_back(given.size());
      for (std::size_t i = 0; i * bytes < given.size(); ++i) {
        const std::size_t at = run == 0 ? i : join.places[run - 1][i];
        std::memcpy(rows.data() + i * bytes, given.data() + at * bytes, bytes);
      }
    }
  }
  return groups;
}

}  // namespace shijin
