// Found by characters and words, not by grammar: 不錯 holds a negation, as it does for the model.
#include "text/traits.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "text/fold.h"

namespace shijin {
namespace {

struct Named {
  std::string_view name;
  Text words;
};

constexpr Named kNamed[kTraits] = {
    {"negation", {"with a negation", "含否定詞"}},
    {"contrast", {"with a contrast (\"but\")", "含轉折（「但」）"}},
    {"number", {"with a number", "含數字"}},
    {"question", {"with a question", "含問句"}},
    {"exclamation", {"with an exclamation mark", "含驚嘆號"}},
    {"url", {"with a link", "含網址"}},
    {"emoji", {"with an emoji", "含表情符號"}},
    {"mixed-script", {"that mix Chinese and Latin letters", "中文夾雜拉丁字母"}},
};

// Folded: Simplified, lower case. What stands alone in a longer word that is no negation comes
// first (无线, 不但) and is passed over.
constexpr std::array<std::u32string_view, 8> kNoNegation = {U"不但", U"不仅", U"无线", U"无论",
                                                            U"不管", U"不断", U"没收", U"不过"};
constexpr std::array<std::u32string_view, 9> kNegation = {U"不",   U"没",   U"无", U"未",  U"非要",
                                                          U"毫无", U"别再", U"勿", U"莫要"};
constexpr std::array<std::u32string_view, 12> kNegationWords = {
    U"not",  U"no",      U"never",  U"cannot",  U"nor",    U"neither",
    U"none", U"nothing", U"nobody", U"without", U"hardly", U"cant"};
constexpr std::array<std::u32string_view, 6> kContrast = {U"但",   U"却",   U"然而",
                                                          U"不过", U"可是", U"只是"};
constexpr std::array<std::u32string_view, 6> kContrastWords = {U"but",    U"however", U"although",
                                                               U"though", U"yet",     U"except"};
constexpr std::array<std::u32string_view, 5> kQuestionEnds = {U"吗", U"呢?", U"么?", U"为什么",
                                                              U"怎么"};
constexpr std::u32string_view kNumerals = U"一二三四五六七八九十百千万亿两";

bool starts_with_any(std::u32string_view text, std::span<const std::u32string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::u32string_view word) { return text.starts_with(word); });
}

bool is_any(std::u32string_view text, std::span<const std::u32string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool is_latin(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

// The ranges of Unicode's emoji blocks; dingbats and symbols that are also plain text are left out.
bool is_emoji(char32_t c) { return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x26FF); }

class Finder {
 public:
  explicit Finder(std::u32string_view text) : text_(text) {}

  std::uint32_t find() {
    for (std::size_t at = 0; at < text_.size(); ++at) look_at(at);
    if (han_ >= 2 && latin_ >= 2) set(Trait::mixed_script);
    return found_;
  }

 private:
  void set(Trait trait) { found_ |= 1U << static_cast<unsigned>(trait); }

  void look_at(std::size_t at) {
    const char32_t c = text_[at];
    const std::u32string_view rest = text_.substr(at);
    if (is_han(c)) {
      ++han_;
      look_at_han(at, rest);
    } else if (is_latin(c)) {
      ++latin_;
      if (at == 0 || !is_latin(text_[at - 1])) look_at_word(rest);
    } else if (c >= U'0' && c <= U'9') {
      set(Trait::number);
    } else if (c == U'?') {
      set(Trait::question);
    } else if (c == U'!') {
      set(Trait::exclamation);
    } else if (is_emoji(c)) {
      set(Trait::emoji);
    }
  }

  void look_at_han(std::size_t at, std::u32string_view rest) {
    if (at >= passed_over_) {
      if (starts_with_any(rest, kNoNegation)) {
        passed_over_ = at + 2;
      } else if (starts_with_any(rest, kNegation)) {
        set(Trait::negation);
      }
    }
    if (starts_with_any(rest, kContrast)) set(Trait::contrast);
    if (starts_with_any(rest, kQuestionEnds)) set(Trait::question);
    // A numeral counts beside another one or before a measure (三天), not in 一樣 or 十分.
    const bool next = rest.size() > 1 && kNumerals.find(rest[1]) != std::u32string_view::npos;
    if (next && kNumerals.find(rest[0]) != std::u32string_view::npos) set(Trait::number);
  }

  void look_at_word(std::u32string_view rest) {
    std::size_t end = 0;
    while (end < rest.size() && (is_latin(rest[end]) || rest[end] == U'\'')) ++end;
    const std::u32string_view word = rest.substr(0, end);
    if (is_any(word, kNegationWords) || word.ends_with(U"n't")) set(Trait::negation);
    if (is_any(word, kContrastWords)) set(Trait::contrast);
    if (rest.starts_with(U"http://") || rest.starts_with(U"https://") ||
        rest.starts_with(U"www.")) {
      set(Trait::url);
    }
  }

  std::u32string_view text_;
  std::uint32_t found_ = 0;
  std::size_t passed_over_ = 0;
  std::size_t han_ = 0;
  std::size_t latin_ = 0;
};

}  // namespace

std::string_view trait_name(Trait trait) { return kNamed[static_cast<std::size_t>(trait)].name; }
Text trait_words(Trait trait) { return kNamed[static_cast<std::size_t>(trait)].words; }

std::uint32_t traits_of(std::string_view text) {
  const std::u32string characters = folded(text);
  return Finder(characters).find();
}

}  // namespace shijin
