// Options as TOML. Only this file and rate_rubric.cpp include toml++.
#include "cli/config.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>

#include "cli/lists.h"
#include "cli/options.h"
#include "cli/parse.h"

namespace shijin::cli {
namespace {

constexpr Text kNotToml{"the configuration cannot be read: {0}", "無法讀取設定檔：{0}"};
constexpr Text kUnknownKey{"the configuration has the unknown key \"{0}\"",
                           "設定檔裡有不認得的鍵「{0}」"};
constexpr Text kWrongType{"the key \"{0}\" has a value of the wrong kind", "鍵「{0}」的值類型不對"};
constexpr Text kWrite{"write {0}", "請改寫 {0}"};
constexpr Text kHelpLists{"{0} lists them all", "{0} 會全部列出"};
constexpr Text kFlag{"true or false", "true 或 false"};
constexpr Text kText{"a text, a number, or a list of them", "文字、數字，或其清單"};
constexpr Text kNotHere{"--{0} belongs on the command line, not in a configuration",
                        "--{0} 只能寫在命令列，不能寫在設定檔"};

constexpr Text kGateForm{"a text such as \">=0.6\" or \"accuracy>=0.8\"",
                         "像 \">=0.6\" 或 \"accuracy>=0.8\" 這樣的文字"};
constexpr Text kGatesForm{"a table [gates] of bars", "由門檻組成的表格 [gates]"};
constexpr Text kMetricForm{"one table {0} for each metric", "每個指標各一個 {0} 表格"};

Error config_error(std::string name, const std::string& path, const toml::source_region& place,
                   Message found) {
  Error error;
  error.name = std::move(name);
  error.at.file = path;
  error.at.row = place.begin.line;
  error.at.column = place.begin.column;
  error.found = std::move(found);
  return error;
}

std::optional<std::string> scalar(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* whole = node.as_integer()) return std::to_string(whole->get());
  if (const auto* number = node.as_floating_point()) return shortest(number->get());
  return std::nullopt;
}

// A value as JSON; false where TOML has a kind that JSON has not, such as a date.
bool write_json(const toml::node& node, JsonWriter& json) {
  if (const auto* flag = node.as_boolean()) {
    json.boolean(flag->get());
  } else if (const auto* text = node.as_string()) {
    json.text(text->get());
  } else if (const auto* whole = node.as_integer()) {
    json.integer(whole->get());
  } else if (const auto* number = node.as_floating_point()) {
    json.number(number->get());
  } else if (const auto* array = node.as_array()) {
    json.begin_array();
    for (const toml::node& item : *array) {
      if (!write_json(item, json)) return false;
    }
    json.end_array();
  } else if (const auto* table = node.as_table()) {
    json.begin_object();
    for (const auto& [key, item] : *table) {
      json.key(key.str());
      if (!write_json(item, json)) return false;
    }
    json.end_object();
  } else {
    return false;
  }
  return true;
}

// [[metric]]: each table is a metric of the user's own. Those of the line come after them, and
// replace the ones of the same name.
Result<Done> add_own_metrics(const std::string& path, const toml::node& node, Parsed& parsed) {
  const auto* tables = node.as_array();
  const bool good =
      tables != nullptr &&
      std::all_of(tables->begin(), tables->end(), [](const auto& one) { return one.is_table(); });
  if (!good) {
    Error error =
        config_error("config-value-invalid", path, node.source(), Message(kWrongType, {"metric"}));
    error.expected = Message(kMetricForm, {"[[metric]]"});
    error.help = Message(kWrite, {"metrics = …"});
    return error;
  }
  std::vector<std::string> texts;
  std::vector<std::string> names;
  for (const std::string& line : parsed.all("metric")) {
    const auto own = read_own_metric(line);
    if (own.ok()) names.push_back(own->name);
  }
  for (const toml::node& table : *tables) {
    std::string text;
    JsonWriter json(text);
    if (!write_json(table, json)) {
      return config_error("config-value-invalid", path, table.source(),
                          Message(kWrongType, {"metric"}));
    }
    Result<OwnText> own = read_own_metric(text);
    const Result<Done> checked = own.ok() ? OwnMetrics::check(*own) : Result<Done>(own.error());
    if (!checked.ok()) {
      Error error = checked.error();
      const auto& place = table.source().begin;
      if (error.at.file.empty()) error.at = {path, place.line, place.column};
      return error;
    }
    if (std::find(names.begin(), names.end(), own->name) == names.end()) texts.push_back(text);
  }
  for (const std::string& line : parsed.all("metric")) texts.push_back(line);
  if (!texts.empty()) parsed.options["metric"] = texts;
  return Done{};
}

// The gates of one entry: its values as they stand, or behind its name.
Result<std::vector<std::string>> gates_of(const std::string& path, std::string_view name,
                                          const toml::node& node) {
  std::vector<std::string> texts;
  const auto add = [&](const toml::node& one) -> Result<Done> {
    const auto* text = one.as_string();
    if (text == nullptr) {
      Error error =
          config_error("config-value-invalid", path, one.source(), Message(kWrongType, {name}));
      error.expected = Message(kGateForm);
      const auto number = scalar(one);
      error.help =
          Message(kWrite, {"\"" + std::string(name) + "\" = \">=" + number.value_or("0.6") + "\""});
      return error;
    }
    const bool words = text->get().starts_with("not ");
    const std::string whole = parse_gate(text->get()).ok()
                                  ? text->get()
                                  : std::string(name) + (words ? " " : "") + text->get();
    const Result<GateLine> gate = parse_gate(whole);
    if (gate.ok()) {
      texts.push_back(whole);
      return Done{};
    }
    Error error = gate.error();
    const auto& place = one.source().begin;
    error.at = {path, place.line, place.column};
    return error;
  };
  if (const auto* list = node.as_array()) {
    for (const toml::node& one : *list) SJ_TRY(add(one));
  } else {
    SJ_TRY(add(node));
  }
  return texts;
}

// [gates]: metric keys or names of one's own, each with a bar, a whole gate, or a list of them.
// One file serves eval and compare: bars against a base are left to compare.
Result<Done> add_gates(const std::string& path, const toml::node& node, const Command& command,
                       Parsed& parsed) {
  const auto* table = node.as_table();
  if (table == nullptr) {
    Error error =
        config_error("config-value-invalid", path, node.source(), Message(kWrongType, {"gates"}));
    error.expected = Message(kGatesForm);
    error.help = Message(kWrite, {"gate = [\"accuracy>=0.8\"]"});
    return error;
  }
  for (const auto& [key, value] : *table) {
    for (const std::string& text : SJ_TRY(gates_of(path, key.str(), value))) {
      const bool elsewhere = parse_gate(text)->against_base && command.name == "eval";
      if (!elsewhere) parsed.options["gate"].push_back(text);
    }
  }
  return Done{};
}

std::string joined(const std::vector<std::string>& items, bool quote) {
  std::string out;
  for (const std::string& item : items) {
    out += (out.empty() ? "" : ",") + (quote ? quote_label(item) : item);
  }
  return out;
}

// The values of one key as the command line would have them; nothing when the type is wrong.
std::optional<std::vector<std::string>> values_of(const OptionInfo& option,
                                                  const toml::node& node) {
  if (option.kind == OptionKind::flag) {
    const auto* flag = node.as_boolean();
    if (flag == nullptr) return std::nullopt;
    return flag->get() ? std::vector<std::string>{"true"} : std::vector<std::string>{};
  }
  std::vector<std::string> items;
  if (const auto* array = node.as_array()) {
    for (const toml::node& element : *array) {
      const auto item = scalar(element);
      if (!item) return std::nullopt;
      items.push_back(*item);
    }
    if (option.kind == OptionKind::repeated) return items;
    if (option.kind == OptionKind::text) return {{joined(items, option.name == "labels")}};
    return std::nullopt;
  }
  if (const auto* table = node.as_table()) {
    for (const auto& [key, element] : *table) {
      const auto item = scalar(element);
      if (!item) return std::nullopt;
      items.push_back(std::string(key.str()) + "=" + *item);
    }
    if (option.kind == OptionKind::repeated) return items;
    if (option.kind == OptionKind::text) return {{joined(items, false)}};
    return std::nullopt;
  }
  const auto item = scalar(node);
  if (!item) return std::nullopt;
  return {{*item}};
}

// One file serves eval and compare: what only the other one takes is left to it.
bool known_elsewhere(const Command& taker, std::string_view name) {
  const auto serves = [](const Command& command) {
    return command.name == "eval" || command.name == "compare";
  };
  const auto all = all_commands();
  if (std::find(all.begin(), all.end(), &taker) == all.end() || !serves(taker)) return false;
  return std::any_of(all.begin(), all.end(), [&](const Command* command) {
    return serves(*command) &&
           std::any_of(command->options.begin(), command->options.end(),
                       [&](const OptionInfo& option) { return option.name == name; });
  });
}

// The values of one known key.
Result<Done> add_value(const std::string& path, const OptionInfo& option, const toml::node& node,
                       Parsed& parsed) {
  const std::string name(option.name);
  const auto values = values_of(option, node);
  if (!values) {
    Error error =
        config_error("config-value-invalid", path, node.source(), Message(kWrongType, {name}));
    error.expected = Message(option.kind == OptionKind::flag ? kFlag : kText);
    return error;
  }
  const Result<Done> checked = check_values(option, *values);
  if (!checked.ok()) {
    Error error = checked.error();
    error.at = {path, node.source().begin.line, node.source().begin.column};
    return error;
  }
  if (!values->empty() && !parsed.given(name)) parsed.options[name] = *values;
  return Done{};
}

bool takes_gates(const Command& command) {
  return std::any_of(command.options.begin(), command.options.end(),
                     [](const OptionInfo& option) { return option.name == "gate"; });
}

}  // namespace

Result<Done> add_config(const std::string& path, const Command& command, Parsed& parsed) {
  const std::string text = SJ_TRY(read_file(path));
  const toml::parse_result result = toml::parse(text, path);
  if (!result) {
    return config_error("config-unreadable", path, result.error().source(),
                        Message(kNotToml, {result.error().description()}));
  }
  const bool gates_on_line = parsed.given("gate");
  for (const auto& [key, node] : result.table()) {
    const std::string name(key.str());
    if (name == "gates" && takes_gates(command)) {
      if (!gates_on_line) SJ_TRY(add_gates(path, node, command, parsed));
      continue;
    }
    const OptionInfo* option = nullptr;
    std::vector<std::string_view> names;
    for (const OptionInfo& known : command.options) {
      names.push_back(known.name);
      if (known.name == name) option = &known;
    }
    if (option == nullptr && known_elsewhere(command, name)) continue;
    if (option == nullptr) {
      Error error =
          config_error("config-key-unknown", path, key.source(), Message(kUnknownKey, {name}));
      const std::string near = nearest_name(name, names);
      error.help = near.empty() ? Message(kHelpLists, {"shijin eval --help"})
                                : Message(kWrite, {near + " = …"});
      return error;
    }
    if (name == "config") {
      return config_error("config-key-unknown", path, key.source(), Message(kNotHere, {name}));
    }
    if (name == "metric") {
      SJ_TRY(add_own_metrics(path, node, parsed));
      continue;
    }
    SJ_TRY(add_value(path, *option, node, parsed));
  }
  return Done{};
}

}  // namespace shijin::cli
