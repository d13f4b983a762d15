// Each Han character or kana counts once, and so does each run of letters of another script.
#include "text/writing.h"

#include <unicode/uscript.h>

#include <array>

#include "text/code_points.h"
#include "text/han.h"

namespace shijin {
namespace {

constexpr std::size_t kKinds = 13;
constexpr int kLeastUnits = 4;

Writing script_of(char32_t c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return Writing::latin;
  if (c < 0x80) return Writing::none;
  if (is_han(c)) return Writing::chinese;
  if (c >= 0x3000 && c <= 0x303F) return Writing::none;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_LATIN:
      return Writing::latin;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
      return Writing::japanese;
    case USCRIPT_HANGUL:
      return Writing::korean;
    case USCRIPT_CYRILLIC:
      return Writing::cyrillic;
    case USCRIPT_GREEK:
      return Writing::greek;
    case USCRIPT_ARABIC:
      return Writing::arabic;
    case USCRIPT_HEBREW:
      return Writing::hebrew;
    case USCRIPT_DEVANAGARI:
      return Writing::devanagari;
    case USCRIPT_THAI:
      return Writing::thai;
    default:
      return Writing::none;
  }
}

struct Counts {
  std::array<int, kKinds> units{};
  int traditional = 0;
  int simplified = 0;

  int& of(Writing writing) { return units[static_cast<std::size_t>(writing)]; }
};

Counts count(std::string_view text) {
  Counts counts;
  Writing word = Writing::none;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const Writing script = script_of(c);
    const bool each = script == Writing::chinese || script == Writing::japanese;
    if (script != Writing::none && (each || script != word)) ++counts.of(script);
    word = each || (script == Writing::none && c != '\'' && c != U'’') ? Writing::none
           : script == Writing::none                                   ? word
                                                                       : script;
    if (script != Writing::chinese) continue;
    const HanForm form = han_form(c);
    counts.traditional += form == HanForm::traditional ? 1 : 0;
    counts.simplified += form == HanForm::simplified ? 1 : 0;
  }
  return counts;
}

Writing form_of(const Counts& counts) {
  const int both = counts.traditional + counts.simplified;
  if (both < 2) return Writing::chinese;
  if (counts.traditional * 4 >= both * 3) return Writing::traditional;
  return counts.simplified * 4 >= both * 3 ? Writing::simplified : Writing::chinese;
}

}  // namespace

Writing writing_of(std::string_view text) {
  Counts counts = count(text);
  // Japanese is kana among Han.
  int& han = counts.of(Writing::chinese);
  int& kana = counts.of(Writing::japanese);
  if (kana > 0 && kana * 10 >= han + kana) {
    kana += han;
    han = 0;
  }
  int total = 0;
  std::size_t most = 0;
  for (std::size_t i = 1; i < kKinds; ++i) {
    total += counts.units[i];
    if (counts.units[i] > counts.units[most]) most = i;
  }
  if (total < kLeastUnits || counts.units[most] * 5 < total * 3) return Writing::none;
  const auto writing = static_cast<Writing>(most);
  return writing == Writing::chinese ? form_of(counts) : writing;
}

bool differ(Writing a, Writing b) {
  if (a == Writing::none || b == Writing::none || a == b) return false;
  const auto han = [](Writing w) {
    return w == Writing::chinese || w == Writing::traditional || w == Writing::simplified;
  };
  if (han(a) && han(b)) return a != Writing::chinese && b != Writing::chinese;
  return true;
}

std::optional<WrongWriting> wrong_writing(std::string_view output,
                                          std::span<const std::string_view> references,
                                          std::string_view input) {
  const Writing written = writing_of(output);
  if (written == Writing::none) return std::nullopt;
  Writing wanted = Writing::none;
  for (const std::string_view text : references) {
    const Writing one = writing_of(text);
    if (one == Writing::none) continue;
    if (!differ(written, one)) return std::nullopt;
    if (wanted == Writing::none) wanted = one;
  }
  if (wanted == Writing::none) wanted = writing_of(input);
  if (!differ(written, wanted)) return std::nullopt;
  return WrongWriting{written, wanted};
}

std::string_view writing_name(Writing writing) {
  constexpr std::array<std::string_view, kKinds> kNames = {
      "-",        "zh",    "zh-Hant", "zh-Hans", "Japanese",   "Korean", "Latin",
      "Cyrillic", "Greek", "Arabic",  "Hebrew",  "Devanagari", "Thai"};
  return kNames[static_cast<std::size_t>(writing)];
}

}  // namespace shijin
