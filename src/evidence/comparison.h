// Comparison: what two or more runs over the same rows show beside each other, as plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/evidence.h"
#include "evidence/trainer_facts.h"

namespace shijin {

/// One run of a comparison
struct ComparedRun {
  std::string name;
  std::string path;
  std::string digest;
  std::int64_t rows = 0;
  std::optional<TrainerFacts> trainer = {};  // what its trainer left beside it
  std::optional<ModelFacts> model = {};      // that was asked for its answers just now
};

/// A setting of the trainer that is not the base's; "" where a run does not tell it
struct SettingChange {
  std::size_t run = 0;
  std::string name;
  std::string base;
  std::string value;
};

/// One metric over the rounds, in the order they were given
struct Trend {
  struct Point {
    Score score;
    std::optional<Interval> interval;
    std::size_t best_so_far = 0;  // the run with the best score up to here
  };
  std::string key;
  std::vector<Point> points;
};

/// What may be said of a run against the base on one metric
enum class Outcome : std::uint8_t { better, worse, no_difference, undecided };
std::string_view outcome_name(Outcome outcome);

/// Why a run can be told neither better nor worse
enum class Undecided : std::uint8_t {
  not_undecided,
  untested,          // no interval or no test
  holds_zero,        // the interval holds 0
  many_comparisons,  // sure by itself, but not among so many comparisons
  test_says_luck,    // the interval leaves 0 out, but the test does not
  no_direction,      // it differs, and neither way is better
};
std::string_view undecided_name(Undecided why);

/// One metric of one run against the base, over the same rows
struct ComparedScore {
  std::size_t run = 0;  // index into Comparison::runs
  std::string key;
  Message title;
  Better better = Better::higher;
  int decimals = 3;
  double range = 1;  // the largest difference there can be; may be infinite
  Score base;
  Score score;
  std::optional<double> difference;  // score minus base
  std::optional<Interval> interval;  // of the difference
  Message untested_because;          // set when there is no interval or test
  std::optional<double> p;
  std::optional<double> p_adjusted;          // Holm, over all metrics and runs shown
  std::string_view test;                     // "mcnemar-mid-p", "permutation", …
  std::size_t differing = 0;                 // rows that the metric does not see as equal
  std::size_t differing_units = 0;           // the same, or the clusters that they lie in
  std::optional<double> minimum_detectable;  // difference found four times in five
  std::optional<std::int64_t> needed_n;      // rows that would find this one four times in five
  double error = 0;                          // standard error of the difference; 0 is unknown
  Outcome outcome = Outcome::undecided;
  Undecided undecided = Undecided::untested;
};

/// Right and wrong answers of a run beside the base's
struct Flips {
  std::size_t run = 0;
  std::string key;  // the metric that says what is right
  std::int64_t both_right = 0;
  std::int64_t gained = 0;  // wrong in the base, right now
  std::int64_t lost = 0;
  std::int64_t both_wrong = 0;
  std::vector<std::string> gained_ids;
  std::vector<std::string> lost_ids;
};

/// Which way an answer went, from the base's to the run's
enum class Flip : std::uint8_t { lost, gained };

/// A set of rows where answers flipped more often than elsewhere, or that the user named
struct ComparedSlice {
  std::size_t run = 0;
  Flip way = Flip::lost;
  SliceLine slice;  // its errors are the rows that flipped, its examples have their ids alone
};

/// Places that a run may hold by score; 1 is the best
struct Ranks {
  std::size_t best = 1;
  std::size_t worst = 1;
  double leads = 0;  // share of resamples in which it scores highest: a frequency, no probability
};

/// Which run is best, as far as the rows tell
struct BestRun {
  std::string key;  // of the metric that decides
  std::string_view rule;
  std::optional<std::size_t> winner;       // only where no other run can be the best one
  std::vector<std::size_t> possibly_best;  // in order of score, best first
  std::vector<std::size_t> worse;          // surely not the best
  std::optional<double> debiased_score;    // of the highest, on rows that did not choose it
  std::vector<double> scores;              // of every run
  std::vector<Ranks> ranks;                // of every run; they hold for all at once
};

/// Runs that no other beats on one metric without losing on another, by the scores as they are
struct Pareto {
  std::vector<std::string> keys;
  std::vector<std::size_t> front;
};

/// One metric of one run as sacreBLEU prints it: the mean of its resamples ± half their middle
/// 95 %, and its two p values (none for the baseline)
struct SacrebleuScore {
  std::size_t run = 0;
  std::string key;
  double value = 0;
  double mean = 0;
  double half_width = 0;
  std::optional<double> bootstrap_p = {};
  std::optional<double> randomisation_p = {};
};

/// How many rows more a run has than the base in each cell of truth by prediction
struct ConfusionDifference {
  std::size_t run = 0;
  std::vector<std::string> labels;
  std::vector<std::vector<double>> counts;  // counts[truth][predicted]
  bool has_other = false;                   // the last column counts predictions outside the labels
};

/// How often the test set has been used to choose, as far as the store knows
struct Looks {
  std::int64_t versions = 0;     // different answers that were scored on it
  std::int64_t comparisons = 0;  // different sets of versions that were compared on it
  std::optional<double> luck;    // how much better than it is the best of so many equal ones looks
  Message warning;               // set when there have been many
};

/// How rows of different files were matched
enum class JoinedBy : std::uint8_t { id, content, order };
std::string_view joined_by_name(JoinedBy joined);

struct Comparison {
  std::string version;
  Task task = Task::classification;
  std::string profile;
  RunFacts facts;
  std::vector<ComparedRun> runs;  // the base first
  std::int64_t rows = 0;
  std::int64_t clusters = 0;  // that the rows fall into; 0: every row stands alone
  JoinedBy joined = JoinedBy::order;
  double level = 0.95;
  std::optional<double> margin;
  std::size_t comparisons = 0;        // tests that p_adjusted allows for
  std::string primary;                // the key that the sentences are about
  std::vector<ComparedScore> scores;  // by metric, then by run
  std::vector<Flips> flips;           // one for each run after the base, where answers are right or
                                      // wrong
  std::vector<ComparedSlice> slices;  // by run; lost ones first
  std::optional<BestRun> best;        // from three runs on
  std::optional<Pareto> pareto;       // from three runs and two metrics on
  std::vector<ConfusionDifference> confusion_differences;
  std::vector<SacrebleuScore> sacrebleu;          // under its profile: by metric, then by run
  std::vector<SettingChange> config_differences;  // by run, then by name
  std::vector<Trend> trend;
  std::optional<Looks> looks;          // where a store is kept
  Decision decision = Decision::none;  // of all gates together
  std::vector<GateLine> gates;         // by run, each run's in the order they were given
  Message headline;
  Message reason;

  const ComparedScore* find(std::string_view key, std::size_t run) const;
};

}  // namespace shijin
