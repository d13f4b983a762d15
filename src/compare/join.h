// Join: the rows of runs matched to those of the base, and why they cannot be.
#pragma once

#include <string>
#include <vector>

#include "engine/evaluate.h"
#include "evidence/comparison.h"

namespace shijin {

/// One run as read: its name for messages, and its kept rows
struct RunToJoin {
  std::string name;
  const KeptRun* kept;
};

/// For each run after the first, the place in it of each row of the first
struct Join {
  JoinedBy by = JoinedBy::order;
  std::vector<std::vector<std::size_t>> places;
};

/// Match rows by id, else by content where every row's is its own, else by order where the contents
/// agree row by row; runs over other rows, or with other references, are refused by name
Result<Join> join_runs(const std::vector<RunToJoin>& runs);

}  // namespace shijin
