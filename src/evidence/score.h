// Score and Interval: a number that may be undefined, and the doubt about it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"

namespace shijin {

enum class Better : std::uint8_t { higher, lower, neither };

/// A value, or the reason why there is none; never NaN, never a silent 0
struct Score {
  std::optional<double> value;
  Message undefined_because;  // set exactly when value is empty

  static Score of(double x) { return {x, {}}; }
  static Score undefined(Message why) { return {std::nullopt, std::move(why)}; }
};

/// [lo, hi] at a confidence level; `method` is a slug such as "wilson" or "poisson-bootstrap"
struct Interval {
  double lo;
  double hi;
  double level;
  std::string_view method;
};

/// One metric of one run, as every renderer shows it
struct ScoreLine {
  std::string key;     // canonical: "f1[label=0]"
  std::string metric;  // the registered name: "f1"
  Message title;       // "F1, label 0"
  Score score;
  std::optional<Interval> interval;  // none when undefined or when no honest one exists
  Message no_interval_because;       // set when a defined score has no interval
  std::int64_t n = 0;                // rows that entered
  Better better = Better::higher;
  double low = 0;  // the metric's range; hi may be infinite
  double high = 1;
  int decimals = 3;       // sensible for people; stored values are unrounded
  std::string signature;  // key plus tool version
  double spread = 0;      // of one row, where the score is a mean of rows; 0 is unknown
  Message flag;           // why to distrust it on this data; may be empty
  std::string peer_line;  // what the peer's own command prints for it; may be empty
};

}  // namespace shijin
