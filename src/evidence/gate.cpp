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

constexpr Text kSmallBar{"the bar {0} of the gate \"{1}\" is between 0 and 1, but {2} runs to {3}",
                         "門檻「{1}」的數值 {0} 介於 0 與 1，但 {2} 的範圍到 {3}"};
constexpr Text kOutside{"the bar {0} of the gate \"{1}\" is outside the range of {2}",
                        "門檻「{1}」的數值 {0} 超出 {2} 的範圍"};
constexpr Text kRange{"a bar from {0} to {1}", "{0} 到 {1} 之間的數值"};
constexpr Text kWrite{"write --gate '{0}', or add --scale-ok if you mean it",
                      "請寫成 --gate '{0}'；若確實如此，請加上 --scale-ok"};
constexpr Text kScaleOk{"add --scale-ok if you mean it", "若確實如此，請加上 --scale-ok"};

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

Result<Done> check_scale(const GateLine& gate, double low, double high) {
  const bool percent = high == 100 && gate.bar > 0 && gate.bar <= 1;
  const bool outside = gate.bar < low || gate.bar > high;
  if (!percent && !outside) return Done{};
  Error error;
  error.name = "gate-scale";
  const std::string bar = shortest(gate.bar);
  error.found = percent ? Message(kSmallBar, {bar, gate.gate, gate.key, shortest(high)})
                        : Message(kOutside, {bar, gate.gate, gate.key});
  error.expected = Message(kRange, {shortest(low), shortest(high)});
  double other = gate.bar;
  if (percent) other = gate.bar * 100;
  if (outside && high == 1 && gate.bar > 1 && gate.bar <= 100) other = gate.bar / 100;
  // Six digits hide what binary fractions add to a hundredfold.
  const std::string text = gate.key + gate.comparison + shortest(*parse_number(fixed(other, 6)));
  error.help = other == gate.bar ? Message(kScaleOk) : Message(kWrite, {text});
  return error;
}

}  // namespace shijin
