// The file of --samples: one JSON object a row: id, the roles, and each metric key with its value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rating_rows.h"
#include "engine/shard.h"

namespace shijin {

/// The key of a row's overall rating by people, in columns beside the outputs
inline constexpr std::string_view kOverallRating = "rating:overall";

/// The scores of one metric for the rows of a shard
struct SampleColumn {
  std::string key;
  std::vector<std::optional<double>> scores;
};

/// The lines of one shard
std::string sample_lines(const ShardPlan& plan, const Shard& shard,
                         const std::vector<SampleColumn>& columns);

/// A line for each item that was scored: its texts, the mean of every key, and, where there are no
/// more than 60 of them, what each rater gave on each dimension ("rating:fluency:ann")
std::string rating_lines(const RatingRows& rows, const RatingLayout& layout);

}  // namespace shijin
