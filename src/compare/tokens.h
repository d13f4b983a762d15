// Runs whose models cut the texts into other tokens: what counts tokens does not rank them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "evidence/comparison.h"
#include "metrics/metric.h"

namespace shijin {

/// Of each run, whether its texts have other counts of tokens than the base's, the first; `rows`
/// are those of the statistic kLogProbRows
std::vector<bool> cut_otherwise(const std::vector<std::vector<std::byte>>& rows);

/// The first such run, or how many runs there are
std::size_t first_other(const std::vector<bool>& other);

/// What stands instead of a test, and what to compare instead
Message other_tokens(const std::vector<ComparedRun>& runs, std::size_t run);

/// Sentences, and behind them one for each such run
std::vector<Message> with_tokens(std::vector<Message> sentences,
                                 const std::vector<ComparedRun>& runs,
                                 const std::vector<bool>& other);

/// The first of the metrics that may rank such runs; an Error where every one counts tokens
Result<std::string> first_without_tokens(const std::vector<std::unique_ptr<Metric>>& metrics,
                                         const std::vector<ComparedRun>& runs, std::size_t run);

}  // namespace shijin
