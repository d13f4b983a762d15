// Pairs of scores by sample, then ranks.
#include "rate/bridge.h"

#include <algorithm>

namespace shijin {
namespace {

constexpr double kPeopleLow = 3;
constexpr double kPeopleHigh = 4;

// The samples that both have scored, the machine's scores turned so that higher is better.
struct Both {
  std::vector<std::string> samples;
  std::vector<double> machine;  // as it is
  std::vector<double> turned;
  std::vector<double> people;
};

Both both_of(const CampaignRun& run, const MachineColumn& column,
             const std::map<std::string, double>& people) {
  Both both;
  for (std::size_t i = 0; i < run.rows.size(); ++i) {
    const auto said = people.find(run.rows[i].sample);
    if (said == people.end() || !column.scores[i]) continue;
    both.samples.push_back(said->first);
    both.machine.push_back(*column.scores[i]);
    both.turned.push_back(column.higher_is_better ? *column.scores[i] : -*column.scores[i]);
    both.people.push_back(said->second);
  }
  return both;
}

void put_groups(const Both& both, Bridge& bridge) {
  if (both.turned.size() < 3) return;
  std::vector<double> sorted = both.turned;
  std::sort(sorted.begin(), sorted.end());
  const double low = sorted[sorted.size() / 3];
  const double high = sorted[sorted.size() - 1 - sorted.size() / 3];
  if (!(low < high)) return;
  for (std::size_t i = 0; i < both.samples.size(); ++i) {
    const BridgeSample sample{both.samples[i], both.machine[i], both.people[i]};
    if (both.turned[i] >= high && both.people[i] < kPeopleLow)
      bridge.only_machine.push_back(sample);
    if (both.turned[i] <= low && both.people[i] >= kPeopleHigh)
      bridge.only_people.push_back(sample);
  }
}

}  // namespace

Bridge bridge_of(const CampaignRun& run, const MachineScores& machine,
                 const std::map<std::string, double>& people, double level) {
  Bridge bridge;
  for (const MachineColumn& column : machine) {
    const Both both = both_of(run, column, people);
    BridgeLine& line = bridge.lines.emplace_back();
    line.key = column.key;
    line.samples = static_cast<std::int64_t>(both.samples.size());
    line.spearman = spearman(both.turned, both.people, level);
    line.kendall = kendall(both.turned, both.people, level);
    if (bridge.lines.size() == 1) put_groups(both, bridge);
  }
  return bridge;
}

}  // namespace shijin
