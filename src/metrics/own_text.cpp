// Reading a definition as written; the only file of the own metrics that takes JSON apart as a
// whole.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/numbers.h"
#include "metrics/own_metric.h"

namespace shijin {
namespace {

constexpr Text kCannotRead{"the definition of a metric cannot be read: {0}",
                           "無法讀取自訂指標的定義：{0}"};
constexpr Text kNoKind{"\"{0}\" does not say what kind of metric it is",
                       "「{0}」沒有說明是哪一種指標"};
constexpr Text kNoName{"it has no name", "沒有名稱"};
constexpr Text kNotJson{"it begins like JSON but is none", "開頭像 JSON，內容卻不是"};
constexpr Text kNull{"\"{0}\" is null", "「{0}」是 null"};
constexpr Text kTwice{"\"{0}\" is given twice", "「{0}」給了兩次"};
constexpr Text kForm{
    "NAME=KIND: BODY, where KIND is expr, regex, not_regex, contains, contains_any, not_contains, "
    "json, json_schema, length, equals or command",
    "名稱=種類: 內容；種類可為 expr、regex、not_regex、contains、contains_any、not_contains、json、"
    "json_schema、length、equals、command"};
constexpr Text kChoose{"to choose a built-in metric, write --metrics {0}",
                       "若要選用內建指標，請寫 --metrics {0}"};
constexpr Text kExample{"such as 'tone=regex: [!?]$'", "例如 'tone=regex: [!?]$'"};

Error malformed(Message why) {
  Error error;
  error.name = "own-metric-malformed";
  error.found = Message(kCannotRead, {std::move(why)});
  error.expected = Message(kForm);
  error.help = Message(kExample);
  return error;
}

std::optional<OwnValue> value_of(const nlohmann::json& json) {
  OwnValue value;
  if (json.is_string()) {
    value.text = json.get_ref<const std::string&>();
  } else if (json.is_boolean()) {
    value.kind = OwnValue::Kind::flag;
    value.flag = json.get<bool>();
  } else if (json.is_number()) {
    value.kind = OwnValue::Kind::number;
    value.number = json.get<double>();
  } else if (json.is_object()) {
    value.kind = OwnValue::Kind::object;
    value.text = json.dump();
  } else if (json.is_array()) {
    value.kind = OwnValue::Kind::list;
    for (const nlohmann::json& item : json) {
      auto inner = value_of(item);
      if (!inner) return std::nullopt;
      value.list.push_back(std::move(*inner));
    }
  } else {
    return std::nullopt;
  }
  return value;
}

Result<OwnText> from_json(std::string_view text) {
  const nlohmann::ordered_json ordered = nlohmann::ordered_json::parse(text, nullptr, false);
  if (!ordered.is_object()) return malformed(Message(kNotJson));
  OwnText own;
  for (const auto& [key, json] : ordered.items()) {
    auto value = value_of(nlohmann::json(json));
    if (!value) return malformed(Message(kNull, {key}));
    if (key != "name") {
      own.settings.emplace_back(key, std::move(*value));
    } else if (value->kind == OwnValue::Kind::text) {
      own.name = value->text;
    }
  }
  if (own.name.empty()) return malformed(Message(kNoName));
  return own;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// A value as the short form has it: true, false and numbers are what they say, the rest is text.
OwnValue plain_value(const std::string& text) {
  OwnValue value;
  value.text = text;
  const auto number = parse_number(text);
  if (number) {
    value.kind = OwnValue::Kind::number;
    value.number = *number;
  } else if (text == "true" || text == "false") {
    value.kind = OwnValue::Kind::flag;
    value.flag = text == "true";
  }
  return value;
}

// The body after "kind:": text, or JSON where it begins like a list or an object.
OwnValue body_value(std::string_view kind, std::string_view body) {
  OwnValue value;
  value.text = std::string(body);
  if (kind == "json") {
    value.kind = OwnValue::Kind::flag;
    value.flag = true;
    return value;
  }
  const bool listed = body.starts_with("[") && kind != "regex" && kind != "not_regex";
  if (!listed && !(body.starts_with("{") && kind == "json_schema")) return value;
  const nlohmann::json json = nlohmann::json::parse(body, nullptr, false);
  if (json.is_discarded()) return value;
  return value_of(json).value_or(value);
}

// The first "=" outside brackets and quotes, or npos.
std::size_t equals_at(std::string_view text) {
  bool inside = false;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted) {
      if (text[i] == '\\') ++i;
      continue;
    }
    if (text[i] == '[') inside = true;
    if (text[i] == ']') inside = false;
    if (text[i] == '=' && !inside) return i;
  }
  return std::string_view::npos;
}

}  // namespace

const OwnValue* OwnText::find(std::string_view setting) const {
  for (const auto& [name_of, value] : settings) {
    if (name_of == setting) return &value;
  }
  return nullptr;
}

Result<OwnText> read_own_metric(std::string_view text) {
  text = trimmed(text);
  OwnText own;
  if (text.starts_with("{")) {
    own = SJ_TRY(from_json(text));
  } else {
    const std::size_t equals = equals_at(text);
    if (equals == std::string_view::npos) {
      Error error = malformed(Message(kNoKind, {text}));
      if (find_metric(text.substr(0, text.find('['))) != nullptr) {
        error.help = Message(kChoose, {text});
      }
      return error;
    }
    const auto keys = SJ_TRY(parse_keys(text.substr(0, equals)));
    if (keys.size() != 1) return malformed(Message(kNoName));
    own.name = keys.front().name;
    for (const auto& [name, value] : keys.front().arguments) {
      own.settings.emplace_back(name, plain_value(value));
    }
    const std::string_view rest = trimmed(text.substr(equals + 1));
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return malformed(Message(kNoKind, {text}));
    const std::string kind(trimmed(rest.substr(0, colon)));
    own.settings.emplace_back(kind, body_value(kind, trimmed(rest.substr(colon + 1))));
  }
  for (std::size_t i = 0; i < own.settings.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (own.settings[i].first == own.settings[k].first) {
        return malformed(Message(kTwice, {own.settings[i].first}));
      }
    }
  }
  return own;
}

}  // namespace shijin
