// Error: one thing that went wrong, where, and how to mend it; and its printed form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.h"

namespace shijin {

enum class Severity : std::uint8_t { error, warning, note };

/// A place in a file: row is the 1-based physical line, column the 1-based byte-independent
/// character in it; 0 means unknown
struct Where {
  std::string file;
  std::int64_t row = 0;
  std::int64_t column = 0;
};

/// One diagnostic: found, expected, how to mend
///
/// `name` is a stable slug ("label-unknown"), never translated. `line` is the offending line as it
/// stands (may be empty); `line_begin`/`line_end` are byte offsets in it to underline.
struct Error {
  std::string name;
  Where at;
  Message found;
  Message expected;
  Message help;
  std::string line;
  std::size_t line_begin = 0;
  std::size_t line_end = 0;
  Severity severity = Severity::error;
};

/// Print a diagnostic in the form of docs/conventions.md §4, ending in a newline
std::string describe(const Error& error, Language language);

}  // namespace shijin
