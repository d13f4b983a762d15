// Wrapping text to a display width: English between words, Chinese between characters, never a
// closing mark at the start of a line nor an opening one at its end.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shijin::cli {

/// Break into lines of at most `columns` display columns; a longer word stands alone on its line
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

/// Write a head and a wrapped body beside it: the body begins at column `indent`, on the next line
/// when the head does not leave two blanks before it
void append_hanging(std::string& out, std::string_view head, std::string_view body,
                    std::size_t indent, std::size_t columns);

}  // namespace shijin::cli
