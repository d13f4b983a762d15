// Quotes and three words; numbers, lists and dicts are written alike in both.
#include "text/python_literal.h"

#include <algorithm>
#include <array>
#include <utility>

namespace shijin {
namespace {

// A string in single quotes, from behind its opening quote to behind its closing one.
std::size_t add_string(std::string_view literal, std::size_t at, std::string& json) {
  json += '"';
  for (; at < literal.size() && literal[at] != '\''; ++at) {
    if (literal[at] == '"') {
      json += "\\\"";
    } else if (literal[at] == '\\' && at + 1 < literal.size()) {
      ++at;
      if (literal[at] == 'x') {
        json += "\\u00";
      } else {
        if (literal[at] != '\'') json += '\\';
        json += literal[at];
      }
    } else {
      json += literal[at];
    }
  }
  json += '"';
  return at + 1;
}

// A string in double quotes, which is one in JSON too.
std::size_t copy_string(std::string_view literal, std::size_t at, std::string& json) {
  const std::size_t begin = at - 1;
  while (at < literal.size() && literal[at] != '"') at += literal[at] == '\\' ? 2 : 1;
  const std::size_t end = std::min(at + 1, literal.size());
  json += literal.substr(begin, end - begin);
  return end;
}

}  // namespace

std::string json_of_python(std::string_view literal) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kWords = {
      {{"True", "true"}, {"False", "false"}, {"None", "null"}}};
  std::string json;
  for (std::size_t at = 0; at < literal.size();) {
    const char c = literal[at];
    if (c == '\'') {
      at = add_string(literal, at + 1, json);
      continue;
    }
    if (c == '"') {
      at = copy_string(literal, at + 1, json);
      continue;
    }
    std::size_t taken = 0;
    for (const auto& [python, word] : kWords) {
      if (!literal.substr(at).starts_with(python)) continue;
      json += word;
      taken = python.size();
    }
    if (taken == 0) json += c;
    at += taken == 0 ? 1 : taken;
  }
  return json;
}

}  // namespace shijin
