// ErrorRate: edits against the first reference, pooled over the corpus: under CER and WER, as jiwer
// counts them.
#pragma once

#include <cstdint>

#include "metrics/alignment.h"
#include "metrics/metric.h"

namespace shijin {

/// Whether blanks at the ends of a text are dropped before comparing
enum class Edges : std::uint8_t { kept, stripped };

/// Base of an error rate: edits / reference tokens; the edits alone when no reference has a token
class ErrorRate {
 public:
  struct Stat {
    std::uint32_t counted = 0;  // 0: no reference
    std::uint32_t too_long = 0;
    std::uint32_t edits = 0;
    std::uint32_t length_reference = 0;
  };
  static constexpr bool kStateIsSums = true;
  struct State {
    double rows = 0;
    double too_long = 0;
    double edits = 0;
    double length_reference = 0;
  };

  ErrorRate(std::string_view tokenizer, Edges edges);

  void measure_all(Samples& samples, std::span<Stat> out) const;
  void add(State& state, const Stat& stat, double weight) const {
    state.rows += weight * stat.counted;
    state.too_long += weight * stat.too_long;
    state.edits += weight * stat.edits;
    state.length_reference += weight * stat.length_reference;
  }
  void merge(State& state, const State& other) const {
    state.rows += other.rows;
    state.too_long += other.too_long;
    state.edits += other.edits;
    state.length_reference += other.length_reference;
  }
  Score finish(const State& state) const;

 private:
  const Tokenizer* tokenizer_;
  Edges edges_;
};

}  // namespace shijin
