// Evaluate: the main job, from an opened table to Evidence.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/slice_row.h"
#include "evidence/evidence.h"
#include "metrics/metric.h"
#include "metrics/own_metric.h"
#include "table/table.h"
#include "text/user_words.h"

namespace shijin {

enum class Thinking : std::uint8_t { strip, keep };

/// A demand on a metric, as written by the user or by a profile
struct GateText {
  std::string text;  // "f1[label=0]>=0.6"
  bool from_profile = false;
  bool guard = false;  // "ppl:2%": not worse than the base by more than that
};

/// All that `shijin eval` may be told about what to compute
struct EvaluateOptions {
  std::optional<Task> task;  // nothing: from the roles
  std::string profile = "default";
  std::string metrics;              // keys named by the user; "" takes the panel
  OwnMetrics own;                   // the user's own; all are measured
  std::vector<std::string> labels;  // --labels; empty takes those of the truth
  std::string positive;
  std::string extract;                  // "", "first-label", "regex:…", "json:…"
  std::map<std::string, double> costs;  // "0>1" → cost
  std::map<std::string, double> prevalence;
  std::vector<GateText> gates;
  std::optional<UserWords> words;  // --user-dict, for the tokenisers that take it
  Thinking thinking = Thinking::strip;
  bool scale_ok = false;  // allow a bar in 0–1 on a 0–100 metric
  bool has_base = false;  // of a comparison: a gate may speak of its base
  std::uint64_t seed = 0;
  std::size_t threads = 0;  // 0: all
  double level = 0.95;
  bool count_empty = false;            // the panel counts rows without a text as its peers do
  std::string samples_file;            // --samples OUT.jsonl; "" is none
  BadRows bad_rows = BadRows::refuse;  // as the table was opened with
  std::vector<std::string> slice_by;   // columns or kinds of slices that are always shown
  bool keep_slice_rows = false;        // for a comparison, which searches once it knows the flips
  std::size_t slice_depth = 2;         // conditions that a slice joins at most, 1 to 3
  std::string terms_file;              // --terms FILE, beside the built-in list; "" is none
  bool screens = true;                 // look for refusals, loops, banned terms and the like
};

/// How far a run is; `rows_done` of about `rows_total` (0 when unknown)
struct Progress {
  double share = 0;  // 0…1, or negative when the total is unknown
  std::int64_t rows_done = 0;
  double rows_per_second = 0;
};

/// The hash of a row's references, as KeptRun::expected holds it
std::uint64_t expected_hash(std::span<const std::string_view> references);

/// The measured rows of a run, for comparing it with another one and for storing it
struct KeptRun {
  OwnMetrics own;  // whose definitions the metrics below may point to
  struct Column {
    std::string statistic;        // its key
    std::vector<std::byte> rows;  // one after the other
    std::optional<State> sum;     // only of a whole-set statistic, whose rows cannot be added again
  };
  std::shared_ptr<LabelSet> labels;              // give runs that are compared the same one
  std::vector<std::unique_ptr<Metric>> metrics;  // those shown, in order
  std::vector<bool> with_text;                   // of each metric: rows without a text do not count
  std::vector<std::unique_ptr<Metric>> hidden;   // measured for other reasons than to be shown
  std::vector<Column> columns;
  std::vector<std::string> ids;         // empty without an id column
  std::vector<std::uint64_t> asked;     // hash of each row's input
  std::vector<std::uint64_t> expected;  // hash of its truth or references
  std::vector<std::int64_t> row;        // 1-based data row
  std::vector<double> weights;          // empty: every row weighs 1
  std::vector<bool> lacks_text;         // empty: no row does
  std::vector<std::uint64_t> clusters;  // key of each row's cluster; empty: rows stand alone
  bool has_input = false;
  std::uint64_t answers = 0;  // hash of all answers, whatever the order of the rows
  double han_share = 0;       // as metrics were bound with
  double unspaced_share = 0;
  std::vector<std::string> classes;  // labels of the probability columns
  std::vector<SliceRow> slice_rows;  // under keep_slice_rows, for a search once flips are known
  SlicePlan slice_plan;

  std::int64_t most_rows = INT64_MAX;  // beyond so many nothing is kept of any row
  std::size_t most_bytes = SIZE_MAX;   // … nor beyond so many bytes of statistics
  bool too_many = false;

  std::span<const std::byte> of(const Statistic& statistic) const;
  /// The hash of all inputs and expected answers, whatever their order: the same for runs over the
  /// same test set
  std::uint64_t test_set() const;
};

/// Hooks from the outside: progress is called from one thread at a time, `stop` ends the run early
struct EvaluateHooks {
  std::function<void(const Progress&)> progress;
  const std::atomic<bool>* stop = nullptr;
  KeptRun* keep = nullptr;
  /// Takes the lines that --samples would write, in the order of the rows; false: no more of them
  std::function<bool(std::string_view)> samples = {};
};

/// Threads that a run uses
std::size_t thread_count(const EvaluateOptions& options);

/// Evaluate a table; the evidence has no verdict and no findings yet
///
/// Equal input, version and seed give equal evidence on any number of threads.
Result<Evidence> evaluate(Table& table, const EvaluateOptions& options, const EvaluateHooks& hooks);

}  // namespace shijin
