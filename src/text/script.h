// Which script a text is in, and how long it is in the unit of that script.
#pragma once

#include <cstdint>
#include <string_view>

namespace shijin {

/// Counts of one text, or of many added up
struct ScriptCounts {
  std::int64_t letters = 0;  // alphabetic code points
  std::int64_t han = 0;      // of the letters, Han ideographs
  /// Of the letters, those of scripts that put no blanks between words: Han, kana, Thai, Lao,
  /// Khmer, Burmese
  std::int64_t unspaced = 0;
  /// Length as a reader counts it: each letter of such a script is one, and so is each run of other
  /// letters and digits (a word); punctuation and white space count nothing
  std::int64_t units = 0;

  void add(const ScriptCounts& other) {
    letters += other.letters;
    han += other.han;
    unspaced += other.unspaced;
    units += other.units;
  }
  /// The share of Han among the letters, 0 without letters
  double han_share() const {
    return letters == 0 ? 0.0 : static_cast<double>(han) / static_cast<double>(letters);
  }
  /// The same of all letters whose script has no blanks between words
  double unspaced_share() const {
    return letters == 0 ? 0.0 : static_cast<double>(unspaced) / static_cast<double>(letters);
  }
};

/// Count letters, Han letters and units of valid UTF-8
ScriptCounts count_script(std::string_view text);

}  // namespace shijin
