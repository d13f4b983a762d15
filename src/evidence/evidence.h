// Evidence: all that one evaluation found, as plain data. The verdict reads it and adds findings;
// the report shows it; nothing here computes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/notes.h"
#include "evidence/example.h"
#include "evidence/leakage.h"
#include "evidence/model_facts.h"
#include "evidence/probability.h"
#include "evidence/ratings.h"
#include "evidence/score.h"
#include "evidence/slice.h"
#include "table/table.h"

namespace shijin {

enum class Task : std::uint8_t { classification, generation, rating, lm };
enum class Decision : std::uint8_t { pass, fail, undecided, none };

std::string_view task_name(Task task);
std::string_view decision_name(Decision decision);

/// Where the run came from; the only part of a result that may differ between equal runs
struct RunFacts {
  std::string id;
  std::string name;
  std::string created;       // ISO 8601, UTC
  std::int64_t made_at = 0;  // the same in milliseconds since 1970
  std::uint64_t seed = 0;
  std::vector<std::string> command;
};

/// The data that was read
struct DataFacts {
  std::vector<FileFacts> files;
  std::int64_t rows = 0;                   // data rows in the files
  std::int64_t used = 0;                   // rows that entered the metrics
  std::int64_t skipped = 0;                // bad rows left out by --skip-bad
  std::vector<std::int64_t> skipped_rows;  // which, 1-based data rows; at most the first 1,000
  std::string digest;
  std::vector<std::string> names;  // of all columns
  Roles roles;
  double han_share = 0;  // of the letters in outputs and references, those that are Han
  std::int64_t thinking_stripped = 0;  // outputs from which <think>…</think> was removed
  std::int64_t clusters = 0;           // that the rows fall into; 0 without a column of clusters
};

/// One label of a classification; counts are weighted when there is a weight column
struct LabelLine {
  std::string label;
  double truth = 0;          // rows whose truth is this label
  double predicted = 0;      // rows predicted as it
  double hits = 0;           // rows where both are
  bool in_truth_set = true;  // false: only ever predicted
};

/// counts[t][p] over `labels` in code-point order; the last column of an "other" when
/// `has_other` counts predictions outside the labels (unparsed, or only ever predicted)
struct Confusion {
  std::vector<std::string> labels;
  std::vector<std::vector<double>> counts;
  std::vector<std::vector<std::vector<Example>>> examples;  // first few of each off-diagonal cell
  bool has_other = false;
};

/// What a system without any skill would score, under the same key
struct Baseline {
  std::string name;   // "majority"
  std::string key;    // the metric it is for
  std::string label;  // the label it always says
  double value = 0;
};

/// What a gate demands and how it came out
struct GateLine {
  std::string gate;  // as written: "f1[label=0]>=0.6"
  std::string key;
  std::string comparison;  // ">=", ">", "<=", "<"
  double bar = 0;
  std::string run = {};       // of a comparison: the run that it is about
  bool against_base = false;  // the bar is for the difference from the base of a comparison
  bool relative = false;      // … for the share of the base's score, such as 0.98
  bool guard = false;         // written with --guard: not worse by more than that
  bool from_profile = false;  // a profile's own gate, skipped when not measured
  bool skipped = false;
  Decision decision = Decision::none;
  std::optional<double> value;
  std::optional<Interval> interval;
  std::optional<std::int64_t> needed_n;  // rows in all that would decide, when undecided
  Message reason;
};

/// One thing the evidence shows, why, and what to change
struct Finding {
  std::string name;  // slug: "class-recall-low"
  enum class Level : std::uint8_t { high, medium, low, info } severity = Level::info;
  Message headline;
  std::vector<std::pair<std::string, double>> numbers;
  std::vector<std::string> because;  // metric keys it rests on
  std::vector<Example> samples;
  Message remedy;
  double gain = 0;  // share of the rows that would be right if this were mended; 0 where unknown
};

/// The verdict: a decision, and the sentence a manager reads first
struct Verdict {
  Decision decision = Decision::none;
  std::vector<GateLine> gates;
  Message headline;         // "F1 of label 0 is 0.67, but with 2 such rows …"
  Message reason;           // "About N more rows … would …"
  std::string core_label;   // the label the verdict is about, or ""
  std::string primary_key;  // the metric it is about
  bool enough = true;       // false: too few rows to say; the headline says so, gates or not
};

struct Point {
  double x = 0;
  double y = 0;
  double threshold = 0;
};

/// A bar of a reliability diagram or histogram: [low, high) and what fell into it
struct Bin {
  double low = 0;
  double high = 0;
  double count = 0;
  double mean = 0;  // of the quantity binned
  double rate = 0;  // of positives, where that has a meaning
};

/// A tenth of the rows of a generation, by the length of their outputs
struct LengthGroup {
  std::int64_t rows = 0;
  std::int64_t shortest = 0;  // in characters, those of Unicode
  std::int64_t longest = 0;
  double length = 0;  // the median
  double score = 0;   // the median
  double mean = 0;    // of the scores
};

/// How a metric's scores go with the length of the outputs, the shortest first
struct LengthFacts {
  std::string key;
  std::vector<LengthGroup> groups;  // of at least 20 rows that differ in length, else empty
};

/// Outputs that a screen stopped at
struct Screened {
  std::int64_t rows = 0;
  std::vector<Example> examples;              // the first few
  std::map<std::string, std::int64_t> kinds;  // rows of each kind, such as a term
};

/// The text that occurs most often among the outputs, and how often others do; 0 where there is
/// none
struct SameText {
  std::int64_t outputs = 0;       // rows with that output, but for blanks around it
  std::int64_t references = 0;    // rows with the most frequent first reference
  std::int64_t inputs = 0;        // rows with the most frequent input
  std::vector<Example> examples;  // a few of `outputs`
};

/// Facts about the texts of a generation task, for findings
struct TextFacts {
  std::int64_t output_empty = 0;
  std::int64_t reference_empty = 0;
  std::int64_t output_missing = 0;
  std::int64_t lacking_text = 0;     // rows whose output, or every reference, is nothing but blanks
  std::int64_t reference_short = 0;  // fewer than 4 units in the script's unit
  std::int64_t output_short = 0;
  std::vector<std::string> label_like;  // the references, where they are a few short texts again
                                        // and again: a classification in disguise
  double output_units_mean = 0;         // characters for Han text, words otherwise
  double reference_units_mean = 0;
  std::vector<Example> output_empty_examples;
  std::vector<Example> reference_short_examples;
  std::map<std::string, Screened> screened;  // by the name of the rule that tells it
  SameText same;
  /// Mean tokens a text that each tokeniser in use yields on references; for "unfit for the script"
  std::vector<std::pair<std::string, double>> tokens_per_reference;
};

/// What people gave one dimension, from 1 to 5, in columns beside the outputs; a row rated more
/// than once counts as its mean
struct RatingLine {
  std::string dimension;  // "relevance"; "overall" as given, else the mean of a row's dimensions
  std::int64_t n = 0;     // rows with a rating
  double mean = 0;
  std::optional<Interval> interval;  // of the mean over rows, for these raters; none below two rows
};

/// One metric held against the overall ratings of people that stand beside the same rows
struct PeopleLine {
  std::string key;
  std::int64_t n = 0;              // rows with both
  std::optional<double> spearman;  // above 0 where people like what the metric calls better
  std::optional<Interval> interval;
  double low = 0;                         // ends of the metric's worst third …
  double high = 0;                        // … and of its best, as the metric counts
  std::vector<std::string> only_machine;  // ids in its best third to which people give less than 3
  std::vector<std::string> only_people;   // in its worst third to which they give 4 or more
};

/// One way in which a tool of the field counts the same measure
struct Rung {
  std::string key;
  Message tool;    // "LLaMA-Factory bleu-4"
  Message counts;  // what it counts, in one line
  Message also;    // who else prints this number; may be empty
  Score score;
  std::optional<Interval> interval;
  double low = 0;
  double high = 1;
  int decimals = 3;
  double bar = 0;    // the ladder's bar on this scale: 0.4 is 40 where the scale ends at 100
  std::string gate;  // "lf_bleu_4>=40"
};

/// The same texts as the tools of the field would score them
struct Ladder {
  std::string measure;  // "bleu"
  double bar = 0;       // in 0–1
  bool whole = false;   // every variant was measured; else those that happened to be
  std::vector<Rung> rungs;
};

/// All that one evaluation found
struct Evidence {
  std::string version;
  Task task = Task::classification;
  std::string profile;
  RunFacts run;
  DataFacts data;
  std::optional<ModelFacts> model;  // whose answers the numbers rest on, where one was asked
  std::optional<ModelFacts> fluency_model;  // which judged how fluent the outputs are, whoever
                                            // wrote them
  std::vector<ScoreLine> metrics;           // in panel order
  std::vector<std::string> panel;  // keys chosen automatically (the others were named by the user)
  std::vector<std::pair<std::string, Message>> left_out;  // key → why it is not in the panel
  std::vector<LabelLine> labels;
  bool labels_given = false;  // by --labels, else those seen in the truth
  double unparsed = 0;        // predictions outside the labels
  std::string extract;        // --extract, by which labels were looked for in outputs, or ""
  std::vector<Example> unparsed_examples;
  Confusion confusion;
  std::vector<Baseline> baselines;
  std::string positive;                 // --positive, or ""
  std::map<std::string, double> costs;  // "0>1" → cost of saying 1 when it is 0
  std::map<std::string, double> prevalence;
  std::map<std::string, std::vector<Point>> curves;  // "roc", "pr", "threshold", keyed "name:label"
  std::map<std::string, std::vector<Bin>> reliability;  // keyed by label
  std::map<std::string, std::vector<Bin>> histograms;   // keyed by metric
  std::map<std::string, std::vector<Example>> worst;    // lowest samples of a metric key
  TextFacts texts;
  Ladder ladder;
  RatingFacts ratings;
  SliceFacts slices;
  ProbabilityFacts probabilities;
  std::optional<LeakageFacts> leakage;  // where a training set was given
  LengthFacts lengths;                  // of outputs, beside the first metric's scores
  std::vector<RatingLine> rated;        // of people, in columns beside the outputs
  std::vector<PeopleLine> people;       // the metrics against them
  Verdict verdict;
  std::vector<Finding> findings;
  Notes notes;

  const ScoreLine* find(std::string_view key) const;
};

}  // namespace shijin
