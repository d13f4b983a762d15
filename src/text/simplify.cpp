// Folding by a table for the block where nearly all text lies, by search elsewhere.
#include "text/simplify.h"

#include <algorithm>
#include <array>

#include "text/simplified_characters_internal.h"

namespace shijin {
namespace {

constexpr char32_t kFirst = 0x4E00;
constexpr char32_t kLast = 0x9FFF;
static_assert(kTraditionalCharacters.size() == kTheirSimplifiedForms.size());

constexpr std::array<char32_t, kLast - kFirst + 1> make_block() {
  std::array<char32_t, kLast - kFirst + 1> forms{};
  for (char32_t c = kFirst; c <= kLast; ++c) forms[c - kFirst] = c;
  for (std::size_t i = 0; i < kTraditionalCharacters.size(); ++i) {
    const char32_t c = kTraditionalCharacters[i];
    if (c >= kFirst && c <= kLast) forms[c - kFirst] = kTheirSimplifiedForms[i];
  }
  return forms;
}
constexpr std::array kBlock = make_block();

}  // namespace

char32_t simplify(char32_t c) {
  if (c >= kFirst && c <= kLast) return kBlock[c - kFirst];
  if (c < kTraditionalCharacters.front() || c > kTraditionalCharacters.back()) return c;
  const auto found =
      std::lower_bound(kTraditionalCharacters.begin(), kTraditionalCharacters.end(), c);
  if (found == kTraditionalCharacters.end() || *found != c) return c;
  return kTheirSimplifiedForms[static_cast<std::size_t>(found - kTraditionalCharacters.begin())];
}

}  // namespace shijin
