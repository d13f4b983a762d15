// Random texts made of what breaks tokenisers and metrics: blanks of all kinds, entities, digits
// with points, both scripts, width, emoji, characters beyond the basic plane.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/random.h"

namespace shijin::reference {

inline constexpr std::array<std::string_view, 53> kNastyPieces = {
    "a",       "b",      "A",      "5",      "6",      ".",      ",",        "-",         " ",
    "\n",      "-\n",    "\t",     "&amp;",  "&quot;", "&lt;",   "&amp;lt;", "<skipped>", "<skip",
    "ped>",    "中",     "繁",     "體",     "，",     "。",     "…",        "“",         "’",
    "\u3000",  "\u00a0", "\u2028", "\u200b", "\u200d", "\u2001", "😀",       "𠀀",        "é",
    "e\u0301", "\u212a", "\u0130", "ß",      "Σ",      "か",     "Ａ",       "１",        "^",
    "{",       "'",      "/",      "\x1c",   "3.5",    "1,000",  "the ",     "cat "};

/// A text of up to `longest` pieces; one in three is drawn from a few only, so that texts overlap
inline std::string nasty_text(Random& random, std::uint64_t longest) {
  const std::uint64_t count = random.below(longest + 1);
  const std::uint64_t choices = random.below(3) == 0 ? 8 : kNastyPieces.size();
  std::string text;
  for (std::uint64_t i = 0; i < count; ++i) text += kNastyPieces[random.below(choices)];
  return text;
}

}  // namespace shijin::reference
