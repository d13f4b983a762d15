// The search is that of evaluations (engine/slice_search.h); what is "wrong" here is to have
// flipped.
#include "compare/sliced.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "compare/flips.h"
#include "engine/slice_search.h"

namespace shijin {
namespace {

constexpr std::size_t kRunsSearched = 4;

// Those that are searched: all, or the best placed of them.
std::vector<std::size_t> runs_searched(const Comparison& comparison) {
  std::vector<std::size_t> runs;
  if (comparison.runs.size() <= kRunsSearched + 1) {
    for (std::size_t run = 1; run < comparison.runs.size(); ++run) runs.push_back(run);
  } else if (comparison.best) {
    for (const std::size_t run : comparison.best->possibly_best) {
      if (run > 0 && runs.size() < kRunsSearched) runs.push_back(run);
    }
    std::sort(runs.begin(), runs.end());
  }
  return runs;
}

// The base's name of each row; empty where two rows share one.
std::unordered_map<std::int64_t, std::string> names_of(const KeptRun& base) {
  std::unordered_map<std::int64_t, std::string> names;
  std::unordered_set<std::string> seen;
  for (std::size_t i = 0; i < base.row.size(); ++i) {
    std::string name = row_name(base, i);
    if (!seen.insert(name).second) return {};
    names.emplace(base.row[i], std::move(name));
  }
  return names;
}

}  // namespace

std::vector<ComparedSlice> compared_slices(const MeasuredRun& base, const Comparison& comparison,
                                           std::size_t threads) {
  std::vector<ComparedSlice> out;
  if (base.kept.slice_rows.empty()) return out;
  const std::unordered_map<std::int64_t, std::string> names = names_of(base.kept);
  if (names.empty()) return out;
  std::vector<SliceRow> rows = base.kept.slice_rows;
  SlicePlan plan = base.kept.slice_plan;
  plan.threads = threads;
  const auto search = [&](std::size_t run, Flip way, const std::vector<std::string>& ids) {
    if (ids.empty()) return;
    const std::unordered_set<std::string> flipped(ids.begin(), ids.end());
    for (SliceRow& row : rows) {
      const auto name = names.find(row.row);
      row.wrong = name != names.end() && flipped.contains(name->second);
      row.example = {};
      if (row.wrong) row.example.id = name->second;
    }
    for (SliceLine& line : search_slices(rows, plan).lines) {
      out.push_back({run, way, std::move(line)});
    }
  };
  for (const std::size_t run : runs_searched(comparison)) {
    // Of several metrics that tell right from wrong, the first.
    const auto flips = std::find_if(comparison.flips.begin(), comparison.flips.end(),
                                    [&](const Flips& one) { return one.run == run; });
    if (flips == comparison.flips.end()) continue;
    search(run, Flip::lost, flips->lost_ids);
    search(run, Flip::gained, flips->gained_ids);
  }
  return out;
}

}  // namespace shijin
