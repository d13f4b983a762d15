// Layout: which columns of a table feed which part of a sample, once the task is known.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "engine/evaluate.h"
#include "table/table.h"

namespace shijin {

/// Positions in the projection that is asked of Table::parse; -1 where there is no such role
struct Layout {
  Task task = Task::classification;
  std::vector<int> columns;  // the projection: indices of Table::names()
  int id = -1;
  int input = -1;
  int output = -1;
  int truth = -1;
  int predicted = -1;
  int weight = -1;
  int cluster = -1;
  int log_prob = -1;   // what a language model gave each token …
  int chunked = -1;    // … and in windows, as llama-perplexity does
  int scored = -1;     // … of this text
  int embedding = -1;  // what an embedding model said of output and references
  std::vector<int> references;
  bool tells_missing = false;  // the format has a sign for "no reference" besides an empty cell
  std::vector<std::pair<std::string, int>> probabilities;  // label → position
  std::vector<std::pair<std::string, int>> ratings;        // dimension → position
  std::vector<int> slices;  // metadata that slices are looked for by; position of each column …
  std::vector<std::string> slice_names;  // … and its name
  std::vector<int> extra;  // the columns that own metrics read, in the order of OwnMetrics::columns
};

/// Work out the task from the roles (or take the one asked for) and lay the columns out
///
/// `--task classification` on a file with outputs and references takes them as labels, and the
/// other way round.
Result<Layout> lay_out(const Table& table, const EvaluateOptions& options);

}  // namespace shijin
