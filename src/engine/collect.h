// Collector: what a report shows besides scores: example rows, empty and short texts, the worst
// samples. One a shard, merged in shard order.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/exact_sum.h"
#include "engine/rated.h"
#include "engine/shard.h"
#include "engine/slice_search.h"
#include "engine/text_screens.h"
#include "evidence/evidence.h"

namespace shijin {

/// Facts of some shards
class Collector {
 public:
  Collector() = default;
  /// The facts of rows that were looked at before: how many, and how many of them lack a text, or
  /// tokens that were scored
  static Collector counted(std::int64_t used, std::int64_t lacking_text, std::int64_t unscored,
                           std::int64_t unchunked);

  /// Look at a shard: examples of wrong labels, or of empty and short texts
  void look(const ShardPlan& plan, const Shard& shard);
  /// Keep the rows with the worst scores of a metric (lowest, or highest where lower is better)
  void keep_worst(const std::string& key, Better better, const ShardPlan& plan, const Shard& shard,
                  const std::vector<std::optional<double>>& scores);
  /// Keep how long the outputs are that have these scores; of the first 200,000 rows
  void keep_lengths(const std::string& key, const Shard& shard,
                    const std::vector<std::optional<double>>& scores);
  /// Keep what metrics said of the rows that people rated
  void keep_rated(const Shard& shard, const std::vector<std::optional<double>>& overall,
                  const std::vector<PeopleScores::Column>& columns);
  void merge(Collector& later);

  /// Keep the rows whose tokens surprise a language model most, with marks on the tokens that do
  void keep_surprising(const ShardPlan& plan, const Shard& shard);

  /// The rows for the search over slices; they are handed over once
  SliceRows& slices() { return slices_; }

  std::int64_t rows() const { return rows_; }
  std::int64_t used() const { return used_; }
  std::int64_t skipped() const { return skipped_; }
  std::int64_t lacking_text() const { return texts_.lacking_text; }
  std::int64_t truth_empty() const { return truth_empty_; }
  /// How many references each row has: "2", "var" where they differ, "" where a row has none
  std::string references() const;
  /// Texts without any token that a language model scored
  std::int64_t unscored() const { return unscored_; }
  /// … and too short for llama-perplexity's windows
  std::int64_t unchunked() const { return unchunked_; }
  /// Hand all facts over; `labels` names the ids
  void give(const LabelSet& labels, Evidence& evidence) const;

 private:
  struct Cell {
    LabelId truth;
    LabelId predicted;
    bool operator<(const Cell& other) const {
      return truth != other.truth ? truth < other.truth : predicted < other.predicted;
    }
  };
  void look_at_labels(const ShardPlan& plan, const Shard& shard);
  void note_skipped(const Shard& shard);
  void look_at_texts(const ShardPlan& plan, const Shard& shard);
  void merge_texts(const Collector& later);

  std::int64_t rows_ = 0;
  std::int64_t used_ = 0;
  std::int64_t skipped_ = 0;
  std::vector<std::int64_t> skipped_rows_;
  std::int64_t truth_empty_ = 0;
  std::int64_t unscored_ = 0;
  std::int64_t unchunked_ = 0;
  // Rows by the perplexity of each alone: bar k is from 2 to the power of k / 2 on.
  struct Surprise {
    struct Bar {
      std::int64_t rows = 0;
      ExactSum nats;
    };
    std::map<int, Bar> bins;
    void merge(const Surprise& later);
    std::vector<Bin> give() const;
  };
  Surprise surprise_;
  std::int64_t thinking_ = 0;
  std::map<Cell, std::vector<Example>> confused_;
  std::map<std::string, std::pair<Better, std::vector<Example>>> worst_;
  TextFacts texts_;
  TextScreens screens_;
  SliceRows slices_;
  Rated rated_;
  PeopleScores people_;
  // How long outputs are, beside a metric's scores.
  struct Lengths {
    struct Row {
      std::int64_t characters;
      double score;
    };
    std::string key;
    std::vector<Row> rows;
    void merge(const Lengths& later);
    LengthFacts give() const;
  };
  Lengths lengths_;
  double output_units_ = 0;
  double reference_units_ = 0;
  std::int64_t reference_texts_ = 0;
  // Of one row; none seen: the fewest are more than the most.
  std::size_t fewest_references_ = std::numeric_limits<std::size_t>::max();
  std::size_t most_references_ = 0;
  double letters_ = 0;
  double han_letters_ = 0;
};

/// A sample as a report shows it; long texts are cut
Example make_example(const ShardPlan& plan, const Shard& shard, std::size_t i);

/// The id of a sample: the id column's, else its 1-based data row
std::string sample_id(const Shard& shard, std::size_t i);

}  // namespace shijin
