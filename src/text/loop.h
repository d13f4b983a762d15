// Loops: does a text end by saying the same over and over, as models do that cannot stop?
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "text/tokenizer.h"

namespace shijin {

/// The repeating end of a text
struct Loop {
  Span unit;            // the first time the unit stands there
  std::uint32_t times;  // that it stands there; the last may be cut short
};

/// The longest end of a text that repeats one unit 4 times or more (the last may be cut to a half)
/// over at least 32 characters (of marks without letters or digits, 128)
///
/// Only the last 4,096 characters are looked at. Repetitions that differ in a number or word are no
/// loop.
std::optional<Loop> find_loop(std::string_view text);

}  // namespace shijin
