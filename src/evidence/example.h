// Example: one sample worth showing, and the places in it that matter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"

namespace shijin {

/// A place in an example's output, in bytes, and what stands there
struct Mark {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Message what;
  std::string term = {};  // of a list of terms: the entry that was met
  int tier = 0;           // … and how grave it is, 1 to 3
  Message exempt = {};    // … and why it may be no problem; empty where nothing exempts it
};

/// A sample worth showing
struct Example {
  std::string id;
  std::int64_t row = 0;         // 1-based data row
  std::string input;            // cut to at most 400 bytes on a character boundary
  std::string output;           // predicted label, or the generated text
  std::string reference;        // true label, or the first reference
  std::optional<double> score;  // of the metric that chose it
  std::vector<Mark> marks = {};
};

}  // namespace shijin
