// One walk over the text for brackets, fences and sentence ends, then a look at the last character.
#include "text/truncation.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "text/code_points.h"

namespace shijin {
namespace {

// After the last full stop, an unfinished sentence has at least this many letters.
constexpr std::size_t kFreshLetters = 6;

bool ends_sentence(char32_t c) {
  return c == U'。' || c == U'！' || c == U'？' || c == U'…' || c == '.' || c == '!' || c == '?' ||
         c == U'～' || c == '~';
}

bool asks_for_more(char32_t c) {
  constexpr std::u32string_view kMarks = U",;:，、；：([{（「『《【“‘";
  return kMarks.find(c) != std::u32string_view::npos;
}

char32_t closer_of(char32_t c) {
  constexpr std::u32string_view kPairs = U"(){}[]（）「」『』《》【】“”";
  for (std::size_t i = 0; i < kPairs.size(); i += 2) {
    if (kPairs[i] == c) return kPairs[i + 1];
  }
  return 0;
}

bool is_closer(char32_t c) {
  constexpr std::u32string_view kClosers = U")}]）」』》】”";
  return kClosers.find(c) != std::u32string_view::npos;
}

// Nearly all characters of a text; none is a bracket, a blank or an end.
bool is_plain_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || is_han(c);
}

bool is_letter(char32_t c) {
  return is_plain_letter(c) || (c >= 0xC0 && c < 0x2000) || (c >= 0x3040 && c <= 0x30FF) ||
         (c >= 0xAC00 && c <= 0xD7A3);
}

// What one walk over a text finds.
struct Walk {
  std::vector<char32_t> open;      // the closers that are still awaited
  std::size_t fences = 0;          // ``` at the beginning of a line
  char32_t last = 0;               // the last character that is no white space and no decoration
  std::size_t letters_fresh = 0;   // since the last end of a sentence, in the last line
  std::size_t sentences_line = 0;  // sentences that ended in the last line
  bool line_has_text = false;
};

// A dot between two letters or digits ends nothing: 3.5, example.com.
bool real_end(std::string_view text, std::size_t after, char32_t c) {
  if (c != '.' && c != '!' && c != '?' && c != '~') return true;
  if (after >= text.size()) return true;
  const auto next = static_cast<unsigned char>(text[after]);
  return next <= 0x20 || next >= 0x80;
}

void walk_brackets(char32_t c, char32_t before, Walk& walk) {
  const char32_t closer = closer_of(c);
  const bool face = c == '(' && (before == ':' || before == ';');
  if (closer != 0 && !face) {
    walk.open.push_back(closer);
  } else if (is_closer(c)) {
    // A closer that nothing awaits, as in "1)", is no matter; one further out ends what is inside.
    const auto found = std::find(walk.open.rbegin(), walk.open.rend(), c);
    if (found != walk.open.rend()) walk.open.erase(found.base() - 1, walk.open.end());
  }
}

Walk walk_over(std::string_view text) {
  Walk walk;
  char32_t before = 0;
  char32_t before_last = 0;
  bool in_fence = false;
  for (std::size_t at = 0; at < text.size();) {
    const bool line_begins = at == 0 || text[at - 1] == '\n';
    if (text[at] == '`' && line_begins && text.substr(at).starts_with("```")) {
      ++walk.fences;
      in_fence = !in_fence;
    }
    const char32_t c = next_code_point(text, at);
    const bool plain = is_plain_letter(c);
    if (!in_fence && !plain) walk_brackets(c, before, walk);
    before = c;
    if (!plain && is_space(c)) {
      if (c == '\n') walk.line_has_text = false;
      continue;
    }
    if (!walk.line_has_text) {
      walk.line_has_text = true;
      walk.letters_fresh = walk.sentences_line = 0;
    }
    if (plain) {
      ++walk.letters_fresh;
      before_last = walk.last = c;
      continue;
    }
    if (ends_sentence(c) && real_end(text, at, c)) {
      // "1." at the beginning of a line numbers it.
      const bool full_stop = c == U'。' || c == '.';  // slogans after a ! have none
      walk.sentences_line += full_stop && walk.letters_fresh > 2 ? 1 : 0;
      walk.letters_fresh = 0;
    } else if (is_letter(c)) {
      ++walk.letters_fresh;
    }
    const bool face = (c == '(' || c == ')') && (before_last == ':' || before_last == ';');
    before_last = c;
    if (c != '*' && c != '_' && c != '`') walk.last = face ? U'~' : c;
  }
  return walk;
}

// Words that cannot be the last of a sentence.
bool ends_in_open_word(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20) text.remove_suffix(1);
  constexpr std::array<std::string_view, 10> kHan = {"以及", "例如", "比如", "因為", "因为",
                                                     "但是", "並且", "并且", "或者", "而且"};
  for (const std::string_view word : kHan) {
    if (text.ends_with(word) && text.size() > 8 * word.size()) return true;
  }
  constexpr std::array<std::string_view, 14> kLatin = {
      " the",  " a",   " an",   " of",   " and",     " or", " to",
      " with", " for", " from", " that", " because", " is", " are"};
  const auto words = std::count(text.begin(), text.end(), ' ');
  for (const std::string_view word : kLatin) {
    if (words >= 8 && text.ends_with(word)) return true;
  }
  return false;
}

}  // namespace

CutOff cut_off(std::string_view text) {
  const Walk walk = walk_over(text);
  if (walk.last == 0) return CutOff::none;
  if (walk.last == 0xFFFD) return CutOff::character;
  if (walk.fences % 2 == 1) return CutOff::code;
  const bool ended = ends_sentence(walk.last);
  if (!walk.open.empty() && !ended && !is_closer(walk.last)) return CutOff::bracket;
  if (asks_for_more(walk.last)) return CutOff::comma;
  if (ended) return CutOff::none;
  if (ends_in_open_word(text)) return CutOff::word;
  if (is_letter(walk.last) && walk.sentences_line > 0 && walk.letters_fresh >= kFreshLetters) {
    return CutOff::sentence;
  }
  return CutOff::none;
}

}  // namespace shijin
