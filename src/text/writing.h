// Writing: in which script a text is written, and for Han in which of its two forms; a stand-in for
// its language. Languages that share a script (English, French) are not told apart.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace shijin {

/// None where there is too little text, or no script has most of it
enum class Writing : std::uint8_t {
  none,
  chinese,  // Han, too few telling characters
  traditional,
  simplified,
  japanese,
  korean,
  latin,
  cyrillic,
  greek,
  arabic,
  hebrew,
  devanagari,
  thai,
};

/// The writing of a text with at least 4 words or Han characters, three fifths of them of a kind
Writing writing_of(std::string_view text);

/// Whether two writings are surely two: both known, and Chinese of unknown form equals both forms
bool differ(Writing a, Writing b);

/// What an output was written in, and what was wanted
struct WrongWriting {
  Writing written;
  Writing wanted;
};

/// Whether an output is in another writing than all its references that have a known one, or, where
/// none has, than its input; nothing when it is not, or when one side is unknown
std::optional<WrongWriting> wrong_writing(std::string_view output,
                                          std::span<const std::string_view> references,
                                          std::string_view input);

/// "zh-Hant", "Latin", …: what the JSON and the words call it
std::string_view writing_name(Writing writing);

}  // namespace shijin
