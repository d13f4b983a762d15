// Which Han characters tell Traditional text from Simplified.
#pragma once

#include <cstdint>

namespace shijin {

enum class HanForm : std::uint8_t { common, traditional, simplified };

/// Which script a character is written in only; common where both have it
HanForm han_form(char32_t c);

}  // namespace shijin
