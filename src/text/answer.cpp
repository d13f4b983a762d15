// SQuAD's four steps in its order, and CMRC's list of punctuation as it works: "……" stands there as
// two characters, which no single one equals, so that "…" stays.
#include "text/answer.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "text/lower.h"
#include "text/python_letters.h"
#include "text/tokenizer.h"

namespace shijin {
namespace {

constexpr std::u32string_view kCmrcPunctuation =
    U"-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』";

bool is_ascii_punctuation(char32_t c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
         (c >= '{' && c <= '~');
}

bool is_cmrc_punctuation(char32_t c) { return kCmrcPunctuation.find(c) != kCmrcPunctuation.npos; }

struct Words final : TokenSink {
  std::vector<std::string> words;
  void token(std::string_view text, Span) override { words.emplace_back(text); }
};

// The words of a text as NLTK cuts them; its rules have nothing to do with a few letters or a
// number.
void add_words(std::string_view text, Words& words) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto letter = [&](char c) { return digit(c) || (c >= 'a' && c <= 'z'); };
  constexpr std::size_t kShortestContraction = 5;  // "gonna" is two words
  if (text.empty()) return;
  if (std::all_of(text.begin(), text.end(), digit) ||
      (text.size() < kShortestContraction && std::all_of(text.begin(), text.end(), letter))) {
    words.words.emplace_back(text);
    return;
  }
  static const Tokenizer* const nltk = find_tokenizer("nltk-words");
  nltk->split(text, words);
}

bool is_article(std::u32string_view word) {
  return word == U"a" || word == U"an" || word == U"the";
}

// An article is one where no letter stands beside it, whatever else does.
std::u32string without_articles(const std::u32string& text) {
  std::u32string out;
  std::size_t i = 0;
  while (i < text.size()) {
    std::size_t end = i;
    while (end < text.size() && is_python_word(text[end])) ++end;
    if (end == i) {
      out += text[i++];
      continue;
    }
    const std::u32string_view word = std::u32string_view(text).substr(i, end - i);
    if (is_article(word)) {
      out += U' ';
    } else {
      out += word;
    }
    i = end;
  }
  return out;
}

}  // namespace

std::string squad_answer(std::string_view text) {
  std::u32string kept;
  const std::string lowered = lower(text);
  for (std::size_t i = 0; i < lowered.size();) {
    const char32_t c = decode_utf8(lowered, i);
    if (!is_ascii_punctuation(c)) kept += c;
  }
  std::string out;
  bool blank = false;
  for (const char32_t c : without_articles(kept)) {
    if (is_python_space(c)) {
      blank = !out.empty();
      continue;
    }
    if (blank) out += ' ';
    blank = false;
    append_utf8(out, c);
  }
  return out;
}

std::string cmrc_answer(std::string_view text) {
  const std::string lowered = lower(text);
  const std::string_view inside = strip_python_space(lowered);
  std::string out;
  for (std::size_t i = 0; i < inside.size();) {
    const char32_t c = decode_utf8(inside, i);
    if (!is_cmrc_punctuation(c)) append_utf8(out, c);
  }
  return out;
}

std::vector<std::string> cmrc_units(std::string_view text) {
  const std::string answer = cmrc_answer(text);
  Words units;
  std::size_t run = 0;  // where what is no Han character begins
  for (std::size_t i = 0; i < answer.size();) {
    const std::size_t at = i;
    const char32_t c = decode_utf8(answer, i);
    if (c < 0x4E00 || c > 0x9FA5) continue;
    add_words(std::string_view(answer).substr(run, at - run), units);
    units.words.push_back(answer.substr(at, i - at));
    run = i;
  }
  add_words(std::string_view(answer).substr(run), units);
  return std::move(units.words);
}

}  // namespace shijin
