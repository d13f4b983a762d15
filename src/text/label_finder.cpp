// Finding the first label a text says: whole words, the longest at the earliest place.
#include "text/label_finder.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <iterator>

#include "base/utf8.h"

namespace shijin {
namespace {

// Each line is one meaning; a label in a line may be written as any other word of it.
constexpr std::string_view kPositive[] = {"positive", "pos",  "正面", "正向", "積極", "积极",
                                          "好評",     "好评", "正評", "正评", "褒義", "褒义"};
constexpr std::string_view kNegative[] = {"negative", "neg",  "負面", "负面", "負向",
                                          "负向",     "消極", "消极", "差評", "差评",
                                          "負評",     "负评", "貶義", "贬义"};
constexpr std::string_view kNeutral[] = {"neutral", "neu", "中性", "中立"};
constexpr std::span<const std::string_view> kMeanings[] = {kPositive, kNegative, kNeutral};

constexpr std::size_t kNone = std::string_view::npos;

char fold(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string folded_of(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = fold(c);
  return out;
}

bool is_kana_or_hangul(char32_t c) {
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) ||
         (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xFF66 && c <= 0xFF9D);
}

// A character that, next to a Latin word or a number, makes it a part of something longer.
bool joins_words(char32_t c) {
  if (c < 0x80) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
  if (is_han(c) || is_kana_or_hangul(c)) return false;
  return u_isalnum(static_cast<UChar32>(c)) != 0;
}

char32_t first_of(std::string_view text) {
  std::size_t at = 0;
  return text.empty() ? U'\0' : decode_utf8(text, at);
}

char32_t last_of(std::string_view text) {
  if (text.empty()) return U'\0';
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return decode_utf8(text, at);
}

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

// "1" stands neither in -1 and 0.1 nor in 1.5 and 1,000.
bool cuts_number(std::string_view before, std::string_view word, std::string_view after) {
  if (is_digit(first_of(word)) && !before.empty()) {
    const char32_t mark = last_of(before);
    before.remove_suffix(1);
    if (mark == '.' && is_digit(last_of(before))) return true;
    if ((mark == '-' || mark == '+') && !joins_words(last_of(before))) return true;
  }
  if (!is_digit(last_of(word)) || after.size() < 2) return false;
  return (after[0] == '.' || after[0] == ',') && is_digit(static_cast<unsigned char>(after[1]));
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t size) {
  const std::string_view before = text.substr(0, at);
  const std::string_view word = text.substr(at, size);
  const std::string_view after = text.substr(at + size);
  if (joins_words(first_of(word)) && joins_words(last_of(before))) return false;
  if (joins_words(last_of(word)) && joins_words(first_of(after))) return false;
  return !cuts_number(before, word, after);
}

Span span_of(std::size_t begin, std::size_t size) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + size)};
}

}  // namespace

LabelFinder::LabelFinder(std::span<const std::string> labels, Aliases aliases)
    : labels_(labels.begin(), labels.end()) {
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    if (!labels_[i].empty()) {
      words_.push_back({labels_[i], folded_of(labels_[i]), i, false, false});
    }
  }
  if (aliases == Aliases::sentiment) add_aliases();
  finish_words();
}

// Only when one label has the meaning, and never a word that is a label itself.
void LabelFinder::add_aliases() {
  for (const auto& meaning : kMeanings) {
    std::vector<std::size_t> having;
    for (const Word& word : words_) {
      if (std::find(meaning.begin(), meaning.end(), word.folded) != meaning.end()) {
        having.push_back(word.label);
      }
    }
    if (having.size() != 1) continue;
    for (std::string_view other : meaning) {
      if (folded_of(labels_[having[0]]) == other) continue;
      words_.push_back({std::string(other), std::string(other), having[0], true, false});
    }
  }
}

void LabelFinder::finish_words() {
  for (Word& word : words_) {
    word.exact = std::count_if(words_.begin(), words_.end(),
                               [&](const Word& other) { return other.folded == word.folded; }) > 1;
    begins_[static_cast<unsigned char>(word.folded.front())] = true;
  }
  std::stable_sort(words_.begin(), words_.end(),
                   [](const Word& a, const Word& b) { return a.folded.size() > b.folded.size(); });
}

const LabelFinder::Word* LabelFinder::word_at(std::string_view text, std::string_view folded,
                                              std::size_t at) const {
  for (const Word& word : words_) {
    if (!folded.substr(at).starts_with(word.folded)) continue;
    if (word.exact && !text.substr(at).starts_with(word.text)) continue;
    if (stands_alone(text, at, word.folded.size())) return &word;
  }
  return nullptr;
}

Extraction LabelFinder::whole(std::string_view text) const {
  const std::string_view trimmed = strip_python_space(text);
  const std::string folded = folded_of(trimmed);
  for (const Word& word : words_) {
    if (word.alias || word.folded != folded || (word.exact && word.text != trimmed)) continue;
    const auto begin = static_cast<std::size_t>(trimmed.data() - text.data());
    return {labels_[word.label], FoundBy::whole, span_of(begin, trimmed.size())};
  }
  return {};
}

Extraction LabelFinder::find(std::string_view text) const {
  if (const Extraction all = whole(text); all.parsed()) return all;
  const std::string folded = folded_of(text);
  std::size_t denied = kNone;
  bool several_denied = false;
  Span place{0, 0};
  std::size_t at = 0;
  while (at < folded.size()) {
    const Word* word =
        begins_[static_cast<unsigned char>(folded[at])] ? word_at(text, folded, at) : nullptr;
    if (word == nullptr) {
      ++at;
      continue;
    }
    const Span span = span_of(at, word->folded.size());
    const Stance stance = stance_after(std::string_view(folded).substr(0, at));
    if (stance == Stance::said) {
      return {labels_[word->label], word->alias ? FoundBy::alias : FoundBy::first, span};
    }
    if (stance == Stance::denied) {
      several_denied = several_denied || (denied != kNone && denied != word->label);
      denied = word->label;
      place = span;
    }
    at += word->folded.size();
  }
  if (denied == kNone || several_denied || labels_.size() != 2) return {};
  return {labels_[1 - denied], FoundBy::negation, place};
}

}  // namespace shijin
