// What Python's regular expressions take for a letter of a word (\w) and for a digit (\d).
#pragma once

namespace shijin {

/// Letters and numbers of every script, and the underscore; by ICU's Unicode 15
bool is_python_word(char32_t code_point);

/// Decimal digits of every script; by ICU's Unicode 15
bool is_python_digit(char32_t code_point);

}  // namespace shijin
