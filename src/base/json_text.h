// JSON text: turning the inside of a JSON string into UTF-8, and back. Shared by the readers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shijin {

/// Undo the escapes of the inside of a JSON string (without its quotes) into `out`, which has room
/// for `raw.size()` bytes; the number of bytes written, or npos where an escape is not valid
///
/// A lone half of a surrogate pair is not valid: it has no UTF-8.
std::size_t unescape_json(std::string_view raw, char* out);

/// Bytes the escape at `at` takes in `raw` (which has a backslash there), or 0 when it is not valid
std::size_t escape_size(std::string_view raw, std::size_t at);

/// The byte offset of the first escape in `raw` that is not valid, or npos
std::size_t find_bad_escape(std::string_view raw);

/// Find the first quote, backslash or control character in [p, end), or end; for long texts
///
/// Compares 32 bytes at a time where the processor can.
const char* find_text_stop_long(const char* p, const char* end);

/// Tell whether a word is a number as JSON writes them: -1, 0.5, 1e-3, but not 01, .5 or +1
bool is_json_number(std::string_view word);

/// Drop blanks, tabs and newlines (JSON's white space) from both ends
std::string_view strip_json_space(std::string_view text);

}  // namespace shijin
