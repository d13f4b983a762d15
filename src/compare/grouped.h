// Grouped: the measured rows of all runs in the base's order, statistic by statistic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "compare/compare.h"
#include "compare/join.h"

namespace shijin {

/// One statistic with every metric that finishes from it, and each run's rows in the base's order
struct Group {
  const Statistic* statistic = nullptr;
  std::vector<std::size_t> metrics;  // places in the base's metrics
  std::vector<std::vector<std::byte>> rows;
};
std::vector<Group> group(const std::vector<MeasuredRun>& runs, const Join& join);

/// What keys the random weights of the base's rows: clusters, else ids, else row numbers
std::vector<std::uint64_t> stream_keys(const KeptRun& base);

}  // namespace shijin
