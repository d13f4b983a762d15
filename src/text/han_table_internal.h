// The tables behind han.h; generated, see tools/make_han_table.py.
#pragma once

#include <string_view>

namespace shijin {

extern const std::u16string_view kTraditionalOnly;  // sorted
extern const std::u16string_view kSimplifiedOnly;   // sorted

}  // namespace shijin
