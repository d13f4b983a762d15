// SampleMean: the mean of one value a sample, for metrics that average (sentence BLEU, ROUGE). All
// sums are exact, so that any grouping of shards gives the same bits.
#pragma once

#include <cstdint>
#include <optional>

#include "base/exact_sum.h"
#include "metrics/metric.h"

namespace shijin {

/// Base of a metric that is a mean of per-sample values; the metric adds measure or measure_all
struct SampleMean {
  struct Stat {
    double value = 0;
    std::uint32_t counted = 0;    // 0: the sample has no reference and counts nowhere
    std::uint32_t undefined = 0;  // 1: the peer raises on this sample
  };
  struct State {
    ExactSum sum;
    ExactSum squares;
    double weight = 0;
    double undefined = 0;
  };

  void add(State& state, const Stat& stat, double weight) const;
  void merge(State& state, const State& other) const;
  /// The value of a row alone, as adding it up and finishing would give it
  std::optional<double> alone(const Stat& stat) const {
    if (stat.counted == 0 || stat.undefined != 0) return std::nullopt;
    return stat.value;
  }
  /// The mean; undefined without any sample, or where one sample is undefined
  Score finish(const State& state) const;
  Uncertainty uncertainty(const State& state) const;
};

/// Said by text metrics when no sample has a reference
Message no_reference();

}  // namespace shijin
