// Refusals: does an output decline to answer? Recognised by its first words, in Chinese (both
// scripts) and English; other languages and polite evasions are not.
#pragma once

#include <string_view>

namespace shijin {

/// Tell whether a text refuses within its first 160 characters
bool is_refusal(std::string_view text);

}  // namespace shijin
