// LabelCounts: the statistic that all label metrics share: how often each label was true, was
// predicted, and both at once. One measuring pass, whatever the number of keys.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "base/random.h"
#include "metrics/metric.h"

namespace shijin {

/// The label statistic: one (truth, predicted) pair a row; rows without a truth count nowhere
struct LabelCounts {
  struct Stat {
    LabelId truth;
    LabelId predicted;  // kNoLabel and kUnparsed count as a wrong answer of no label
  };
  struct State {
    std::vector<double> dense;  // (truth, predicted) of the first kDense ids, plus "no label"
    std::unordered_map<std::uint64_t, double> sparse;  // the others
  };
  static constexpr std::size_t kDense = 31;

  const LabelSet* labels = nullptr;

  Stat measure(Samples& samples, std::size_t row) const {
    return {samples.truth[row], samples.predicted[row]};
  }
  State start() const { return {std::vector<double>((kDense + 1) * (kDense + 1)), {}}; }
  void add(State& state, const Stat& stat, double weight) const;
  void merge(State& state, const State& other) const;
  /// Draw all cells from their posterior: Dirichlet(count + ½ on each cell of a row and column in
  /// use)
  State resample(const State& state, Random& random) const;
};

/// A confusion table in code-point order of its labels, as label metrics finish from it
struct LabelTable {
  std::vector<std::string> labels;  // in truth or predicted, sorted (or all that were given)
  std::vector<std::vector<double>> counts;  // [truth][predicted]
  std::vector<double> unparsed;             // a truth label: rows whose output is no label
  std::vector<double> truth;                // row sums, unparsed included
  std::vector<double> predicted;            // column sums
  double total = 0;                         // all rows
  double hits = 0;                          // the diagonal

  /// The position of a label, or -1
  int find(std::string_view label) const;
};

/// Order a state's counts; labels with no row at all are left out unless the set is closed
LabelTable label_table(const LabelCounts::State& state, const LabelSet& labels);

/// Base of every label metric: the shared statistic, and where names come from
struct LabelRule {
  const LabelSet* labels = nullptr;

  LabelCounts shared() const { return {labels}; }
  std::string shared_key() const { return "labels"; }
  LabelTable table(const LabelCounts::State& state) const { return label_table(state, *labels); }
};

/// Said by label metrics about an empty test set
Message no_rows();

}  // namespace shijin
