// ProbabilityRows: the statistic that rank metrics share. A rank cannot be added up, so its sum is
// the rows themselves: truth, weight and the probability of every class.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/exact_sum.h"
#include "base/spill.h"
#include "metrics/metric.h"
#include "metrics/rank.h"

namespace shijin {

/// The rows, kept; the sum takes 12 + 8 × classes bytes a row, and spills to a file when large
struct ProbabilityRows {
  using Stat = std::byte;
  struct State {
    SpillArray<LabelId> truth;
    SpillArray<double> weight;
    SpillArray<double> probabilities;  // row by row
  };

  std::size_t classes = 0;
  LabelSet* labels = nullptr;

  std::size_t stat_bytes() const { return sizeof(double) * (classes + 1); }
  void measure_all(Samples& samples, std::span<std::byte> stats) const;
  void add_all(State& state, std::span<const std::byte> stats,
               std::span<const double> weights) const;
  void merge(State& state, const State& other) const;
  /// Up to 5,000 rows an interval comes from resampling; beyond, from the rows' contributions
  bool resampled(const State& state) const { return state.truth.size() <= 5'000; }
  /// Stored with the names of the labels, since ids belong to a run
  void save(const State& state, ByteWriter& writer) const;
  State load(ByteReader& reader) const;
  void save_rows(std::span<const std::byte> stats, ByteWriter& writer) const;
  std::vector<std::byte> load_rows(ByteReader& reader) const;

 private:
  enum class Missing : std::uint8_t { dropped, kept };  // rows without a truth
  void keep(State& state, std::span<const std::byte> stats, std::span<const double> weights,
            Missing missing) const;
};

/// A metric that ranks rows by probability, for one label against the rest or averaged
///
/// label=L ranks by the column of L (with a single column for another label, by one minus it).
/// avg=macro and weighted average over the columns; an average is undefined when one of its parts
/// is, or when a true label has no column. multi=ovo compares each two labels among their own rows
/// (Hand and Till 2001) and averages over the labels that are true somewhere.
struct RankRule {
  enum class Average : std::uint8_t { label, macro, micro, weighted };
  enum class Multi : std::uint8_t { rest, pairs };

  LabelSet* labels = nullptr;
  std::vector<std::string> classes;
  RankMeasure measure_ranking = nullptr;
  Average average = Average::label;
  Multi multi = Multi::rest;
  std::string label;

  static Result<RankRule> read(std::string_view metric, const Arguments& arguments,
                               const MetricContext& context);

  ProbabilityRows shared() const { return {classes.size(), labels}; }
  std::string shared_key() const { return "probabilities"; }
  Score finish(const ProbabilityRows::State& state) const;
  Uncertainty uncertainty(const ProbabilityRows::State& state) const;
  std::vector<double> contributions(const ProbabilityRows::State& state) const;

 private:
  Score score(const ProbabilityRows::State& state, std::span<double> contribution) const;
  Score one_label(const ProbabilityRows::State& state, std::span<double> contribution) const;
  Score averaged(const ProbabilityRows::State& state, std::span<const std::uint32_t> truth,
                 std::span<double> contribution) const;
  Score flattened(const ProbabilityRows::State& state, std::span<double> contribution) const;
  Score pairwise(const ProbabilityRows::State& state, std::span<const std::uint32_t> truth,
                 std::span<double> contribution) const;
  std::optional<SpillArray<std::uint32_t>> truth_columns(const ProbabilityRows::State& state,
                                                         LabelId& missing) const;
  Score undefined_label(const ProbabilityRows::State& state, LabelId id) const;
};

}  // namespace shijin
