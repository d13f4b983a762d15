// ASCII, Han and full width go the short way; ICU decides the rest.
#include "text/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#include <algorithm>

#include "text/code_points.h"
#include "text/simplify.h"

namespace shijin {
namespace {

constexpr std::size_t kMostInserted = 2;

void put(FoldedText& out, char32_t c, Span place) {
  out.characters.push_back(c);
  out.places.push_back(place);
}

void put_ascii(FoldedText& out, char32_t c, Span place) {
  if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  put(out, c < 0x20 ? U' ' : c, place);
}

// What Unicode's tables make of a character: nothing, one, or several.
void put_by_unicode(FoldedText& out, char32_t c, Span place) {
  UErrorCode status = U_ZERO_ERROR;
  static const UNormalizer2* const kFold = unorm2_getNFKCCasefoldInstance(&status);
  char16_t from[2];
  int32_t from_size = 0;
  U16_APPEND_UNSAFE(from, from_size, static_cast<UChar32>(c));
  char16_t to[32];
  const int32_t size =
      kFold == nullptr ? 0 : unorm2_normalize(kFold, from, from_size, to, 32, &status);
  if (kFold == nullptr || U_FAILURE(status) || size > 32) {
    put(out, c, place);
    return;
  }
  for (int32_t i = 0; i < size;) {
    UChar32 one = 0;
    U16_NEXT_UNSAFE(to, i, one);
    put(out, simplify(static_cast<char32_t>(one)), place);
  }
}

void put_folded(FoldedText& out, char32_t c, Span place) {
  if (c < 0x80) {
    put_ascii(out, c, place);
  } else if (c >= 0x3400 && c <= 0x9FFF) {
    put(out, simplify(c), place);
  } else if (c >= 0xFF01 && c <= 0xFF5E) {
    put_ascii(out, c - 0xFEE0, place);
  } else if (is_space(c)) {
    put(out, U' ', place);
  } else if (c == 0x2018 || c == 0x2019) {
    put(out, U'\'', place);
  } else if (c >= 0x3001 && c <= 0x301F) {
    put(out, c, place);
  } else {
    put_by_unicode(out, c, place);
  }
}

bool ends_clause(char32_t c) {
  constexpr std::u32string_view kEnds = U",;:!?\n、。；：！？，";
  return kEnds.find(c) != std::u32string_view::npos;
}

bool is_inserted(char32_t c) {
  if (c == ' ') return true;
  if (is_han(c)) return false;
  if (ends_clause(c)) return false;
  const int32_t mask = U_GET_GC_MASK(static_cast<UChar32>(c));
  return (mask & (U_GC_P_MASK | U_GC_S_MASK)) != 0;
}

}  // namespace

void FoldedText::clear() {
  characters.clear();
  places.clear();
}

void fold_text(std::string_view text, FoldedText& out, std::size_t most) {
  out.clear();
  const std::size_t likely = std::min(most, text.size());
  out.characters.reserve(likely);
  out.places.reserve(likely);
  for (std::size_t at = 0; at < text.size() && out.characters.size() < most;) {
    const auto begin = static_cast<std::uint32_t>(at);
    const char32_t c = next_code_point(text, at);
    put_folded(out, c, {begin, static_cast<std::uint32_t>(at)});
  }
}

std::u32string folded(std::string_view text) {
  FoldedText out;
  fold_text(text, out);
  return std::move(out.characters);
}

void drop_inserted(FoldedText& text) {
  std::size_t kept = 0;
  const std::size_t size = text.characters.size();
  for (std::size_t i = 0; i < size; ++i) {
    const char32_t c = text.characters[i];
    if (kept > 0 && is_han(text.characters[kept - 1]) && is_inserted(c)) {
      std::size_t next = i + 1;
      while (next < size && next - i < kMostInserted && is_inserted(text.characters[next])) ++next;
      if (next < size && is_han(text.characters[next])) {
        i = next - 1;
        continue;
      }
    }
    text.characters[kept] = c;
    text.places[kept] = text.places[i];
    ++kept;
  }
  text.characters.resize(kept);
  text.places.resize(kept);
}

}  // namespace shijin
