// Run list: what `shijin runs` shows of the store: the runs in it, and how a run came through its
// verification.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/document.h"
#include "store/stored_run.h"

namespace shijin {

/// The runs of one store, oldest first
struct RunList {
  std::string folder;
  std::vector<RunRecord> runs;
};

/// How one thing came out when it was worked out again
enum class Checked : std::uint8_t { same, differs, not_here };
std::string_view checked_name(Checked checked);

/// One thing that was checked
struct CheckLine {
  std::string what;  // "metrics", "accuracy", "stats.bin", "data"
  Checked outcome = Checked::same;
  Message words;       // what was found
  std::string was;     // as stored; "" where there is nothing to show
  std::string is_now;  // as worked out again
};

/// A run or an evidence bundle that was worked out again
struct Verification {
  RunRecord run;
  std::string version;  // of the program that verifies
  std::vector<CheckLine> lines;
  bool good() const;
};

Document write_document(const RunList& list);
Document write_document(const Verification& verification);
/// Schema shijin.runs/1 (docs/schema/runs.schema.json)
std::string render_json(const RunList& list);
/// Schema shijin.verification/1
std::string render_json(const Verification& verification);

}  // namespace shijin
