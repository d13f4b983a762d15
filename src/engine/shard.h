// Shard: one batch of rows turned into Samples: labels interned, probabilities read, thinking
// stripped, references gathered.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/notes.h"
#include "engine/layout.h"
#include "metrics/samples.h"
#include "text/compliance.h"
#include "text/extract.h"

namespace shijin {

/// What every shard of a run is built with
struct ShardPlan {
  const Table* table = nullptr;
  const EvaluateOptions* options = nullptr;
  Layout layout;
  LabelSet* labels = nullptr;
  std::vector<LabelId> classes;             // of the probability columns
  std::optional<LabelExtractor> extractor;  // of --extract
  /// Rows at or above it are not kept for slices; shared by all threads, only ever lowered
  std::shared_ptr<std::atomic<std::uint64_t>> slice_bound;
  std::optional<ComplianceScreen> screen;  // of --terms, else the built-in list
};

/// The columns of one shard and the Samples over them; not movable while `samples` is in use
struct Shard {
  RawShard raw;
  Batch batch;
  Samples samples;
  Notes notes;
  std::int64_t thinking_stripped = 0;
  std::vector<std::int64_t> truth_empty;  // rows left out because their truth is empty

  std::vector<std::int64_t> row;
  std::vector<std::int64_t> line;
  std::vector<std::string_view> id, input, output, reference;
  std::vector<std::string_view> cluster;                     // empty without such a column
  std::vector<std::string_view> truth_text, predicted_text;  // as they stand, for examples
  std::vector<std::string_view> extra;                       // rows × layout.extra, for own metrics
  std::vector<std::string_view> slice;                       // rows × layout.slices
  std::vector<std::uint32_t> reference_begin;
  std::vector<LabelId> truth, predicted;
  std::vector<double> probabilities, weight;
  std::vector<double> embedding;         // rows × kEmbeddingValues, NaN without a reference
  std::vector<std::string_view> scored;  // by a language model
  struct Scores {
    std::vector<double> all;
    std::vector<std::uint32_t> begin = {0};
    std::vector<std::uint32_t> bytes;  // of each token; empty where the column does not tell
  };
  Scores log_probs, chunked;  // of the tokens of `scored`
  std::vector<bool> output_missing;
  std::vector<bool> lacks_text;  // the output, or every reference, is nothing but white space
  std::optional<LabelExtractor> extractor;  // this shard's own copy: extracting is not thread-safe
  std::vector<FoundBy> found_by;            // how each predicted label was found, with --extract
  std::deque<std::string> owned;            // texts that had to be rewritten
};

/// Fill `shard.samples` from `shard.batch`; problems of single cells go to `shard.notes`
void build_shard(const ShardPlan& plan, LabelCache& cache, Shard& shard);

}  // namespace shijin
