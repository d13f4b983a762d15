// What a program says of one row, in one line: a number, or a small JSON object.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"

namespace shijin {

/// One line read: sum/count is the row's value
struct Answer {
  double sum = 0;
  double count = 1;
  bool ratio = false;               // said as {"sum": …, "count": …}
  bool nothing = false;             // said to have no value
  std::string because;              // … and why
  std::optional<std::int64_t> row;  // the row it says it is about
};

/// Read a line: 0.5, true, {"value": 0.5}, {"sum": 3, "count": 7}, {"value": null, "because": "…"};
/// the problem where it is none of these
///
/// A number is JSON's: NaN and infinities are refused. true and false count as 1 and 0.
std::optional<Message> read_answer(std::string_view line, Answer& answer);

}  // namespace shijin
