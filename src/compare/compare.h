// Compare: runs over the same rows beside the first of them: differences with intervals and tests,
// what flipped, and which run is best.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/evaluate.h"
#include "evidence/comparison.h"

namespace shijin {

/// One run to compare: what its evaluation found, and its rows
struct MeasuredRun {
  std::string name;
  Evidence evidence;
  KeptRun kept;
  std::optional<TrainerFacts> trainer = {};          // from read_trainer
  std::map<std::string, std::string> settings = {};  // options that change what is measured
};

/// Whether runs must have been decoded alike to be compared
enum class Decoding : std::uint8_t { alike, any };

struct CompareOptions {
  std::uint64_t seed = 0;
  std::size_t threads = 0;  // 0: all
  double level = 0.95;
  std::optional<double> margin;  // a difference within it, either way, is none
  Decoding decoding = Decoding::alike;
};

/// The options under which the base is to be evaluated: rows without a text count in every run
EvaluateOptions base_options(EvaluateOptions options);
/// The options for every other run: the keys of the base, and its labels
EvaluateOptions other_options(EvaluateOptions options, const MeasuredRun& base);

/// Compare runs with the first; refused where they are not over the same rows
///
/// Equal input, version and seed give equal results on any number of threads.
Result<Comparison> compare(const std::vector<MeasuredRun>& runs, const CompareOptions& options);

}  // namespace shijin
