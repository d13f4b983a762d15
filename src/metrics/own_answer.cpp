// Plain numbers, by far the most common, are read without a JSON parser.
#include "metrics/own_answer.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/excerpt.h"
#include "base/json_text.h"
#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kEmpty{"an empty line", "空行"};
constexpr Text kNotFinite{"\"{0}\", which is no finite number", "「{0}」，不是有限的數"};
constexpr Text kNeither{"\"{0}\", which is neither a number nor a JSON object",
                        "「{0}」，既不是數字也不是 JSON 物件"};
constexpr Text kUnknownKey{"the unknown key \"{0}\"", "不認得的鍵「{0}」"};
constexpr Text kWrongKind{"a \"{0}\" of the wrong kind", "「{0}」的值類型不對"};
constexpr Text kNoValue{"an object without \"value\", or \"sum\" and \"count\"",
                        "物件裡沒有「value」，也沒有「sum」與「count」"};
constexpr Text kBoth{"both \"value\" and \"sum\"", "同時有「value」與「sum」"};
constexpr Text kNegative{"a negative \"count\"", "「count」是負數"};

constexpr std::size_t kShown = 60;

// A finite number, or true and false.
std::optional<double> number_of(const nlohmann::json& json) {
  if (json.is_boolean()) return json.get<bool>() ? 1.0 : 0.0;
  if (!json.is_number() || !std::isfinite(json.get<double>())) return std::nullopt;
  return json.get<double>();
}

std::optional<Message> take_key(const std::string& key, const nlohmann::json& value, Answer& answer,
                                bool& has_value, int& parts) {
  const auto number = number_of(value);
  if (key == "value") {
    has_value = true;
    answer.nothing = value.is_null();
    if (!number && !answer.nothing) return Message(kWrongKind, {key});
    answer.sum = number.value_or(0);
  } else if (key == "sum" || key == "count") {
    if (!number) return Message(kWrongKind, {key});
    (key == "sum" ? answer.sum : answer.count) = *number;
    answer.ratio = true;
    ++parts;
  } else if (key == "because") {
    if (!value.is_string()) return Message(kWrongKind, {key});
    answer.because = value.get_ref<const std::string&>();
  } else if (key == "row") {
    if (!value.is_number_integer()) return Message(kWrongKind, {key});
    answer.row = value.get<std::int64_t>();
  } else {
    return Message(kUnknownKey, {key});
  }
  return std::nullopt;
}

}  // namespace

std::optional<Message> read_answer(std::string_view line, Answer& answer) {
  answer = Answer();
  line = strip_json_space(line);
  if (line.empty()) return Message(kEmpty);
  if (line == "true" || line == "false") {
    answer.sum = line == "true" ? 1 : 0;
    return std::nullopt;
  }
  if (line.front() != '{') {
    const auto number = parse_number(line);
    if (is_json_number(line) && number && std::isfinite(*number)) {
      answer.sum = *number;
      return std::nullopt;
    }
    const bool looks = number || line == "NaN" || line == "nan" || line == "Infinity" ||
                       line == "-Infinity" || line == "inf" || line == "-inf";
    return looks && !is_json_number(line) && number && std::isfinite(*number)
               ? Message(kNeither, {excerpt(line, kShown)})
               : Message(looks ? kNotFinite : kNeither, {excerpt(line, kShown)});
  }
  const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object()) return Message(kNeither, {excerpt(line, kShown)});
  bool has_value = false;
  int parts = 0;
  for (const auto& [key, value] : json.items()) {
    auto problem = take_key(key, value, answer, has_value, parts);
    if (problem) return problem;
  }
  if (has_value && parts > 0) return Message(kBoth);
  if (!has_value && parts != 2) return Message(kNoValue);
  if (answer.count < 0) return Message(kNegative);
  if (answer.ratio && answer.count == 0) answer.nothing = true;
  return std::nullopt;
}

}  // namespace shijin
