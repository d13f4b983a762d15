// The first reference only, as the peer takes one; its words are jiwer's.
#include "metrics/word_edits.h"

#include "metrics/edit_trace.h"
#include "metrics/sample_mean.h"
#include "metrics/too_long.h"

namespace shijin {

WordEdits::WordEdits() : tokenizer_(find_tokenizer("jiwer")) {
  SJ_CHECK(tokenizer_ != nullptr, "word edits name a tokeniser that is not registered");
}

void WordEdits::measure_all(Samples& samples, std::span<Stat> out) const {
  const Tokens& output = samples.tokens(Field::output, *tokenizer_);
  const Tokens& reference = samples.tokens(Field::reference, *tokenizer_);
  EditTrace trace;
  for (std::size_t i = 0; i < samples.size; ++i) {
    out[i] = {};
    if (samples.reference_begin[i] == samples.reference_begin[i + 1]) continue;
    const EditTrace::TokenSpan said = output.of(i);
    const EditTrace::TokenSpan wanted = reference.of(samples.reference_begin[i]);
    out[i].counted = 1;
    if (is_too_long(said.size(), wanted.size())) {
      out[i].too_long = 1;
      continue;
    }
    const EditTrace::Counts counts = trace.count(wanted, said);
    out[i].hits = counts.hits;
    out[i].substitutions = counts.substitutions;
    out[i].deletions = counts.deletions;
    out[i].insertions = counts.insertions;
  }
}

void WordEdits::add(State& state, const Stat& stat, double weight) const {
  state.rows += weight * stat.counted;
  state.too_long += weight * stat.too_long;
  state.hits += weight * stat.hits;
  state.substitutions += weight * stat.substitutions;
  state.deletions += weight * stat.deletions;
  state.insertions += weight * stat.insertions;
}

void WordEdits::merge(State& state, const State& other) const {
  state.rows += other.rows;
  state.too_long += other.too_long;
  state.hits += other.hits;
  state.substitutions += other.substitutions;
  state.deletions += other.deletions;
  state.insertions += other.insertions;
}

std::optional<Score> OverWordEdits::undefined(const WordEdits::State& state) {
  if (state.rows <= 0) return Score::undefined(no_reference());
  if (state.too_long > 0) return Score::undefined(too_long(state.too_long));
  return std::nullopt;
}

}  // namespace shijin
