// Traits of a text that a person would name: a negation, a number, a question. For slices.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/text.h"

namespace shijin {

enum class Trait : std::uint8_t {
  negation,
  contrast,
  number,
  question,
  exclamation,
  url,
  emoji,
  mixed_script,
};
inline constexpr std::size_t kTraits = 8;

/// The name as in JSON ("negation") and the words that follow "rows" ("with a negation")
std::string_view trait_name(Trait trait);
Text trait_words(Trait trait);

/// The traits of a text, bit i for Trait i; of Chinese (either script) and English
std::uint32_t traits_of(std::string_view text);

}  // namespace shijin
