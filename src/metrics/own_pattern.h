// Pattern: a regular expression (ICU's, over UTF-8) that gives up on a text rather than hang. ICU
// counts its steps, not seconds, so that it gives up on the same text everywhere.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "metrics/samples.h"

namespace shijin {

/// A compiled pattern; not thread-safe: copy it for each thread
class Pattern {
 public:
  enum class Found : std::uint8_t { no, yes, gave_up };

  static Result<Pattern> make(std::string_view pattern, Case letters);
  Pattern(const Pattern& other);
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  /// Whether it matches anywhere in valid UTF-8
  Found find(std::string_view text);

 private:
  struct State;
  explicit Pattern(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace shijin
