// Gates of a comparison: demands on each run after the base, on its score or on how far it may lie
// from the base's.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "evidence/comparison.h"

namespace shijin {

/// What a gate against the base is decided by
struct GateGround {
  const ComparedScore* score = nullptr;  // nullptr: not measured
  std::optional<Interval> share;         // of run by base; only where the gate asks for a share
  std::int64_t rows = 0;
  Task task = Task::classification;
};

/// Fewer rows than this that differ, and neither test nor interval can say anything
inline constexpr std::size_t kLeastDiffering = 6;

/// Decide a gate against the base: pass when the whole interval of the difference (or of the share
/// of the base's score) is on the good side of the bar, fail when all of it is on the bad side
///
/// Runs that are the same on every row are decided by the difference of 0.
void decide_against_base(const GateGround& ground, GateLine& gate);

}  // namespace shijin
