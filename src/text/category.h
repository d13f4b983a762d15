// Category: whether a code point is a number, punctuation or a symbol, by Unicode 17. Not ICU's
// answer: Debian's ICU knows Unicode 15, and sacreBLEU's intl tokeniser asks the regex package.
#pragma once

#include <cstdint>

namespace shijin {

/// Unicode's general categories N, P and S; all else is `other`
enum class Category : std::uint8_t { other, number, punctuation, symbol };

/// Give the category of a code point, in constant time on the basic plane
Category category(char32_t code_point);

}  // namespace shijin
