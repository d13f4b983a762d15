// The file of --samples: one JSON object a row: id, the roles, and each metric key with its value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/shard.h"

namespace shijin {

/// The scores of one metric for the rows of a shard
struct SampleColumn {
  std::string key;
  std::vector<std::optional<double>> scores;
};

/// The lines of one shard
std::string sample_lines(const ShardPlan& plan, const Shard& shard,
                         const std::vector<SampleColumn>& columns);

}  // namespace shijin
