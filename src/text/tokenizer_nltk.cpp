// nltk-words: NLTK's NLTKWordTokenizer on a text that is one sentence. Its regular expressions run
// in its order through ICU; texts are rarely cut this way, so speed is not the point.
#include <unicode/regex.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "text/code_points.h"
#include "text/nltk_words.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

// NLTK compiles with the regex module, whose \w is ICU's; its contractions with Python's re.
#define SJ_RE_W "\\p{L}\\p{N}_"
#define SJ_S \
  "\\u0009-\\u000D\\u0020\\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000"

struct Rule {
  const char* pattern;
  const char* replacement;
  bool any_case = false;
};

constexpr Rule kBefore[] = {
    {"([«“‘„]|[`]+)", " $1 "},
    {"\\A\"", "``"},
    {"(``)", " $1 "},
    {"([ (\\[{<])(\"|'{2})", "$1 `` "},
    {"(?<!\\w)(')(?!(?:re|ve|ll|m|t|s|d|n)(?!\\w))(?=\\w)", "$1 ", true},
    {"([^.])(\\.)([\\])}>\"'»”’ ]*+)[" SJ_S "]*$", "$1 $2 $3 "},
    {"([:,])([^\\p{Nd}])", " $1 $2"},
    {"([:,])$", " $1 "},
    {"\\.{2,}", " $0 "},
    {"[;@#$%&]", " $0 "},
    {"[\\u2012-\\u2015]", " $0 "},
    {"([^.])(\\.)([\\])}>\"']*)[" SJ_S "]*$", "$1 $2$3 "},
    {"[?!]", " $0 "},
    {"([^'])' ", "$1 ' "},
    {"[*]", " $0 "},
    {"[\\]\\[(){}<>]", " $0 "},
    {"--", " -- "},
};

// After a blank has been put at both ends.
constexpr Rule kAfter[] = {
    {"([»”’])", " $1 "},
    {"''", " '' "},
    {"\"", " '' "},
    {"[" SJ_S "]+", " "},
    {"([^' ])('[sS]|'[mM]|'[dD]|') ", "$1 $2 "},
    {"([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", "$1 $2 "},
    {"(?<![" SJ_RE_W "])(can)(not)(?![" SJ_RE_W "])", " $1 $2 ", true},
    {"(?<![" SJ_RE_W "])(d)('ye)(?![" SJ_RE_W "])", " $1 $2 ", true},
    {"(?<![" SJ_RE_W "])(gim)(me)(?![" SJ_RE_W "])", " $1 $2 ", true},
    {"(?<![" SJ_RE_W "])(gon)(na)(?![" SJ_RE_W "])", " $1 $2 ", true},
    {"(?<![" SJ_RE_W "])(got)(ta)(?![" SJ_RE_W "])", " $1 $2 ", true},
    {"(?<![" SJ_RE_W "])(lem)(me)(?![" SJ_RE_W "])", " $1 $2 ", true},
    {"(?<![" SJ_RE_W "])(more)('n)(?![" SJ_RE_W "])", " $1 $2 ", true},
    {"(?<![" SJ_RE_W "])(wan)(na)(?=[\\u001C-\\u0020])", " $1 $2 ", true},
    {" ('t)(is)(?![" SJ_RE_W "])", " $1 $2 ", true},
    {" ('t)(was)(?![" SJ_RE_W "])", " $1 $2 ", true},
};
#undef SJ_RE_W
#undef SJ_S

struct Compiled {
  std::unique_ptr<icu::RegexPattern> pattern;
  icu::UnicodeString replacement;
};

std::vector<Compiled> compile(std::span<const Rule> rules) {
  std::vector<Compiled> all;
  for (const Rule& rule : rules) {
    // Only "\n" ends a line for `$`, as in Python.
    const auto flags = static_cast<std::uint32_t>(UREGEX_UNIX_LINES) |
                       (rule.any_case ? static_cast<std::uint32_t>(UREGEX_CASE_INSENSITIVE) : 0U);
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::RegexPattern> pattern(
        icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(rule.pattern), flags, status));
    SJ_CHECK(U_SUCCESS(status) != 0, "a rule of NLTK's tokeniser does not compile");
    all.push_back({std::move(pattern), icu::UnicodeString::fromUTF8(rule.replacement)});
  }
  return all;
}

void apply(const std::vector<Compiled>& rules, icu::UnicodeString& text) {
  for (const Compiled& rule : rules) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::RegexMatcher> matcher(rule.pattern->matcher(text, status));
    if (U_FAILURE(status) != 0 || !matcher->find()) continue;
    text = matcher->replaceAll(rule.replacement, status);
  }
}

// Where a token stands in the text: quotes were rewritten, and all else is as it was.
Span place(std::string_view text, std::string_view token, std::size_t& from) {
  std::size_t size = token.size();
  std::size_t at = text.find(token, from);
  if (token == "``" || token == "''") {
    for (const std::string_view quote : {"\"", "''", "``"}) {
      const std::size_t found = text.find(quote, from);
      if (found >= at) continue;
      at = found;
      size = quote.size();
    }
  }
  if (at == std::string_view::npos) {
    at = from;
    size = 0;
  }
  from = at + size;
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + size)};
}

// White space to the regex module: Python's, without the four separators.
bool is_regex_space(char32_t c) { return is_space(c) && !(c >= 0x1C && c <= 0x1F); }

// The sentence is what stands before the white space at the end.
std::string_view without_end(std::string_view text) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_space(next_code_point(text, i))) end = i;
  }
  return text.substr(0, end);
}

// Whether a rule may find anything: each needs an ASCII letter or mark, a quotation mark or a dash.
bool has_work(std::string_view text) {
  constexpr std::u32string_view kOthers = U"«“‘„»”’\u2012\u2013\u2014\u2015";
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = next_code_point(text, i);
    const bool plain = c >= 0x80 || is_space(c) || (c >= '0' && c <= '9');
    if (!plain || kOthers.find(c) != kOthers.npos) return true;
  }
  return false;
}

void split_at_spaces(std::string_view text, TokenSink& sink) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size();) {
    const std::size_t end = i;
    const bool space = i == text.size() || is_space(next_code_point(text, i));
    if (!space) continue;
    if (end > begin) {
      sink.token(text.substr(begin, end - begin),
                 {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
    if (end == text.size()) return;
    begin = i;
  }
}

void split_nltk(std::string_view text, TokenSink& sink) {
  text = without_end(text);
  if (!has_work(text)) {
    split_at_spaces(text, sink);
    return;
  }
  static const std::vector<Compiled> kStart = compile(kBefore);
  static const std::vector<Compiled> kEnd = compile(kAfter);
  icu::UnicodeString words =
      icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  apply(kStart, words);
  words = icu::UnicodeString(u" ") + words + icu::UnicodeString(u" ");
  apply(kEnd, words);
  std::string cut;
  words.toUTF8String(cut);
  std::size_t from = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < cut.size();) {
    const std::size_t end = i;
    if (!is_space(next_code_point(cut, i))) continue;
    const std::string_view token = std::string_view(cut).substr(begin, end - begin);
    if (!token.empty()) sink.token(token, place(text, token, from));
    begin = i;
  }
}

}  // namespace

bool is_one_nltk_sentence(std::string_view text) {
  constexpr std::u32string_view kEnds = U".?!";
  constexpr std::u32string_view kNoWord = U")\";}]*:@'({[‘’“”«»?!";
  bool ended = false;   // the last character might end a sentence
  bool spaced = false;  // … and white space has followed
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = next_code_point(text, i);
    if (is_regex_space(c)) {
      spaced = ended;
      continue;
    }
    if (spaced || (ended && kNoWord.find(c) != kNoWord.npos)) return false;
    ended = kEnds.find(c) != kEnds.npos;
  }
  return true;
}

SJ_TOKENIZER(nltk_words,
             {.name = "nltk-words",
              .summary = {"English words, punctuation and clitics, as NLTK's word_tokenize cuts a "
                          "text that is one sentence.",
                          "英文單詞、標點與縮寫，與 NLTK 的 word_tokenize 切單一句子的結果相同。"},
              .cite = "nltk 3.10.4, NLTKWordTokenizer",
              .split = split_nltk});

}  // namespace shijin
