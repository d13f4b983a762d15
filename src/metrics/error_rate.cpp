// The first reference only, as the peer takes one.
#include "metrics/error_rate.h"

#include "base/utf8.h"
#include "metrics/sample_mean.h"
#include "metrics/too_long.h"

namespace shijin {
namespace {

// Code points without the white space at both ends.
Alignment::TokenSpan strip(Alignment::TokenSpan text) {
  while (!text.empty() && is_python_space(text.front())) text = text.subspan(1);
  while (!text.empty() && is_python_space(text.back())) text = text.first(text.size() - 1);
  return text;
}

}  // namespace

ErrorRate::ErrorRate(std::string_view tokenizer, Edges edges)
    : tokenizer_(find_tokenizer(tokenizer)), edges_(edges) {
  SJ_CHECK(tokenizer_ != nullptr, "an error rate names a tokeniser that is not registered");
}

void ErrorRate::measure_all(Samples& samples, std::span<Stat> out) const {
  const Tokens& output = samples.tokens(Field::output, *tokenizer_);
  const Tokens& reference = samples.tokens(Field::reference, *tokenizer_);
  Alignment alignment;
  for (std::size_t i = 0; i < samples.size; ++i) {
    out[i] = {};
    if (samples.reference_begin[i] == samples.reference_begin[i + 1]) continue;
    Alignment::TokenSpan said = output.of(i);
    Alignment::TokenSpan wanted = reference.of(samples.reference_begin[i]);
    if (edges_ == Edges::stripped) {
      said = strip(said);
      wanted = strip(wanted);
    }
    out[i].counted = 1;
    out[i].length_reference = static_cast<std::uint32_t>(wanted.size());
    if (is_too_long(said.size(), wanted.size())) {
      out[i].too_long = 1;
    } else {
      out[i].edits = alignment.edit_distance(said, wanted);
    }
  }
}

Score ErrorRate::finish(const State& state) const {
  if (state.rows <= 0) return Score::undefined(no_reference());
  if (state.too_long > 0) return Score::undefined(too_long(state.too_long));
  if (state.length_reference <= 0) return Score::of(state.edits);
  return Score::of(state.edits / state.length_reference);
}

}  // namespace shijin
