// Two sorted lists beside each other, and a running best.
#include "compare/rounds.h"

#include <map>

namespace shijin {

std::vector<SettingChange> config_differences(const std::vector<ComparedRun>& runs) {
  std::vector<SettingChange> changes;
  for (std::size_t run = 1; run < runs.size(); ++run) {
    if (!runs[0].trainer || !runs[run].trainer) continue;
    std::map<std::string, std::pair<std::string, std::string>> both;
    for (const auto& [name, value] : runs[0].trainer->settings) both[name].first = value;
    for (const auto& [name, value] : runs[run].trainer->settings) both[name].second = value;
    for (const auto& [name, values] : both) {
      if (values.first != values.second) {
        changes.push_back({run, name, values.first, values.second});
      }
    }
  }
  return changes;
}

std::vector<Trend> trend_of(const std::vector<const Evidence*>& runs) {
  std::vector<Trend> all;
  for (const ScoreLine& first : runs.front()->metrics) {
    Trend trend;
    trend.key = first.key;
    std::optional<double> best;
    std::size_t best_run = 0;
    for (std::size_t run = 0; run < runs.size(); ++run) {
      const ScoreLine* line = runs[run]->find(first.key);
      if (line == nullptr) break;
      const auto& value = line->score.value;
      const bool ahead =
          value && (!best || (first.better == Better::lower ? *value < *best : *value > *best));
      if (ahead) best = value, best_run = run;
      trend.points.push_back({line->score, line->interval, best_run});
    }
    if (trend.points.size() == runs.size() && first.better != Better::neither) {
      all.push_back(std::move(trend));
    }
  }
  return all;
}

}  // namespace shijin
