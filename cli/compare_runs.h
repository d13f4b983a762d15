// The runs of a comparison: files and stored runs, found and measured.
#pragma once

#include <functional>
#include <optional>

#include "cli/eval_plan.h"

namespace shijin::cli {

/// One run to compare: a file, or what the store holds
struct RunSource {
  std::string name;
  std::string file;  // "" of a stored run
  std::optional<StoredRun> stored = {};
};

/// A file to measure as a run
struct RunFile {
  std::string file;
  ReadOptions read;
  std::string trained;         // what the trainer's settings lie beside
  SampleRows* rows = nullptr;  // receives the rows for a report, if any
  std::function<void(Evidence&)> amend = {};
};

/// Read and measure one file, its rows kept; notes go to standard error as they come
Result<MeasuredRun> measure_file(const RunFile& source, const EvaluateOptions& options,
                                 std::shared_ptr<LabelSet> labels, const Console& console);

/// The runs that the line names, the base first: a file where there is one of that name, else a
/// stored run; with --all every version in the store over the rows of the newest, oldest first
Result<std::vector<RunSource>> find_runs(const Parsed& parsed, const Console& console);

/// The file or the stored run that a word of the line means; `store` is opened where it is needed
Result<RunSource> find_run(const std::string& word, const Parsed& parsed,
                           std::optional<Store>& store);

/// Take the options that the first stored run was evaluated with, where the line says nothing, so
/// that files are measured as it was
void adopt_options(const std::vector<RunSource>& sources, Parsed& parsed);

/// Measure the files and take the stored runs from their statistics; metrics that a stored run does
/// not hold are left out, and named. `rows`, if any, receives the rows of each run for a report
Result<std::vector<MeasuredRun>> measure_runs(const std::vector<RunSource>& sources,
                                              const Parsed& parsed, const EvalPlan& plan,
                                              std::vector<SampleRows>* rows,
                                              const Console& console);

/// Note the comparison in the store, made where there is none, and say how often its test set has
/// been used
void note_comparison(const Parsed& parsed, const std::vector<MeasuredRun>& runs,
                     Comparison& comparison, const Console& console);

}  // namespace shijin::cli
