// Stored: a measured run as the store keeps it, and back.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "compare/compare.h"
#include "store/stored_run.h"

namespace shijin {

/// A hash as the store writes it: 16 hexadecimal digits
std::string as_hex(std::uint64_t bits);

/// What the command line knows of a run besides its evidence
struct RunAsked {
  std::map<std::string, std::string> settings;  // options that change what is measured
  std::vector<std::string> labels;              // --labels
  std::vector<std::string> own;                 // --metric
  double level = 0.95;
};

/// All that the store keeps; the statistics are left out where rows are too many to keep
StoredRun to_store(const Evidence& evidence, const KeptRun& kept, const RunAsked& asked,
                   const std::optional<TrainerFacts>& trainer);

/// Which rows count when a stored run is scored again
enum class RowsCounted : std::uint8_t {
  as_stored,  // the panel left out those without a text
  all         // as in a comparison: an empty output is a wrong answer
};

struct FromStore {
  std::shared_ptr<LabelSet> labels = {};  // of the base; nothing takes a set of its own
  std::vector<std::string> keys = {};     // none: those that were shown
  RowsCounted rows = RowsCounted::as_stored;
  std::optional<double> level = {};  // nothing: as stored
  std::size_t threads = 0;
};

/// A stored run as if it had been measured just now: every score finished again from its rows
///
/// Refused where it holds no rows, where its statistics are damaged, and where a key rests on a
/// statistic that was not measured.
Result<MeasuredRun> from_store(const StoredRun& run, const FromStore& how);

}  // namespace shijin
