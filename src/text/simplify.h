// Traditional characters as Simplified ones, one by one: for cutting and comparing, not for
// reading.
#pragma once

namespace shijin {

/// The Simplified form of a Traditional character, or the character itself (OpenCC's t2s)
char32_t simplify(char32_t c);

}  // namespace shijin
