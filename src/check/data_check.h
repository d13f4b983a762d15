// Checking data before any model is run: problems of content, duplicates, leakage from the training
// set, labels that contradict each other or the model, and classes too small to judge.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/notes.h"
#include "base/result.h"
#include "evidence/evidence.h"
#include "table/table.h"

namespace shijin {

struct CheckOptions {
  ReadOptions read;                // of the test set
  std::vector<std::string> train;  // files of the training set; empty: none
  std::size_t threads = 0;         // 0: all
  const std::atomic<bool>* stop = nullptr;
};

/// How well a label's rows can tell its recall
struct SupportLine {
  std::string label;
  std::int64_t rows = 0;
  double margin = 0;        // half the width of Wilson's interval at a recall of 0.8
  std::int64_t needed = 0;  // rows for a margin of kMargin
};

struct SuspectLine {
  std::int64_t row = 0;
  std::string given;
  std::string likely;
  double margin = 0;
  std::string text;
};

/// All that a check found
struct CheckReport {
  static constexpr double kMargin = 0.1;

  std::vector<FileFacts> files;
  std::vector<FileFacts> train_files;
  std::int64_t rows = 0;
  std::size_t columns = 0;
  bool has_text = false;  // there is an input to look at
  std::int64_t empty_texts = 0;
  std::int64_t garbled_texts = 0;
  std::int64_t duplicates_exact = 0;  // rows that repeat an earlier one
  std::int64_t duplicates_near = 0;
  std::vector<RepeatedRow> duplicates;
  std::int64_t conflicts = 0;  // rows with the text of an earlier row and another label
  std::vector<RepeatedRow> conflicting;
  std::optional<LeakageFacts> leakage;
  std::vector<SupportLine> support;  // the smallest first
  bool has_probabilities = false;
  std::int64_t probabilities_bad = 0;  // rows whose probabilities are not a distribution
  std::int64_t suspects = 0;
  std::vector<SuspectLine> suspected;  // most doubtful first
  std::vector<Finding> findings;
  Notes notes;
};

/// Read the test set whole, then the training set as a stream: memory grows with the test set alone
Result<CheckReport> check_data(const std::vector<std::string>& files, const CheckOptions& options);

/// Only the leakage of such a report and the notes on the training files: nothing is said of the
/// test set's own problems
Result<CheckReport> check_leakage(const std::vector<std::string>& files,
                                  const CheckOptions& options);

/// What the facts of a report say in words, most pressing first; leakage has its own rule, since
/// its words name scores
std::vector<Finding> check_findings(const CheckReport& report);

}  // namespace shijin
