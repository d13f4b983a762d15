// Nothing is read but what the store holds.
#include "compare/stored_runs.h"

#include <algorithm>

#include "base/listed.h"

namespace shijin {
namespace {

constexpr Text kNoCommon{"{0} holds none of the metrics of {1}", "{0} 沒有 {1} 的任何指標"};
constexpr Text kNoCommonHelp{"evaluate its file again with --metrics {0}",
                             "請用 --metrics {0} 重新評測它的檔案"};

}  // namespace

std::vector<std::string> compared_keys(const StoredRun& base) {
  std::vector<std::string> keys;
  for (const StoredMetric& metric : base.metrics) {
    if (metric.key != "empty_rate" || base.metrics.size() == 1) keys.push_back(metric.key);
  }
  return keys;
}

Result<MeasuredRun> stored_beside(const StoredRun& stored, const MeasuredRun& base, double level,
                                  std::size_t threads) {
  FromStore how;
  how.rows = RowsCounted::all;
  how.level = level;
  how.threads = threads;
  how.labels = base.kept.labels;
  for (const auto& metric : base.kept.metrics) how.keys.push_back(metric->key());
  return from_store(stored, how);
}

Result<std::vector<std::string>> drop_not_held(const StoredRun& stored, const std::string& name,
                                               MeasuredRun& base) {
  std::vector<std::string> dropped;
  KeptRun& kept = base.kept;
  for (std::size_t m = kept.metrics.size(); m-- > 0;) {
    if (stored.find(kept.metrics[m]->statistic().key()) != nullptr) continue;
    dropped.insert(dropped.begin(), kept.metrics[m]->key());
    kept.metrics.erase(kept.metrics.begin() + static_cast<long>(m));
    kept.with_text.erase(kept.with_text.begin() + static_cast<long>(m));
  }
  if (dropped.empty()) return dropped;
  if (kept.metrics.empty()) {
    Error error;
    error.name = "runs-not-comparable";
    error.found = Message(kNoCommon, {name, base.name});
    error.help = Message(kNoCommonHelp, {comma_list(dropped)});
    return error;
  }
  std::erase_if(base.evidence.metrics, [&](const ScoreLine& line) {
    return std::find(dropped.begin(), dropped.end(), line.key) != dropped.end();
  });
  return dropped;
}

std::vector<std::string> names_apart(const std::vector<RunRecord>& runs) {
  std::vector<std::string> names;
  for (const RunRecord& run : runs) {
    const auto same = std::count_if(runs.begin(), runs.end(),
                                    [&](const RunRecord& other) { return other.name == run.name; });
    names.push_back(same == 1 ? run.name : run.name + " (" + run.id + ")");
  }
  return names;
}

Result<std::vector<MeasuredRun>> measured_again(const std::vector<StoredRun>& runs, double level,
                                                std::size_t threads) {
  std::vector<RunRecord> records;
  for (const StoredRun& run : runs) records.push_back(run.record);
  const std::vector<std::string> names = names_apart(records);
  std::vector<MeasuredRun> out;
  FromStore how;
  how.rows = RowsCounted::all;
  how.level = level;
  how.threads = threads;
  how.keys = compared_keys(runs.front());
  out.push_back(SJ_TRY(from_store(runs.front(), how)));
  out.front().name = names.front();
  for (std::size_t i = 1; i < runs.size(); ++i) {
    static_cast<void>(SJ_TRY(drop_not_held(runs[i], names[i], out.front())));
  }
  for (std::size_t i = 1; i < runs.size(); ++i) {
    out.push_back(SJ_TRY(stored_beside(runs[i], out.front(), level, threads)));
    out.back().name = names[i];
  }
  return out;
}

}  // namespace shijin
