// StoredRun: what a run leaves behind for later: a summary, and the rows of its statistics, as the
// file stats.bin holds them (docs/store.md).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "evidence/trainer_facts.h"

namespace shijin {

/// A run in a list
struct RunRecord {
  std::string id;
  std::string name;
  std::string created;  // ISO 8601, UTC
  std::string version;  // of the program that made it
  std::string task;
  std::string profile;
  std::string path;      // of the first file
  std::string digest;    // of the data
  std::string test_set;  // the same for runs over the same inputs and expected answers
  std::string answers;   // … for runs that gave the same answers
  std::int64_t rows = 0;
  std::string decision;
  std::string primary;  // key of the metric that stands for the run, or ""
  std::optional<double> value;
  std::optional<double> lo;
  std::optional<double> hi;
  int decimals = 3;
};

/// One metric that was shown
struct StoredMetric {
  std::string key;
  std::string statistic;  // its key
  std::string signature;
  std::optional<double> value;
  bool with_text = false;  // rows without a text do not count
};

/// One statistic: its rows in the order of the file, or the sum alone where rows cannot be added
/// again; both as the statistic itself writes them
struct StoredStatistic {
  std::string key;
  std::string rows;
  std::string sum;
};

/// All of it
struct StoredRun {
  RunRecord record;
  std::uint64_t seed = 0;
  double level = 0.95;
  std::vector<std::string> command;
  std::map<std::string, std::string> settings;  // options that change what is measured
  std::map<std::string, double> costs;
  std::map<std::string, double> prevalence;
  std::vector<std::string> labels;   // --labels; empty: those met
  std::vector<std::string> classes;  // of the probability columns
  std::vector<std::string> own;  // definitions of the user's own metrics, as --metric takes them
  std::optional<TrainerFacts> trainer;  // what the trainer left beside the predictions
  double han_share = 0;
  double unspaced_share = 0;
  std::vector<StoredMetric> metrics;
  std::vector<std::string> hidden;  // keys measured for other reasons than to be shown

  bool has_rows = false;  // false: too many to keep, and all below is empty
  bool has_input = false;
  std::vector<std::string> ids;          // empty without an id column
  std::vector<std::int64_t> row;         // 1-based data rows
  std::vector<std::uint64_t> asked;      // hash of each input
  std::vector<std::uint64_t> expected;   // hash of the truth or the references
  std::vector<double> weights;           // empty: every row weighs 1
  std::vector<std::uint8_t> lacks_text;  // empty: no row does
  std::vector<std::uint64_t> clusters;   // key of each row's; empty: every row stands alone
  std::vector<StoredStatistic> statistics;

  const StoredStatistic* find(std::string_view statistic) const;
};

/// The bytes of stats.bin; statistics are packed on `threads` threads
std::string write_stored(const StoredRun& run, std::size_t threads);
/// Read them back; damage is named with the block it is in
Result<StoredRun> read_stored(std::string_view bytes, const std::string& path);
/// Read the record alone, from the first bytes of the file; the rest is not looked at
Result<RunRecord> read_record(std::string_view bytes, const std::string& path);

}  // namespace shijin
