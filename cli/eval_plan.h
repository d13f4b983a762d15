// From the options of `shijin eval` to what the library is told, with contradictions named.
#pragma once

#include "cli/command.h"

namespace shijin::cli {

/// What to read, what to compute, and where the results go
struct EvalPlan {
  ReadOptions read;
  std::vector<std::string> train;  // files of the training set
  std::string user_dict;           // a file of words for jieba's dictionary, or ""
  EvaluateOptions evaluate;
  std::vector<std::pair<std::string, std::string>> outputs;  // "json" → "-" or a file
};

/// Read "role=column"
Result<std::pair<std::string, std::string>> parse_map(const std::string& text);

/// The metrics that --metric and [[metric]] define
Result<OwnMetrics> read_own_metrics(const Parsed& parsed);

/// Check the options against each other and translate them
Result<EvalPlan> plan_eval(const Parsed& parsed);

}  // namespace shijin::cli
