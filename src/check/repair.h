// Mending a CSV file: rows whose texts hold unquoted delimiters or stray quotes are written as
// RFC 4180 wants them, and each change is reported.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace shijin {

struct RepairOptions {
  std::string encoding;  // "" detects; the mended file is UTF-8
};

/// What was done to a file; `rows` counts the data rows
struct RepairReport {
  static constexpr std::size_t kKept = 1000;

  std::string path;
  std::string out_path;
  std::string encoding;  // of the file as it was
  std::int64_t rows = 0;
  std::int64_t changed = 0;
  std::int64_t uncertain = 0;  // of the changed: another way would have done as well
  std::int64_t left_bad = 0;   // rows with too few fields, written as they are
  std::vector<Error> notes;    // the first kKept changes and bad rows, for describe()

  bool clean() const { return changed == 0 && left_bad == 0; }
};

/// Write the mended form of a CSV file
///
/// The file is read twice: what the columns hold is learnt from its good rows first. Surplus fields
/// are joined in the column, tried from left to right, for which all columns keep their pattern;
/// where that does not decide, in the first free-text column, and the note says so. Good rows are
/// copied as they stand. `out_path` may be `path`.
Result<RepairReport> repair_csv(const std::string& path, const std::string& out_path,
                                const RepairOptions& options);

}  // namespace shijin
