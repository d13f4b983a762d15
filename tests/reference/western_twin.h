// The naive twins of text/split.h and of intl: sacreBLEU's substitutions one after the other, on
// code points, as the regular expressions read. Judge the one-pass versions in property and fuzz
// tests.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "text/category.h"
#include "text/split.h"

namespace shijin::reference {

inline std::u32string decode_all(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) out += decode_utf8(text, i);
  return out;
}

inline std::string encode_all(std::u32string_view text) {
  std::string out;
  for (char32_t c : text) append_utf8(out, c);
  return out;
}

inline bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
inline bool is_point(char32_t c) { return c == '.' || c == ','; }
inline bool is_symbol(char32_t c) {
  return (c >= '{' && c <= '~') || (c >= '[' && c <= '`') || (c >= ' ' && c <= '&') ||
         (c >= '(' && c <= '+') || (c >= ':' && c <= '@') || c == '/';
}

// Replace each non-overlapping pair (a, b) by a form: "12" are the pair's characters.
template <class First, class Second>
std::u32string replace_pairs(const std::u32string& text, First first, Second second,
                             std::u32string_view form) {
  std::u32string out;
  std::size_t i = 0;
  while (i < text.size()) {
    if (i + 1 < text.size() && first(text[i]) && second(text[i + 1])) {
      for (char32_t c : form) out += c == '1' ? text[i] : c == '2' ? text[i + 1] : c;
      i += 2;
    } else {
      out += text[i++];
    }
  }
  return out;
}

inline std::vector<std::string> split_at_blanks(const std::u32string& text) {
  std::vector<std::string> tokens;
  std::u32string token;
  for (char32_t c : text + U" ") {
    if (!is_python_space(c)) {
      token += c;
    } else if (!token.empty()) {
      tokens.push_back(encode_all(token));
      token.clear();
    }
  }
  return tokens;
}

inline std::vector<std::string> substitute_and_split(const std::u32string& text) {
  std::u32string apart;
  for (char32_t c : text) {
    if (is_symbol(c)) {
      apart += U' ';
      apart += c;
      apart += U' ';
    } else {
      apart += c;
    }
  }
  const auto no_digit = [](char32_t c) { return !is_digit(c); };
  apart = replace_pairs(apart, no_digit, is_point, U"1 2 ");
  apart = replace_pairs(apart, is_point, no_digit, U" 1 2");
  apart = replace_pairs(apart, is_digit, [](char32_t c) { return c == '-'; }, U"1 2 ");
  return split_at_blanks(apart);
}

inline void replace_all(std::string& text, std::string_view what, std::string_view with) {
  std::string out;
  std::size_t i = 0;
  while (i < text.size()) {
    if (std::string_view(text).substr(i, what.size()) == what) {
      out += with;
      i += what.size();
    } else {
      out += text[i++];
    }
  }
  text = out;
}

inline std::vector<std::string> tokens_13a(std::string_view text) {
  std::u32string points = decode_all(text);
  while (!points.empty() && is_python_space(points.back())) points.pop_back();
  std::string line = encode_all(points);
  replace_all(line, "<skipped>", "");
  replace_all(line, "-\n", "");
  replace_all(line, "\n", " ");
  replace_all(line, "&quot;", "\"");
  replace_all(line, "&amp;", "&");
  replace_all(line, "&lt;", "<");
  replace_all(line, "&gt;", ">");
  return substitute_and_split(decode_all(" " + line + " "));
}

// Each character for which `chinese` holds between blanks, then the substitutions.
template <class IsChinese>
std::vector<std::string> tokens_of_chinese(std::string_view text, IsChinese chinese) {
  std::u32string points;
  for (char32_t c : decode_all(strip_python_space(text))) {
    if (chinese(c)) {
      points += U' ';
      points += c;
      points += U' ';
    } else {
      points += c;
    }
  }
  return substitute_and_split(points);
}

inline std::vector<std::string> tokens_zh(std::string_view text) {
  return tokens_of_chinese(text, is_sacrebleu_chinese);
}

inline std::vector<std::string> tokens_zh_fixed(std::string_view text) {
  return tokens_of_chinese(text, [](char32_t c) {
    for (const auto& [first, last] : std::initializer_list<std::pair<char32_t, char32_t>>{
             {0x3400, 0x4DB5}, {0x4E00, 0x9FA5}, {0x9FA6, 0x9FBB},   {0xF900, 0xFA2D},
             {0xFA30, 0xFA6A}, {0xFA70, 0xFAD9}, {0x20000, 0x2A6D6}, {0x2F800, 0x2FA1D},
             {0xFF00, 0xFFEF}, {0x2E80, 0x2EFF}, {0x3000, 0x303F},   {0x31C0, 0x31EF},
             {0x2F00, 0x2FDF}, {0x2FF0, 0x2FFF}, {0x3100, 0x312F},   {0x31A0, 0x31BF},
             {0xFE10, 0xFE1F}, {0xFE30, 0xFE4F}, {0x2600, 0x26FF},   {0x2700, 0x27BF},
             {0x3200, 0x32FF}, {0x3300, 0x33FF}}) {
      if (c >= first && c <= last) return true;
    }
    return false;
  });
}

inline std::vector<std::string> tokens_intl(std::string_view text) {
  std::u32string points = decode_all(text);
  while (!points.empty() && is_python_space(points.back())) points.pop_back();
  const auto no_number = [](char32_t c) { return category(c) != Category::number; };
  const auto is_punctuation = [](char32_t c) { return category(c) == Category::punctuation; };
  points = replace_pairs(points, no_number, is_punctuation, U"1 2 ");
  points = replace_pairs(points, is_punctuation, no_number, U" 1 2");
  std::u32string apart;
  for (char32_t c : points) {
    const bool symbol = category(c) == Category::symbol;
    if (symbol) apart += U' ';
    apart += c;
    if (symbol) apart += U' ';
  }
  return split_at_blanks(apart);
}

}  // namespace shijin::reference
