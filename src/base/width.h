// Display width: how many terminal columns a text takes, and cutting or padding to a width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shijin {

/// Columns one code point takes on a terminal: 0 for combining marks and joiners, 2 for East Asian
/// wide and full-width forms and emoji, else 1
int code_point_width(char32_t code_point);

/// Columns a text takes; escape sequences for colour count as nothing
std::size_t display_width(std::string_view text);

/// Cut to at most `columns`, with "…" as the last column where something was left out
std::string cut_to_width(std::string_view text, std::size_t columns);

/// Add blanks on the right (or left) until the text takes `columns`
std::string pad_right(std::string_view text, std::size_t columns);
std::string pad_left(std::string_view text, std::size_t columns);

/// Replace control characters (tab, newline, NUL, escape) by visible ones, so that data cannot
/// move the cursor or colour the terminal
std::string printable(std::string_view text);

}  // namespace shijin
