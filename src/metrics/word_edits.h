// WordEdits: hits and edits of words against the first reference, pooled over the corpus: under MER
// and WIL, as jiwer counts them.
#pragma once

#include <cstdint>

#include "metrics/metric.h"

namespace shijin {

/// Counts of an alignment of words; shared by the metrics that are ratios of them
class WordEdits {
 public:
  struct Stat {
    std::uint32_t counted = 0;  // 0: no reference
    std::uint32_t too_long = 0;
    std::uint32_t hits = 0;
    std::uint32_t substitutions = 0;
    std::uint32_t deletions = 0;
    std::uint32_t insertions = 0;
  };
  static constexpr bool kStateIsSums = true;
  struct State {
    double rows = 0;
    double too_long = 0;
    double hits = 0;
    double substitutions = 0;
    double deletions = 0;
    double insertions = 0;

    double edits() const { return substitutions + deletions + insertions; }
    double reference_words() const { return hits + substitutions + deletions; }
    double output_words() const { return hits + substitutions + insertions; }
  };

  WordEdits();
  void measure_all(Samples& samples, std::span<Stat> out) const;
  void add(State& state, const Stat& stat, double weight) const;
  void merge(State& state, const State& other) const;

 private:
  const Tokenizer* tokenizer_;
};

/// Base of a metric over WordEdits; the metric adds finish
struct OverWordEdits {
  WordEdits shared() const { return {}; }
  std::string shared_key() const { return "word_edits"; }
  /// Why there is no score, or nothing: no reference, or rows too long to align
  static std::optional<Score> undefined(const WordEdits::State& state);
};

}  // namespace shijin
