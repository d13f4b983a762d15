// Refusals: does an output decline to answer? Recognised by its first words, in Chinese (both
// scripts) and English; other languages and polite evasions are not.
#pragma once

#include <string_view>

#include "text/fold.h"

namespace shijin {

/// Tell whether a text refuses within its first 160 characters
bool is_refusal(std::string_view text);
/// The same of a text that is folded already, beyond those characters or not
bool is_refusal(const FoldedText& text);

}  // namespace shijin
