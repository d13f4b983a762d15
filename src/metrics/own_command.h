// CommandDefinition: a metric that any program computes: one JSON row a line in, one answer a line
// out. docs/own_metrics.md describes the protocol.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace shijin {

struct OwnText;

/// What to run, and within which limits
struct CommandDefinition {
  std::string name;                  // of the metric, for messages
  std::vector<std::string> words;    // the program and its arguments; no shell sees them
  std::vector<std::string> columns;  // of the file, handed over besides the roles
  double seconds_per_row = 30;
  double seconds = 3600;            // in all
  std::optional<double> low, high;  // what an answer may be
  std::string definition;           // in one line, with a digest of each file it names

  /// Read the settings of a definition
  static Result<CommandDefinition> read(const OwnText& text);
};

/// Split a line into words: blanks divide, quotes and backslashes keep together
///
/// What only a shell understands (| > < & ; $ `) is refused: sh -c '…' has to be written out.
Result<std::vector<std::string>> split_words(const std::string& metric, std::string_view line);

}  // namespace shijin
