// Index: the list of runs, the comparisons made and the versions seen, in shijin.db. The runs can
// be read off their folders again; the rest lives here alone.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "db/database.h"
#include "store/stored_run.h"

namespace shijin {

/// A comparison that was made
struct ComparisonRecord {
  std::string created;
  std::string test_set;
  std::string metric;                // that the choice was made by
  std::vector<std::string> names;    // of the runs, the base first
  std::vector<std::string> answers;  // of the runs, to tell one version from another
  std::string winner;                // or ""
  std::string decision;
};

/// How often a test set has been looked at
struct TestSetUse {
  std::int64_t versions = 0;     // different answers that were scored on it
  std::int64_t comparisons = 0;  // different sets of versions that were compared on it
};

class Index {
 public:
  /// Open the database of a store, or make it
  static Result<Index> open(const std::string& path);

  Result<std::vector<RunRecord>> runs();
  Result<Done> add(const RunRecord& run);
  /// Bring the list in line with the folders: what is there and not listed, and the reverse
  Result<Done> change(const std::vector<RunRecord>& add, const std::vector<std::string>& remove);
  /// Note a comparison and the versions in it; the same question asked again counts once
  Result<Done> note(const ComparisonRecord& comparison);
  Result<TestSetUse> use_of(const std::string& test_set);

 private:
  explicit Index(Database database) : database_(std::move(database)) {}
  Result<Done> insert(const RunRecord& run);
  Result<Done> see(const std::string& test_set, const std::string& answers);

  Database database_;
};

}  // namespace shijin
