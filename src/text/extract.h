// Extract: finding the label in what a model wrote freely. Three ways: the first label that is
// said, a pattern, or a place in a JSON answer. Nothing found is "unparsed", never a guess.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "text/tokenizer.h"

namespace shijin {

/// How a label was found
enum class FoundBy : std::uint8_t {
  nothing,   // no label; the row is unparsed
  whole,     // the whole output is the label
  first,     // the first label said
  alias,     // the first label said, by another word for it (正面 for positive)
  negation,  // only "not A" was said, and there is one other label
  pattern,   // the group of the regular expression
  path,      // the value in the JSON answer
  gave_up    // the pattern took too long on this output; unparsed
};

/// "first", "alias", … as in --samples
std::string_view found_by_name(FoundBy by);

/// A label found; the view lives as long as the extractor and the output
struct Extraction {
  std::string_view label;  // empty when unparsed
  FoundBy by = FoundBy::nothing;
  Span span = {0, 0};  // where it stands in the output; empty where it was written otherwise

  bool parsed() const { return by != FoundBy::nothing && by != FoundBy::gave_up; }
};

/// Words for common sentiment labels in English and Chinese
enum class Aliases : std::uint8_t { none, sentiment };

/// Finds labels by one of --extract's ways; not thread-safe: copy it for each thread
class LabelExtractor {
 public:
  /// Read "first-label", "regex:PATTERN" or "json:PATH"
  ///
  /// With labels, what a pattern or path finds must be one of them, or say one; without, it is the
  /// label as it stands. first-label needs labels. The pattern is ICU's; its first group counts, or
  /// the whole match when it has none. A path is dotted: result.label, answers.0.
  static Result<LabelExtractor> make(std::string_view way, std::span<const std::string> labels,
                                     Aliases aliases);

  LabelExtractor(const LabelExtractor& other);
  LabelExtractor(LabelExtractor&&) noexcept;
  LabelExtractor& operator=(LabelExtractor&&) noexcept;
  ~LabelExtractor();

  /// Find the label in an output (valid UTF-8) whose thinking is already taken out
  ///
  /// first-label: the earliest place wins, at one place the longest label. Latin labels must stand
  /// as whole words, whatever their case. What is denied ("not positive", 不是正面) or asked
  /// (是不是正面) is passed over; if nothing else is said and there are two labels, it is the
  /// other.
  Extraction extract(std::string_view output);

 private:
  struct State;
  explicit LabelExtractor(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shijin
