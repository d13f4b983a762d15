// ICU's root-locale lowering; ASCII, Han, kana and their punctuation need no library.
#include "text/lower.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/stringpiece.h>

#include "base/result.h"

namespace shijin {
namespace {

// Bytes of the character at p when it is none that lowering changes, or that changes others: ASCII,
// general punctuation, U+3000 to U+9FFF, and the full-width forms but for capitals; else 0.
std::size_t plain_size(const unsigned char* p, const unsigned char* end) {
  if (*p < 0x80) return 1;
  if (*p < 0xE2 || end - p < 3) return 0;
  if (*p >= 0xE3 && *p <= 0xE9) return 3;
  if (*p == 0xE2) return p[1] == 0x80 ? 3 : 0;
  if (*p != 0xEF) return 0;
  return (p[1] == 0xBC && p[2] < 0xA1) || p[1] == 0xBD ? 3 : 0;
}

bool is_plain(std::string_view text) {
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = p + text.size();
  while (p != end) {
    const std::size_t size = plain_size(p, end);
    if (size == 0) return false;
    p += size;
  }
  return true;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out;
  if (is_plain(text)) {
    out = text;
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return out;
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(&out);
  icu::CaseMap::utf8ToLower("", 0, icu::StringPiece(text.data(), static_cast<int>(text.size())),
                            sink, nullptr, status);
  SJ_CHECK(U_SUCCESS(status), "ICU cannot lower a text");
  return out;
}

}  // namespace shijin
