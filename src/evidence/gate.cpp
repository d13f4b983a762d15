// Finding the comparison outside brackets, and reading the bar.
#include "evidence/gate.h"

#include <optional>
#include <string>

#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kMalformed{"the gate \"{0}\" cannot be read", "無法讀取門檻「{0}」"};
constexpr Text kForm{"a metric key, one of >= > <= <, and a number",
                     "指標鍵、>= > <= < 之一，再加一個數字"};
constexpr Text kBaseForm{
    "behind >= > <= <: base, base-0.01, base+0.01, base*0.98, base-2% or base+2%",
    "在 >= > <= < 之後寫 base、base-0.01、base+0.01、base*0.98、base-2% 或 base+2%"};
constexpr Text kBaseHelp{"write it in quotes, such as --gate 'f1[label=0]>=base-0.01'",
                         "請加上引號，例如 --gate 'f1[label=0]>=base-0.01'"};
constexpr Text kGuardMalformed{"the guard \"{0}\" cannot be read", "無法讀取防線「{0}」"};
constexpr Text kGuardForm{
    "a metric key, a colon, and how much worse it may be: a number or a "
    "percentage",
    "指標鍵、冒號，再加容許變差的幅度：數字或百分比"};
constexpr Text kGuardHelp{"such as --guard ppl:2% or --guard 'f1[label=0]:0.01'",
                          "例如 --guard ppl:2% 或 --guard 'f1[label=0]:0.01'"};
constexpr Text kSmallStep{"the gate \"{1}\" allows a difference of {0}, but {2} runs to {3}",
                          "門檻「{1}」容許的差距是 {0}，但 {2} 的範圍到 {3}"};
constexpr Text kLargeStep{"the gate \"{1}\" allows a difference of {0}, more than {2} can differ",
                          "門檻「{1}」容許的差距是 {0}，超過 {2} 所能相差的幅度"};
constexpr Text kNoShare{"the gate \"{0}\" asks for a share of {1}, which may be negative",
                        "門檻「{0}」要求的是 {1} 的比率，但這項分數可能是負的"};
constexpr Text kStepScale{"write {0} instead, or add --scale-ok if you mean it",
                          "請改寫成 {0}；若確實如此，請加上 --scale-ok"};
constexpr Text kStepInstead{"allow a difference in units of the metric, such as {0}",
                            "請改用以指標單位計的差距，例如 {0}"};
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

constexpr std::string_view kBase = "base";

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<double> finite(std::string_view text) {
  const auto number = parse_number(text);
  return number && *number - *number == 0 ? number : std::nullopt;
}

// "ppl not worse than base by 2%" → "ppl:2%"; nothing for any other gate.
std::optional<std::string> as_guard(std::string_view text) {
  for (const std::string_view words : {" not worse than base by ", " not worse than run base by ",
                                       " not worse than the base by "}) {
    const std::size_t at = text.find(words);
    if (at == std::string_view::npos) continue;
    return std::string(trim(text.substr(0, at))) + ":" +
           std::string(trim(text.substr(at + words.size())));
  }
  return std::nullopt;
}

// What stands behind "base": nothing, a difference, a factor, or a percentage.
bool read_base_bar(std::string_view text, GateLine& gate) {
  gate.against_base = true;
  if (text.empty()) return true;
  const char sign = text.front();
  const bool percent = text.ends_with('%') && text.size() > 1;
  if (percent) text.remove_suffix(1);
  const auto size = finite(trim(text.substr(1)));
  if (!size || !(*size >= 0)) return false;
  gate.relative = percent || sign == '*';
  if (sign == '*') {
    gate.bar = *size;
    return !percent && *size > 0;
  }
  if (sign != '+' && sign != '-') return false;
  const double step = sign == '+' ? *size : -*size;
  gate.bar = percent ? 1 + step / 100 : step;
  return !percent || gate.bar > 0;
}

// A bar against the base.
Result<Done> check_step(const GateLine& gate, double low, double high) {
  Error error;
  error.name = "gate-scale";
  const std::string key = gate.key + ">=base-";
  if (gate.relative) {
    if (low >= 0) return Done{};
    error.found = Message(kNoShare, {gate.gate, gate.key});
    error.help = Message(kStepInstead, {key + "0.01"});
    return error;
  }
  const double size = gate.bar < 0 ? -gate.bar : gate.bar;
  const bool tiny = high == 100 && size > 0 && size < 0.1;
  if (!tiny && !(size > high - low)) return Done{};
  const std::string shown = shortest(size);
  error.found = tiny ? Message(kSmallStep, {shown, gate.gate, gate.key, shortest(high)})
                     : Message(kLargeStep, {shown, gate.gate, gate.key});
  const std::string other = shortest(*parse_number(fixed(tiny ? size * 100 : size / 100, 6)));
  error.help = Message(kStepScale, {other});
  return error;
}

}  // namespace

Result<GateLine> parse_gate(std::string_view text) {
  if (const auto words = as_guard(text)) {
    GateLine guard = SJ_TRY(parse_guard(*words));
    guard.gate = text;
    return guard;
  }
  Error error;
  error.name = "gate-malformed";
  error.found = Message(kMalformed, {text});
  error.expected = Message(kForm);
  error.help = Message(kHelp);
  const std::size_t at = find_comparison(text);
  if (at == std::string_view::npos) return error;
  const std::size_t width = at + 1 < text.size() && text[at + 1] == '=' ? 2 : 1;
  const std::string_view key = trim(text.substr(0, at));
  const std::string_view behind = trim(text.substr(at + width));
  GateLine gate;
  gate.gate = text;
  gate.key = key;
  gate.comparison = text.substr(at, width);
  if (behind.starts_with(kBase)) {
    error.expected = Message(kBaseForm);
    error.help = Message(kBaseHelp);
    if (key.empty() || !read_base_bar(trim(behind.substr(kBase.size())), gate)) return error;
    return gate;
  }
  const auto bar = finite(behind);
  if (key.empty() || !bar) return error;
  gate.bar = *bar;
  return gate;
}

Result<GateLine> parse_guard(std::string_view text) {
  Error error;
  error.name = "gate-malformed";
  error.found = Message(kGuardMalformed, {text});
  error.expected = Message(kGuardForm);
  error.help = Message(kGuardHelp);
  const std::size_t at = text.rfind(':');
  if (at == std::string_view::npos) return error;
  GateLine gate;
  gate.gate = text;
  gate.key = trim(text.substr(0, at));
  gate.against_base = true;
  gate.guard = true;
  std::string_view behind = trim(text.substr(at + 1));
  if (behind.ends_with('%')) {
    gate.relative = true;
    behind.remove_suffix(1);
  }
  const auto size = finite(trim(behind));
  const bool sensible = size && *size >= 0 && (!gate.relative || *size < 100);
  if (gate.key.empty() || !sensible) return error;
  gate.bar = *size;
  return gate;
}

void direct_guard(GateLine& guard, Better better) {
  const bool up = better == Better::higher;
  guard.comparison = up ? ">=" : "<=";
  const double signed_size = up ? -guard.bar : guard.bar;
  guard.bar = guard.relative ? 1 + signed_size / 100 : signed_size;
}

Result<Done> check_scale(const GateLine& gate, double low, double high) {
  if (gate.against_base) return check_step(gate, low, high);
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
