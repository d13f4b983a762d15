// ShareOfRows: the share of samples for which something holds, for metrics that count rows.
#pragma once

#include <cstdint>

#include "metrics/metric.h"

namespace shijin {

/// Base of a proportion: the metric adds measure, and finish where no row counts
struct ShareOfRows {
  struct Stat {
    std::uint32_t counted = 0;
    std::uint32_t holds = 0;
  };
  struct State {
    double rows = 0;
    double holds = 0;
  };

  void add(State& state, const Stat& stat, double weight) const {
    state.rows += weight * stat.counted;
    state.holds += weight * stat.holds;
  }
  void merge(State& state, const State& other) const {
    state.rows += other.rows;
    state.holds += other.holds;
  }
  Uncertainty uncertainty(const State& state) const {
    return {.kind = Uncertainty::Kind::proportion, .a = state.holds, .b = state.rows};
  }
};

}  // namespace shijin
