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

}  // namespace

Parted part_items(std::span<const double> turned, std::span<const double> people) {
  Parted parted;
  if (turned.size() < 3) return parted;
  std::vector<double> sorted(turned.begin(), turned.end());
  std::sort(sorted.begin(), sorted.end());
  parted.low = sorted[sorted.size() / 3];
  parted.high = sorted[sorted.size() - 1 - sorted.size() / 3];
  if (!(parted.low < parted.high)) return parted;
  for (std::size_t i = 0; i < turned.size(); ++i) {
    if (turned[i] >= parted.high && people[i] < kPeopleLow) parted.only_machine.push_back(i);
    if (turned[i] <= parted.low && people[i] >= kPeopleHigh) parted.only_people.push_back(i);
  }
  return parted;
}

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
    if (bridge.lines.size() > 1) continue;
    const auto sample = [&](std::size_t i) {
      return BridgeSample{both.samples[i], both.machine[i], both.people[i]};
    };
    const Parted parted = part_items(both.turned, both.people);
    for (const std::size_t i : parted.only_machine) bridge.only_machine.push_back(sample(i));
    for (const std::size_t i : parted.only_people) bridge.only_people.push_back(sample(i));
  }
  return bridge;
}

}  // namespace shijin
