// Five steps, each a list of suffixes of which the first that fits decides; a condition that fails
// ends the step. What NLTK changed is said where it is done.
#include "text/porter.h"

#include <array>
#include <span>
#include <utility>

namespace shijin {
namespace {

bool is_vowel_letter(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// Call `visit` with whether each letter is a consonant: y is one unless a consonant is before it.
template <class Visit>
void each_consonant(std::string_view word, Visit visit) {
  bool consonant = false;
  for (const char c : word) {
    consonant = c == 'y' ? !consonant : !is_vowel_letter(c);
    visit(consonant);
  }
}

bool is_consonant(std::string_view word, std::size_t at) {
  bool last = false;
  each_consonant(word.substr(0, at + 1), [&](bool consonant) { last = consonant; });
  return last;
}

// How often a vowel is followed by a consonant: the paper's m.
int measure(std::string_view stem) {
  int count = 0;
  bool before = true;
  each_consonant(stem, [&](bool consonant) {
    count += consonant && !before ? 1 : 0;
    before = consonant;
  });
  return count;
}

bool has_vowel(std::string_view stem) {
  bool found = false;
  each_consonant(stem, [&](bool consonant) { found = found || !consonant; });
  return found;
}

bool ends_in_double_consonant(std::string_view word) {
  const std::size_t n = word.size();
  return n >= 2 && word[n - 1] == word[n - 2] && is_consonant(word, n - 1);
}

// Consonant, vowel, consonant other than w, x, y; NLTK also takes a vowel and a consonant alone.
bool ends_in_short_syllable(std::string_view word) {
  const std::size_t n = word.size();
  if (n == 2) return !is_consonant(word, 0) && is_consonant(word, 1);
  const char last = n == 0 ? '\0' : word.back();
  return n >= 3 && is_consonant(word, n - 3) && !is_consonant(word, n - 2) &&
         is_consonant(word, n - 1) && last != 'w' && last != 'x' && last != 'y';
}

struct Rule {
  std::string_view suffix;
  std::string_view replacement;
};

std::string_view without(std::string_view word, std::string_view suffix) {
  return word.substr(0, word.size() - suffix.size());
}

void replace(std::string& word, std::string_view suffix, std::string_view replacement) {
  word.resize(word.size() - suffix.size());
  word += replacement;
}

// Replace the first suffix that fits, if its stem has a measure above `above`.
void apply(std::string& word, std::span<const Rule> rules, int above) {
  for (const Rule& rule : rules) {
    if (!word.ends_with(rule.suffix)) continue;
    if (measure(without(word, rule.suffix)) > above) replace(word, rule.suffix, rule.replacement);
    return;
  }
}

// Plurals. NLTK: words of four letters keep the e ("dies" → "die").
void step_1a(std::string& word) {
  if (word.size() == 4 && word.ends_with("ies")) {
    word.pop_back();
  } else if (word.ends_with("sses") || word.ends_with("ies")) {
    word.resize(word.size() - 2);
  } else if (word.ends_with("s") && !word.ends_with("ss")) {
    word.pop_back();
  }
}

// What is left of a word without -ed or -ing gets its e back, or loses a doubled consonant.
void mend_after_1b(std::string& word) {
  if (word.ends_with("at") || word.ends_with("bl") || word.ends_with("iz")) {
    word += 'e';
  } else if (ends_in_double_consonant(word)) {
    const char last = word.back();
    if (last != 'l' && last != 's' && last != 'z') word.pop_back();
  } else if (measure(word) == 1 && ends_in_short_syllable(word)) {
    word += 'e';
  }
}

// Past and progressive forms. NLTK: -ied as -ies above.
void step_1b(std::string& word) {
  if (word.ends_with("ied")) {
    word.resize(word.size() - (word.size() == 4 ? 1 : 2));
    return;
  }
  if (word.ends_with("eed")) {
    if (measure(without(word, "eed")) > 0) word.pop_back();
    return;
  }
  for (const std::string_view suffix : {"ed", "ing"}) {
    if (!word.ends_with(suffix) || !has_vowel(without(word, suffix))) continue;
    replace(word, suffix, "");
    mend_after_1b(word);
    return;
  }
}

// NLTK: y becomes i after a consonant that is not the whole stem ("enjoy" stays, "spy" → "spi").
void step_1c(std::string& word) {
  const std::size_t n = word.size();
  if (n > 2 && word.back() == 'y' && is_consonant(word, n - 2)) word.back() = 'i';
}

constexpr std::array<Rule, 21> kStep2 = {{
    {"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"},
    {"bli", "ble"},     {"alli", "al"},     {"entli", "ent"}, {"eli", "e"},     {"ousli", "ous"},
    {"ization", "ize"}, {"ation", "ate"},   {"ator", "ate"},  {"alism", "al"},  {"iveness", "ive"},
    {"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"},  {"iviti", "ive"}, {"biliti", "ble"},
    {"fulli", "ful"},
}};

void step_2(std::string& word) {
  // NLTK: before the others, and the step goes on with what is left ("-ationalli" → "-ate").
  if (word.ends_with("alli") && measure(without(word, "alli")) > 0) replace(word, "alli", "al");
  // NLTK: the l of -logi counts as part of the stem, so that "geologi" has one.
  if (word.ends_with("logi")) {
    if (measure(without(word, "ogi")) > 0) word.pop_back();
    return;
  }
  apply(word, kStep2, 0);
}

constexpr std::array<Rule, 7> kStep3 = {{
    {"icate", "ic"},
    {"ative", ""},
    {"alize", "al"},
    {"iciti", "ic"},
    {"ical", "ic"},
    {"ful", ""},
    {"ness", ""},
}};

constexpr std::array<Rule, 18> kStep4 = {{
    {"al", ""},
    {"ance", ""},
    {"ence", ""},
    {"er", ""},
    {"ic", ""},
    {"able", ""},
    {"ible", ""},
    {"ant", ""},
    {"ement", ""},
    {"ment", ""},
    {"ent", ""},
    {"ou", ""},
    {"ism", ""},
    {"ate", ""},
    {"iti", ""},
    {"ous", ""},
    {"ive", ""},
    {"ize", ""},
}};

void step_4(std::string& word) {
  if (word.ends_with("ion")) {
    const std::string_view stem = without(word, "ion");
    if (measure(stem) > 1 && (stem.back() == 's' || stem.back() == 't')) replace(word, "ion", "");
    return;
  }
  apply(word, kStep4, 1);
}

void step_5(std::string& word) {
  if (word.ends_with("e")) {
    const std::string_view stem = without(word, "e");
    const int m = measure(stem);
    if (m > 1 || (m == 1 && !ends_in_short_syllable(stem))) word.pop_back();
  }
  if (word.ends_with("ll") && measure(without(word, "l")) > 1) word.pop_back();
}

// NLTK: words that the steps would cut wrongly.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kIrregular = {{
    {"sky", "sky"},
    {"skies", "sky"},
    {"dying", "die"},
    {"lying", "lie"},
    {"tying", "tie"},
    {"news", "news"},
    {"innings", "inning"},
    {"inning", "inning"},
    {"outings", "outing"},
    {"outing", "outing"},
    {"cannings", "canning"},
    {"canning", "canning"},
    {"howe", "howe"},
    {"proceed", "proceed"},
    {"exceed", "exceed"},
    {"succeed", "succeed"},
}};

}  // namespace

std::string porter_stem(std::string_view text) {
  for (const auto& [form, stem] : kIrregular) {
    if (form == text) return std::string(stem);
  }
  std::string word(text);
  if (word.size() <= 2) return word;
  step_1a(word);
  step_1b(word);
  step_1c(word);
  step_2(word);
  apply(word, kStep3, 0);
  step_4(word);
  step_5(word);
  return word;
}

}  // namespace shijin
