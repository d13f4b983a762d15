// A thin layer over uregex.
#include "metrics/own_pattern.h"

#include <unicode/uregex.h>

#include <algorithm>

namespace shijin {
namespace {

constexpr Text kBadPattern{"the regular expression \"{0}\" is not valid near character {1}",
                           "正規表示式「{0}」在第 {1} 個字元附近無效"};
constexpr Text kExpected{"a regular expression in ICU's syntax, much like Perl's",
                         "ICU 語法的正規表示式，與 Perl 大致相同"};
constexpr Text kHelp{
    "check its brackets and backslashes; in TOML, write a pattern in single quotes",
    "請檢查括號與反斜線；在 TOML 裡，請用單引號寫正規表示式"};

// In ICU's units of some ten thousand steps, each about a millisecond.
constexpr std::int32_t kStepLimit = 100;
// Bytes that a match may keep for going back.
constexpr std::int32_t kStackLimit = 16 << 20;

struct TextCloser {
  void operator()(UText* text) const { utext_close(text); }
};
using Utf8 = std::unique_ptr<UText, TextCloser>;

Utf8 open_text(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  return Utf8(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
}

void set_limits(URegularExpression* regex, UErrorCode& status) {
  if (U_FAILURE(status) == 0) uregex_setTimeLimit(regex, kStepLimit, &status);
  if (U_FAILURE(status) == 0) uregex_setStackLimit(regex, kStackLimit, &status);
}

}  // namespace

struct Pattern::State {
  struct Closer {
    void operator()(URegularExpression* regex) const { uregex_close(regex); }
  };
  std::unique_ptr<URegularExpression, Closer> regex;
};

Pattern::Pattern(std::unique_ptr<State> state) : state_(std::move(state)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

Pattern::Pattern(const Pattern& other) : state_(std::make_unique<State>()) {
  UErrorCode status = U_ZERO_ERROR;
  state_->regex.reset(uregex_clone(other.state_->regex.get(), &status));
  set_limits(state_->regex.get(), status);  // a clone has none of its own
}

Result<Pattern> Pattern::make(std::string_view pattern, Case letters) {
  const Utf8 text = open_text(pattern);
  UParseError place{};
  UErrorCode status = U_ZERO_ERROR;
  auto state = std::make_unique<State>();
  const std::uint32_t flags =
      letters == Case::folded ? static_cast<std::uint32_t>(UREGEX_CASE_INSENSITIVE) : 0U;
  state->regex.reset(uregex_openUText(text.get(), flags, &place, &status));
  set_limits(state->regex.get(), status);
  if (U_FAILURE(status) == 0 && !pattern.empty()) return Pattern(std::move(state));
  Error error;
  error.name = "regex-invalid";
  error.found = Message(kBadPattern, {pattern, std::to_string(std::max(place.offset, 1))});
  error.expected = Message(kExpected);
  error.help = Message(kHelp);
  return error;
}

Pattern::Found Pattern::find(std::string_view text) {
  const Utf8 utf8 = open_text(text);
  UErrorCode status = U_ZERO_ERROR;
  uregex_setUText(state_->regex.get(), utf8.get(), &status);
  const bool found = uregex_findNext(state_->regex.get(), &status) != 0;
  if (U_FAILURE(status) != 0) return Found::gave_up;
  return found ? Found::yes : Found::no;
}

}  // namespace shijin
