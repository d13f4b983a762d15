// By ICU's general categories: str.isalnum() is L and N.
#include "text/python_letters.h"

#include <unicode/uchar.h>

#include <cstdint>

namespace shijin {

bool is_python_word(char32_t code_point) {
  constexpr auto kWord = static_cast<std::uint32_t>(U_GC_L_MASK) | U_GC_N_MASK;
  return code_point == '_' || (U_GET_GC_MASK(static_cast<UChar32>(code_point)) & kWord) != 0;
}

bool is_python_digit(char32_t code_point) {
  return u_charType(static_cast<UChar32>(code_point)) == U_DECIMAL_DIGIT_NUMBER;
}

}  // namespace shijin
