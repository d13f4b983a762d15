// ProbabilityMean: what log_loss and brier share: one number a row, and their exact mean.
#pragma once

#include <array>
#include <cmath>

#include "base/exact_sum.h"
#include "metrics/metric.h"

namespace shijin {

/// The mean over rows of one number each row's truth and probabilities come to
///
/// A single probability column is that of its label, and one minus it that of the only other one:
/// with several others, and where a true label has no column, the mean is undefined.
struct ProbabilityMean {
  struct Stat {
    double value;
    LabelId truth;
    std::int32_t column;  // of the truth, or one of the below
  };
  static constexpr std::int32_t kOther = -1;    // the one that has no column of its own
  static constexpr std::int32_t kMissing = -2;  // a label that should have a column
  static constexpr std::int32_t kNoTruth = -3;  // counts nowhere

  struct State {
    ExactSum sum;
    ExactSum squares;
    ExactSum weight;
    std::array<LabelId, 2> others = {kNoLabel, kNoLabel};  // first two labels without a column
    bool missing = false;
  };

  LabelSet* labels = nullptr;

  /// Stored with the names of the labels, since ids belong to a run
  void save(const State& state, ByteWriter& writer) const;
  State load(ByteReader& reader) const;
  void save_rows(std::span<const Stat> rows, ByteWriter& writer) const;
  std::vector<Stat> load_rows(ByteReader& reader) const;

  void add(State& state, const Stat& stat, double weight) const;
  void merge(State& state, const State& other) const;
  Score finish(const State& state) const;
  Uncertainty uncertainty(const State& state) const;

  /// Where the probability of a row's truth stands
  static std::int32_t column_of(const Samples& samples, std::size_t row);
};

/// Add a × b without rounding the product
inline void add_product(ExactSum& sum, double a, double b) {
  const double product = a * b;
  sum.add(product);
  sum.add(std::fma(a, b, -product));
}

}  // namespace shijin
