// Which script a text is in, and how long it is in the unit of that script.
#pragma once

#include <cstdint>
#include <string_view>

namespace shijin {

/// Counts of one text, or of many added up
struct ScriptCounts {
  std::int64_t letters = 0;  // alphabetic code points
  std::int64_t han = 0;      // of the letters, Han ideographs
  /// Length as a reader counts it: each Han or kana character is one, and so is each run of other
  /// letters and digits (a word); punctuation and white space count nothing
  std::int64_t units = 0;

  void add(const ScriptCounts& other) {
    letters += other.letters;
    han += other.han;
    units += other.units;
  }
  /// The share of Han among the letters, 0 without letters
  double han_share() const {
    return letters == 0 ? 0.0 : static_cast<double>(han) / static_cast<double>(letters);
  }
};

/// Count letters, Han letters and units of valid UTF-8
ScriptCounts count_script(std::string_view text);

}  // namespace shijin
