// Finding the comparison outside brackets, and reading the bar.
#include "evidence/gate.h"

#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kMalformed{"the gate \"{0}\" cannot be read", "無法讀取門檻「{0}」"};
constexpr Text kForm{"a metric key, one of >= > <= <, and a number",
                     "指標鍵、>= > <= < 之一，再加一個數字"};
constexpr Text kHelp{"write it in quotes, such as --gate 'f1[label=0]>=0.6'",
                     "請加上引號，例如 --gate 'f1[label=0]>=0.6'"};

std::size_t find_comparison(std::string_view text) {
  bool quoted = false;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == '[') {
      ++depth;
    } else if (!quoted && c == ']') {
      --depth;
    } else if (!quoted && depth == 0 && (c == '<' || c == '>')) {
      return i;
    }
  }
  return std::string_view::npos;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

Result<GateLine> parse_gate(std::string_view text) {
  Error error;
  error.name = "gate-malformed";
  error.found = Message(kMalformed, {text});
  error.expected = Message(kForm);
  error.help = Message(kHelp);
  const std::size_t at = find_comparison(text);
  if (at == std::string_view::npos) return error;
  const std::size_t width = at + 1 < text.size() && text[at + 1] == '=' ? 2 : 1;
  const std::string_view key = trim(text.substr(0, at));
  const auto bar = parse_number(trim(text.substr(at + width)));
  if (key.empty() || !bar || !(*bar - *bar == 0)) return error;
  GateLine gate;
  gate.gate = text;
  gate.key = key;
  gate.comparison = text.substr(at, width);
  gate.bar = *bar;
  return gate;
}

}  // namespace shijin
