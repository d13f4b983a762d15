// Lowering letters as Python's str.lower() does (full Unicode lower case, final sigma included).
#pragma once

#include <string>
#include <string_view>

namespace shijin {

/// Lower-case valid UTF-8; equal to Python 3.11's str.lower() on every code point
std::string lower(std::string_view text);

}  // namespace shijin
