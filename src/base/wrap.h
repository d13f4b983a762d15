// Wrapping text to a width in columns: Latin words stay whole, Chinese breaks between characters
// but never before a closing mark or after an opening one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shijin {

/// Cut a text into lines of at most `columns` (at least 2); the first may be narrower
///
/// Blanks at a break are dropped. A word wider than a line is cut between characters. "\n" begins a
/// new line. An empty text gives no lines.
std::vector<std::string> wrap_text(std::string_view text, std::size_t columns,
                                   std::size_t columns_first = 0);

}  // namespace shijin
