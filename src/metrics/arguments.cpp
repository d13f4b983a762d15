// Reading, checking and printing metric keys.
#include "metrics/arguments.h"

#include <algorithm>

#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kBadKey{"the metric key \"{0}\" cannot be read: {1}", "無法讀取指標鍵「{0}」：{1}"};
constexpr Text kKeyForm{"name or name[parameter=value,…], such as f1[label=0]",
                        "名稱，或 名稱[參數=值,…]，例如 f1[label=0]"};
constexpr Text kUnclosed{"a bracket or quote is not closed", "括號或引號沒有關閉"};
constexpr Text kNoName{"the name is missing", "缺少名稱"};
constexpr Text kNoValue{"\"{0}\" has no \"=\"", "「{0}」缺少「=」"};
constexpr Text kUnknown{"{0} has no parameter \"{1}\"", "{0} 沒有參數「{1}」"};
constexpr Text kKnown{"one of: {0}", "下列之一：{0}"};
constexpr Text kNone{"no parameters", "不需要任何參數"};
constexpr Text kTwice{"{0} is given \"{1}\" twice", "{0} 的參數「{1}」給了兩次"};
constexpr Text kBadValue{"{0}: {1} cannot be \"{2}\"", "{0}：{1} 不能是「{2}」"};
constexpr Text kWhole{"a whole number from {0} to {1}", "{0} 到 {1} 之間的整數"};
constexpr Text kNumber{"a number from {0} to {1}", "{0} 到 {1} 之間的數"};
constexpr Text kNearest{"write \"{0}\"", "請改寫「{0}」"};

Error key_error(std::string_view key, Message why) {
  Error error;
  error.name = "metric-key-malformed";
  error.found = Message(kBadKey, {key, std::move(why)});
  error.expected = Message(kKeyForm);
  return error;
}

// Read a value: a JSON string, or everything up to , or ].
Result<std::string> read_value(std::string_view text, std::size_t& at) {
  std::string value;
  if (at < text.size() && text[at] == '"') {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      value += text[at];
    }
    if (at >= text.size()) return key_error(text, Message(kUnclosed));
    ++at;
    return value;
  }
  while (at < text.size() && text[at] != ',' && text[at] != ']') value += text[at++];
  return value;
}

// An expression runs to the first comma outside its parentheses, brackets and quotes.
std::string read_expression(std::string_view text, std::size_t& at) {
  const std::size_t begin = at;
  int depth = 0;
  bool quoted = false;
  for (; at < text.size() && (quoted || depth > 0 || text[at] != ','); ++at) {
    if (text[at] == '"') quoted = !quoted;
    if (text[at] == '\\' && quoted) ++at;
    if (quoted) continue;
    if (text[at] == '(' || text[at] == '[') ++depth;
    if (text[at] == ')' || text[at] == ']') --depth;
  }
  at = std::min(at, text.size());
  return std::string(text.substr(begin, at - begin));
}

Result<KeyText> read_key(std::string_view text, std::size_t& at) {
  KeyText key;
  while (at < text.size() && text[at] == ' ') ++at;
  if (text.substr(at).starts_with("expr:")) {
    key.name = read_expression(text, at);
    return key;
  }
  while (at < text.size() && text[at] != '[' && text[at] != ',') key.name += text[at++];
  while (!key.name.empty() && key.name.back() == ' ') key.name.pop_back();
  if (key.name.empty()) return key_error(text, Message(kNoName));
  if (at >= text.size() || text[at] == ',') return key;
  ++at;
  while (at < text.size() && text[at] != ']') {
    std::string name;
    while (at < text.size() && text[at] != '=' && text[at] != ',' && text[at] != ']') {
      name += text[at++];
    }
    if (at >= text.size() || text[at] != '=') return key_error(text, Message(kNoValue, {name}));
    ++at;
    key.arguments.emplace_back(name, SJ_TRY(read_value(text, at)));
    if (at < text.size() && text[at] == ',') ++at;
  }
  if (at >= text.size()) return key_error(text, Message(kUnclosed));
  ++at;
  return key;
}

std::string quoted(const std::string& value) {
  const bool special = value.empty() || value.find_first_of(",]=\" \t\n") != std::string::npos;
  if (!special) return value;
  std::string out = "\"";
  for (char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

bool is_choice(std::string_view choices, std::string_view value) {
  std::size_t at = 0;
  while (at <= choices.size()) {
    const std::size_t end = std::min(choices.find('|', at), choices.size());
    if (choices.substr(at, end - at) == value) return true;
    at = end + 1;
  }
  return false;
}

// Check one value; on success give its canonical text.
Result<std::string> check_value(std::string_view metric, const ParameterInfo& parameter,
                                const std::string& value) {
  Error error;
  error.name = "metric-argument-invalid";
  error.found = Message(kBadValue, {metric, parameter.name, value});
  if (parameter.kind == ParameterKind::label) return value;
  if (parameter.kind == ParameterKind::choice) {
    if (is_choice(parameter.choices, value)) return value;
    error.expected = Message(kKnown, {parameter.choices});
    return error;
  }
  const bool whole = parameter.kind == ParameterKind::integer;
  const auto number = parse_number(value);
  const bool good = number && *number >= parameter.low && *number <= parameter.high &&
                    (!whole || parse_integer(value));
  if (good) return shortest(*number);
  error.expected =
      Message(whole ? kWhole : kNumber, {shortest(parameter.low), shortest(parameter.high)});
  return error;
}

}  // namespace

Result<std::vector<KeyText>> parse_keys(std::string_view text) {
  std::vector<KeyText> keys;
  std::size_t at = 0;
  while (at < text.size()) {
    keys.push_back(SJ_TRY(read_key(text, at)));
    while (at < text.size() && text[at] == ' ') ++at;
    if (at < text.size() && text[at] != ',') return key_error(text, Message(kUnclosed));
    ++at;
  }
  return keys;
}

Result<Arguments> Arguments::check(std::string_view metric, std::span<const ParameterInfo> declared,
                                   const KeyText& key) {
  Arguments out;
  for (const ParameterInfo& parameter : declared) {
    out.values_.emplace(parameter.name, parameter.fallback);
    out.given_.emplace(parameter.name, false);
  }
  for (const auto& [name, value] : key.arguments) {
    const auto* parameter = std::find_if(declared.data(), declared.data() + declared.size(),
                                         [&](const ParameterInfo& p) { return p.name == name; });
    if (parameter == declared.data() + declared.size()) {
      std::vector<std::string_view> names;
      std::string list;
      for (const ParameterInfo& known : declared) {
        names.push_back(known.name);
        list += (list.empty() ? "" : ", ") + std::string(known.name);
      }
      Error error;
      error.name = "metric-argument-unknown";
      error.found = Message(kUnknown, {metric, name});
      error.expected = list.empty() ? Message(kNone) : Message(kKnown, {list});
      const std::string near = nearest_name(name, names);
      if (!near.empty()) error.help = Message(kNearest, {near});
      return error;
    }
    if (out.given_[name]) {
      Error error;
      error.name = "metric-argument-twice";
      error.found = Message(kTwice, {metric, name});
      return error;
    }
    out.values_[name] = SJ_TRY(check_value(metric, *parameter, value));
    out.given_[name] = true;
  }
  std::string inside;
  for (const auto& [name, value] : out.values_) {
    const auto* parameter = std::find_if(declared.data(), declared.data() + declared.size(),
                                         [&](const ParameterInfo& p) { return p.name == name; });
    const bool is_default = value == parameter->fallback &&
                            (parameter->kind != ParameterKind::label || !out.given_[name]);
    if (is_default && !parameter->always_shown) continue;
    inside += (inside.empty() ? "" : ",") + name + "=" + quoted(value);
  }
  out.key_ = std::string(metric) + (inside.empty() ? "" : "[" + inside + "]");
  return out;
}

std::int64_t Arguments::integer(std::string_view name) const {
  const auto value = parse_integer(text(name));
  SJ_CHECK(value.has_value(), "an integer parameter was read that is none");
  return *value;
}

double Arguments::number(std::string_view name) const {
  const auto value = parse_number(text(name));
  SJ_CHECK(value.has_value(), "a number parameter was read that is none");
  return *value;
}

const std::string& Arguments::text(std::string_view name) const {
  const auto found = values_.find(name);
  SJ_CHECK(found != values_.end(), "a parameter was read that is not declared");
  return found->second;
}

bool Arguments::given(std::string_view name) const {
  const auto found = given_.find(name);
  return found != given_.end() && found->second;
}

}  // namespace shijin
