// The words of rouge-chinese by its own steps: four substitutions one after the other over the
// whole text, then lines, then white space. Judges split_rouge_zh.
#pragma once

#include <string>
#include <vector>

#include "base/utf8.h"

namespace shijin::naive {

inline bool is_one_of(char32_t c, const std::u32string& set) {
  return set.find(c) != std::u32string::npos;
}

/// Put a line end behind every `behind` characters that begin at a place where `matches` says so
/// and that another character follows which is not in `never`; a match takes that one with it
template <class Matches>
std::u32string break_lines(const std::u32string& text, std::size_t behind, Matches matches,
                           const std::u32string& never) {
  std::u32string out;
  std::size_t i = 0;
  while (i < text.size()) {
    const bool found = i + behind < text.size() && matches(text.substr(i, behind)) &&
                       !is_one_of(text[i + behind], never);
    if (!found) {
      out += text[i++];
      continue;
    }
    out += text.substr(i, behind) + U"\n" + text[i + behind];
    i += behind + 1;
  }
  return out;
}

inline std::u32string decoded(const std::string& text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) out += decode_utf8(text, i);
  return out;
}

/// The words, "" among them, of a text that is already joined by blanks
inline std::vector<std::string> rouge_zh_words(const std::string& joined) {
  const std::u32string ends = U"。！？?";
  const std::u32string quotes = U"”’";
  std::u32string text = decoded(joined);
  const auto sentence = [&](const std::u32string& s) { return is_one_of(s[0], ends); };
  const auto quoted = [&](const std::u32string& s) {
    return is_one_of(s[0], ends) && is_one_of(s[1], quotes);
  };
  text = break_lines(text, 1, sentence, quotes);
  text = break_lines(text, 6, [](const std::u32string& s) { return s == U"......"; }, quotes);
  text = break_lines(text, 2, [](const std::u32string& s) { return s == U"……"; }, quotes);
  text = break_lines(text, 2, quoted, U"，" + ends);
  while (!text.empty() && is_python_space(text.back())) text.pop_back();
  std::vector<std::string> words;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(U'\n', begin), text.size());
    const std::u32string line = text.substr(begin, end - begin);
    const std::size_t before = words.size();
    std::string word;
    for (const char32_t c : line + U" ") {
      if (!is_python_space(c)) {
        append_utf8(word, c);
      } else if (!word.empty()) {
        words.push_back(word);
        word.clear();
      }
    }
    if (!line.empty() && words.size() == before) words.emplace_back();
    begin = end + 1;
  }
  return words;
}

}  // namespace shijin::naive
