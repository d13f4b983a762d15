// Which samples of a run go to people: the machine sifts, people judge the core. Half of the draw
// is spread evenly and half goes by risk; every sample keeps the probability with which it was
// drawn.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/notes.h"
#include "base/result.h"
#include "rate/campaign.h"

namespace shijin {

/// What the machine said of one run's rows
struct MachineColumn {
  std::string key;  // of the metric, or the column's name
  bool higher_is_better = true;
  std::vector<std::optional<double>> scores;  // by CampaignRun::rows
};

/// One run's machine scores; the first is the one that estimates lean on, the others only tell
/// where the machine disagrees with itself
using MachineScores = std::vector<MachineColumn>;

/// Fill in the scores of a run's rows from lines such as {"id": "7", "chrf": 20.5}, by the keys of
/// the columns; each column has a place for every row
void read_machine_scores(std::string_view lines, const CampaignRun& run, MachineScores& scores);

/// How samples are drawn
struct SamplePlan {
  enum class Way : std::uint8_t { core, uniform };
  Way way = Way::core;
  std::int64_t wanted = 0;
  std::int64_t worst = 0;               // beside them, those that the machine scored lowest
  std::vector<std::string> must = {};   // ids of samples to be drawn for certain
  std::vector<std::string> slice = {};  // of each row of the first run; empty without slices
};

/// Samples expected of each slice at least; all of a smaller one
inline constexpr double kSliceLeast = 10;

/// Read "core:120" or "uniform:120"
Result<SamplePlan> parse_sample_plan(const std::string& text);

/// The samples that were drawn
struct DrawnSamples {
  CampaignPool pool;
  std::vector<std::string> worst;  // ids, worst first; they enter no mean
};

/// Draw; leaves in `runs` the rows that were drawn, in the order of the files, then the worst
///
/// Risk is how low the machine scored a sample, how far its metrics disagree on its rank, and how
/// unusual its length is, each standardised and added up (risk_of). The draw is systematic, along
/// the slices and the machine's scores in them.
Result<DrawnSamples> draw_samples(std::vector<CampaignRun>& runs, const SamplePlan& plan,
                                  const std::vector<MachineScores>& machine, std::uint64_t seed,
                                  Notes& notes);

/// Mark the items of samples that were taken because they are the worst
void mark_worst(Campaign& campaign, const std::vector<std::string>& samples);

}  // namespace shijin
