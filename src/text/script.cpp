// One pass over the code points; ICU decides only what ASCII and the Han blocks leave open.
#include "text/script.h"

#include <unicode/uchar.h>

#include <array>
#include <bit>
#include <cstring>

#include "text/byte_scan.h"
#include "text/code_points.h"

namespace shijin {
namespace {

enum class Kind : std::uint8_t { other, mark, word_letter, word_digit, han, unspaced };

// Letters, other than Han, of scripts that put no blanks between words.
bool is_unspaced(char32_t c) {
  const bool kana =
      (c >= 0x3040 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0xFF66 && c <= 0xFF9D);
  const bool thai_or_lao = c >= 0x0E00 && c <= 0x0EFF;
  const bool burmese_or_khmer = (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF);
  return kana || thai_or_lao || burmese_or_khmer;
}

Kind kind_of(char32_t c) {
  if (c < 0x80) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return Kind::word_letter;
    if (c >= '0' && c <= '9') return Kind::word_digit;
    return c == '\'' ? Kind::mark : Kind::other;
  }
  if (is_han(c)) return Kind::han;
  if (c >= 0x3000 && c <= 0x303F) return Kind::other;
  const auto code = static_cast<UChar32>(c);
  if (u_isUAlphabetic(code) != 0) {
    return is_unspaced(c) ? Kind::unspaced : Kind::word_letter;
  }
  if (u_isdigit(code) != 0) return Kind::word_digit;
  const bool joins = (U_GET_GC_MASK(code) & (U_GC_M_MASK | U_GC_CF_MASK)) != 0 || c == 0x2019;
  return joins ? Kind::mark : Kind::other;
}

constexpr std::size_t kBlock = 64;

// Counts a block of ASCII at once; false where it is not all ASCII.
bool count_ascii(const char* block, bool& in_word, ScriptCounts& counts) {
  std::uint64_t letters = 0;
  std::uint64_t digits = 0;
  std::uint64_t marks = 0;
  for (std::size_t i = 0; i < kBlock; i += Bytes16::kSize) {
    const Bytes16 bytes = Bytes16::load(block + i);
    if (bytes.bits() != 0) return false;
    letters |= (bytes.between('a', 'z') | bytes.between('A', 'Z')).bits() << i;
    digits |= bytes.between('0', '9').bits() << i;
    marks |= bytes.equal('\'').bits() << i;
  }
  // Whether a word comes before each byte: a run of marks hands it on, as a sum hands on a carry.
  const std::uint64_t words = letters | digits;
  const std::uint64_t after = words << 1U | (in_word ? 1U : 0U);
  std::uint64_t sum = 0;
  const bool through = __builtin_add_overflow(after & marks, marks, &sum);
  const std::uint64_t before = (after | sum) & ~marks;
  counts.letters += std::popcount(letters);
  counts.units += std::popcount(words & ~before);
  in_word = words >> 63U != 0 || through;
  return true;
}

// The same for what is left of a text when it is less than a block.
bool count_last_ascii(std::string_view rest, bool& in_word, ScriptCounts& counts) {
  std::array<char, kBlock> block;
  block.fill(' ');
  std::memcpy(block.data(), rest.data(), rest.size());
  return count_ascii(block.data(), in_word, counts);
}

}  // namespace

ScriptCounts count_script(std::string_view text) {
  ScriptCounts counts;
  bool in_word = false;
  std::size_t i = 0;
  std::size_t next_block = 0;  // no block is tried before it
  while (i < text.size()) {
    if (i >= next_block) {
      next_block = i + kBlock;
      const std::string_view rest = text.substr(i);
      const bool whole = rest.size() >= kBlock;
      if (whole ? count_ascii(rest.data(), in_word, counts)
                : count_last_ascii(rest, in_word, counts)) {
        i += kBlock;
        continue;
      }
    }
    const Kind kind = kind_of(next_code_point(text, i));
    if (kind == Kind::mark) continue;  // an accent or apostrophe neither ends nor begins a word
    const bool word = kind == Kind::word_letter || kind == Kind::word_digit;
    const bool character = kind == Kind::han || kind == Kind::unspaced;
    counts.letters += character || kind == Kind::word_letter ? 1 : 0;
    counts.han += kind == Kind::han ? 1 : 0;
    counts.unspaced += character ? 1 : 0;
    counts.units += character || (word && !in_word) ? 1 : 0;
    in_word = word;
  }
  return counts;
}

}  // namespace shijin
