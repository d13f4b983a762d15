// Which rows of a test set the training set holds, and what the scores are without them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "evidence/score.h"

namespace shijin {

/// A row and another one it repeats, in the test set or in the training set
struct RepeatedRow {
  std::int64_t row = 0;    // 1-based data row of the test set
  std::int64_t other = 0;  // of the earlier row, or of the training row; 0: of no single row
  double similarity = 0;   // 1: the same but for blanks, punctuation, width and case
  std::string text;        // excerpts
  std::string other_text;
  std::string other_file;  // of the training row; "" within the test set
  std::string label;
  std::string other_label;
};

/// One metric of all rows, of those that the training set does not hold, and of those it does
struct LeakedScore {
  ScoreLine all;
  ScoreLine clean;
  ScoreLine leaked;
  std::optional<Interval> difference;  // leaked minus clean, from the two intervals
};

struct LeakageFacts {
  std::int64_t test_rows = 0;
  std::int64_t train_rows = 0;
  std::int64_t exact = 0;                 // test rows that stand in the training set
  std::int64_t near = 0;                  // … or nearly so
  std::int64_t held = 0;                  // … or most of whose 8-grams do, in no single row
  std::int64_t relabelled = 0;            // of the exact and near, those with another label there
  std::vector<RepeatedRow> rows;          // the first few
  std::vector<std::int64_t> row_numbers;  // of all of them, in order
  std::vector<LeakedScore> scores;        // where there are answers; the panel's order

  std::int64_t count() const { return exact + near + held; }
};

}  // namespace shijin
