// Checking a value against a schema, keyword by keyword, as draft 2020-12 defines them.
#include "metrics/own_schema.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/numbers.h"
#include "base/utf8.h"

namespace shijin {
namespace {

using Json = nlohmann::json;

constexpr Text kNotJson{"the schema is not JSON", "schema 不是 JSON"};
constexpr Text kNotSchema{"a schema must be an object, true or false, at {0}",
                          "schema 必須是物件、true 或 false，位置：{0}"};
constexpr Text kUnsupported{"the schema uses \"{0}\" at {1}, which is not supported",
                            "schema 在 {1} 使用了不支援的「{0}」"};
constexpr Text kSupported{"one of: {0}", "下列之一：{0}"};
constexpr Text kWrongValue{"\"{0}\" at {1} has a value of the wrong kind",
                           "{1} 的「{0}」值類型不對"};
constexpr Text kBadReference{"\"$ref\" at {0} points to {1}, which is not in this schema",
                             "{0} 的「$ref」指向 {1}，但 schema 裡沒有"};
constexpr Text kUseFormat{"leave it out, or write a \"pattern\" for it",
                          "請拿掉它，或改寫成「pattern」"};
constexpr Text kUsePrefix{"write \"prefixItems\" for a list whose places have their own schemas",
                          "若清單的每個位置各有 schema，請改寫成「prefixItems」"};

constexpr int kDeepest = 200;

enum class Takes : std::uint8_t {
  schema,
  schemas,
  schema_map,
  pattern_map,
  pattern,
  number,
  above_zero,
  count,
  flag,
  texts,
  type,
  list,
  anything,
  reference,
  note
};

constexpr std::pair<std::string_view, Takes> kKeywords[] = {
    {"$comment", Takes::note},
    {"$defs", Takes::schema_map},
    {"$id", Takes::note},
    {"$ref", Takes::reference},
    {"$schema", Takes::note},
    {"additionalProperties", Takes::schema},
    {"allOf", Takes::schemas},
    {"anyOf", Takes::schemas},
    {"const", Takes::anything},
    {"contains", Takes::schema},
    {"default", Takes::note},
    {"definitions", Takes::schema_map},
    {"description", Takes::note},
    {"else", Takes::schema},
    {"enum", Takes::list},
    {"examples", Takes::note},
    {"exclusiveMaximum", Takes::number},
    {"exclusiveMinimum", Takes::number},
    {"if", Takes::schema},
    {"items", Takes::schema},
    {"maxItems", Takes::count},
    {"maxLength", Takes::count},
    {"maxProperties", Takes::count},
    {"maximum", Takes::number},
    {"minItems", Takes::count},
    {"minLength", Takes::count},
    {"minProperties", Takes::count},
    {"minimum", Takes::number},
    {"multipleOf", Takes::above_zero},
    {"not", Takes::schema},
    {"oneOf", Takes::schemas},
    {"pattern", Takes::pattern},
    {"patternProperties", Takes::pattern_map},
    {"prefixItems", Takes::schemas},
    {"properties", Takes::schema_map},
    {"propertyNames", Takes::schema},
    {"required", Takes::texts},
    {"then", Takes::schema},
    {"title", Takes::note},
    {"type", Takes::type},
    {"uniqueItems", Takes::flag},
};

constexpr std::string_view kTypes[] = {"array",  "boolean", "integer", "null",
                                       "number", "object",  "string"};

bool is_whole(const Json& value) {
  if (value.is_number_integer()) return true;
  return value.is_number_float() && std::floor(value.get<double>()) == value.get<double>();
}

bool is_count(const Json& value) { return is_whole(value) && value.get<double>() >= 0; }

bool is_type_name(const Json& value) {
  return value.is_string() && std::find(std::begin(kTypes), std::end(kTypes),
                                        value.get_ref<const std::string&>()) != std::end(kTypes);
}

bool is_list_of(const Json& value, bool (*good)(const Json&)) {
  return value.is_array() && std::all_of(value.begin(), value.end(), good);
}

// Where a JSON pointer of this document leads ("#/$defs/item"), or nullptr.
const Json* follow(const Json& whole, std::string_view pointer) {
  if (!pointer.starts_with("#")) return nullptr;
  pointer.remove_prefix(1);
  const Json* at = &whole;
  while (!pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    std::string name;
    for (std::size_t i = 0; i < step.size(); ++i) {
      const bool escape = step[i] == '~' && i + 1 < step.size();
      name += escape ? (step[++i] == '1' ? '/' : '~') : step[i];
    }
    if (at->is_object() && at->contains(name)) {
      at = &(*at)[name];
    } else if (const auto index = parse_integer(name);
               at->is_array() && index && *index >= 0 &&
               static_cast<std::size_t>(*index) < at->size()) {
      at = &(*at)[static_cast<std::size_t>(*index)];
    } else {
      return nullptr;
    }
  }
  return at->is_object() || at->is_boolean() ? at : nullptr;
}

Error schema_error(Message found) {
  Error error;
  error.name = "schema-invalid";
  error.found = std::move(found);
  return error;
}

// Proves that a schema holds nothing this file does not check, and compiles its patterns.
class Proof {
 public:
  Proof(const Json& whole, std::map<std::string, std::size_t, std::less<>>& places,
        std::vector<Pattern>& patterns)
      : whole_(whole), places_(places), patterns_(patterns) {}

  Result<Done> schema(const Json& value, const std::string& path) {
    if (value.is_boolean()) return Done{};
    if (!value.is_object() || path.size() > 10'000) {
      return schema_error(Message(kNotSchema, {path}));
    }
    for (const auto& [name, inside] : value.items()) SJ_TRY(keyword(name, inside, path));
    return Done{};
  }

 private:
  Result<Done> keyword(const std::string& name, const Json& value, const std::string& path) {
    const auto* known = std::find_if(std::begin(kKeywords), std::end(kKeywords),
                                     [&](const auto& entry) { return entry.first == name; });
    if (known == std::end(kKeywords)) return unsupported(name, path);
    if (name == "items" && value.is_array()) {
      Error error = schema_error(Message(kWrongValue, {name, path}));
      error.help = Message(kUsePrefix);
      return error;
    }
    const std::string inside = path + "/" + name;
    switch (known->second) {
      case Takes::schema:
        return schema(value, inside);
      case Takes::schemas:
        if (!value.is_array() || value.empty()) break;
        for (std::size_t i = 0; i < value.size(); ++i) {
          SJ_TRY(schema(value[i], inside + "/" + std::to_string(i)));
        }
        return Done{};
      case Takes::schema_map:
      case Takes::pattern_map:
        if (!value.is_object()) break;
        for (const auto& [key, one] : value.items()) {
          if (known->second == Takes::pattern_map) SJ_TRY(pattern(key));
          SJ_TRY(schema(one, inside + "/" + key));
        }
        return Done{};
      case Takes::pattern:
        if (!value.is_string()) break;
        return pattern(value.get_ref<const std::string&>());
      case Takes::reference:
        return reference(value, path);
      default:
        if (fits(known->second, value)) return Done{};
    }
    return schema_error(Message(kWrongValue, {name, path}));
  }

  static bool fits(Takes takes, const Json& value) {
    switch (takes) {
      case Takes::number:
        return value.is_number();
      case Takes::above_zero:
        return value.is_number() && value.get<double>() > 0;
      case Takes::count:
        return is_count(value);
      case Takes::flag:
        return value.is_boolean();
      case Takes::texts:
        return is_list_of(value, [](const Json& one) { return one.is_string(); });
      case Takes::type:
        return is_type_name(value) || is_list_of(value, is_type_name);
      case Takes::list:
        return value.is_array();
      default:
        return true;
    }
  }

  static Error unsupported(const std::string& name, const std::string& path) {
    std::vector<std::string_view> names;
    std::string list;
    for (const auto& [known, takes] : kKeywords) {
      names.push_back(known);
      if (takes != Takes::note) list += (list.empty() ? "" : ", ") + std::string(known);
    }
    Error error;
    error.name = "schema-keyword-unsupported";
    error.found = Message(kUnsupported, {name, path});
    error.expected = Message(kSupported, {list});
    if (name == "format") error.help = Message(kUseFormat);
    return error;
  }

  Result<Done> pattern(const std::string& text) {
    if (places_.contains(text)) return Done{};
    patterns_.push_back(SJ_TRY(Pattern::make(text, Case::kept)));
    places_.emplace(text, patterns_.size() - 1);
    return Done{};
  }

  Result<Done> reference(const Json& value, const std::string& path) {
    if (!value.is_string()) return schema_error(Message(kWrongValue, {"$ref", path}));
    const auto& pointer = value.get_ref<const std::string&>();
    const Json* to = follow(whole_, pointer);
    if (to == nullptr) return schema_error(Message(kBadReference, {path, pointer}));
    if (!referred_.insert(to).second) return Done{};
    return schema(*to, pointer);
  }

  const Json& whole_;
  std::map<std::string, std::size_t, std::less<>>& places_;
  std::vector<Pattern>& patterns_;
  std::set<const Json*> referred_;  // what references lead to is proven once
};

bool has_type(const Json& value, std::string_view type) {
  if (type == "array") return value.is_array();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return is_whole(value);
  if (type == "null") return value.is_null();
  if (type == "number") return value.is_number();
  if (type == "object") return value.is_object();
  return value.is_string();
}

bool is_multiple(const Json& value, const Json& of) {
  if (value.is_number_integer() && of.is_number_integer()) {
    const auto size = of.get<std::uint64_t>();
    const bool negative = !value.is_number_unsigned();
    const auto whole = value.get<std::uint64_t>();
    return (negative ? 0 - whole : whole) % size == 0;
  }
  if (of.is_number_integer()) return std::fmod(value.get<double>(), of.get<double>()) == 0;
  const double quotient = value.get<double>() / of.get<double>();
  return std::isfinite(quotient) && std::floor(quotient) == quotient;
}

bool all_different(const Json& list) {
  std::vector<const Json*> items;
  for (const Json& item : list) items.push_back(&item);
  std::sort(items.begin(), items.end(), [](const Json* a, const Json* b) { return *a < *b; });
  return std::adjacent_find(items.begin(), items.end(),
                            [](const Json* a, const Json* b) { return *a == *b; }) == items.end();
}

}  // namespace

struct Schema::Tree {
  Json whole;
  std::map<std::string, std::size_t, std::less<>> places;  // pattern → its index
};

// One walk of a schema over a value.
class Schema::Walk {
 public:
  Walk(const Tree& tree, std::vector<Pattern>& patterns) : tree_(tree), patterns_(patterns) {}

  bool gave_up() const { return gave_up_; }

  bool fits(const Json& schema, const Json& value) {
    if (schema.is_boolean()) return schema.get<bool>();
    if (depth_ >= kDeepest) {
      gave_up_ = true;
      return false;
    }
    ++depth_;
    const bool good = plain(schema, value) && combined(schema, value) &&
                      (!value.is_number() || number(schema, value)) &&
                      (!value.is_string() || text(schema, value)) &&
                      (!value.is_array() || list(schema, value)) &&
                      (!value.is_object() || object(schema, value));
    --depth_;
    return good;
  }

 private:
  static const Json* get(const Json& schema, const char* name) {
    const auto found = schema.find(name);
    return found == schema.end() ? nullptr : &*found;
  }
  bool matches(const std::string& pattern, std::string_view text) {
    const Pattern::Found found = patterns_[tree_.places.find(pattern)->second].find(text);
    gave_up_ = gave_up_ || found == Pattern::Found::gave_up;
    return found == Pattern::Found::yes;
  }

  bool plain(const Json& schema, const Json& value) {
    if (const Json* type = get(schema, "type")) {
      const auto has = [&](const Json& one) {
        return has_type(value, one.get_ref<const std::string&>());
      };
      if (!(type->is_array() ? std::any_of(type->begin(), type->end(), has) : has(*type))) {
        return false;
      }
    }
    if (const Json* one = get(schema, "const"); one != nullptr && *one != value) return false;
    const Json* among = get(schema, "enum");
    return among == nullptr || std::find(among->begin(), among->end(), value) != among->end();
  }

  bool combined(const Json& schema, const Json& value) {
    const auto fit = [&](const Json& one) { return fits(one, value); };
    if (const Json* to = get(schema, "$ref")) {
      if (!fit(*follow(tree_.whole, to->get_ref<const std::string&>()))) return false;
    }
    if (const Json* all = get(schema, "allOf")) {
      if (!std::all_of(all->begin(), all->end(), fit)) return false;
    }
    if (const Json* any = get(schema, "anyOf")) {
      if (!std::any_of(any->begin(), any->end(), fit)) return false;
    }
    if (const Json* one = get(schema, "oneOf")) {
      if (std::count_if(one->begin(), one->end(), fit) != 1) return false;
    }
    if (const Json* none = get(schema, "not"); none != nullptr && fit(*none)) return false;
    if (const Json* condition = get(schema, "if")) {
      const Json* then = get(schema, fit(*condition) ? "then" : "else");
      if (then != nullptr && !fit(*then)) return false;
    }
    return true;
  }

  static bool number(const Json& schema, const Json& value) {
    if (const Json* bound = get(schema, "minimum"); bound && value < *bound) return false;
    if (const Json* bound = get(schema, "maximum"); bound && value > *bound) return false;
    if (const Json* bound = get(schema, "exclusiveMinimum"); bound && value <= *bound) return false;
    if (const Json* bound = get(schema, "exclusiveMaximum"); bound && value >= *bound) return false;
    const Json* of = get(schema, "multipleOf");
    return of == nullptr || is_multiple(value, *of);
  }

  static bool counted(const Json& schema, const char* least, const char* most, std::size_t size) {
    const auto count = static_cast<double>(size);
    if (const Json* bound = get(schema, least); bound && count < bound->get<double>()) return false;
    const Json* bound = get(schema, most);
    return bound == nullptr || count <= bound->get<double>();
  }

  bool text(const Json& schema, const Json& value) {
    const auto& words = value.get_ref<const std::string&>();
    if (!counted(schema, "minLength", "maxLength", count_code_points(words))) return false;
    const Json* pattern = get(schema, "pattern");
    return pattern == nullptr || matches(pattern->get_ref<const std::string&>(), words);
  }

  bool list(const Json& schema, const Json& value) {
    if (!counted(schema, "minItems", "maxItems", value.size())) return false;
    const Json* unique = get(schema, "uniqueItems");
    if (unique != nullptr && unique->get<bool>() && !all_different(value)) return false;
    const Json* prefix = get(schema, "prefixItems");
    const std::size_t first = prefix == nullptr ? 0 : std::min(prefix->size(), value.size());
    for (std::size_t i = 0; i < first; ++i) {
      if (!fits((*prefix)[i], value[i])) return false;
    }
    if (const Json* items = get(schema, "items")) {
      for (std::size_t i = first; i < value.size(); ++i) {
        if (!fits(*items, value[i])) return false;
      }
    }
    const Json* contains = get(schema, "contains");
    return contains == nullptr || std::any_of(value.begin(), value.end(), [&](const Json& item) {
             return fits(*contains, item);
           });
  }

  bool object(const Json& schema, const Json& value) {
    if (!counted(schema, "minProperties", "maxProperties", value.size())) return false;
    if (const Json* required = get(schema, "required")) {
      for (const Json& name : *required) {
        if (!value.contains(name.get_ref<const std::string&>())) return false;
      }
    }
    const Json* names = get(schema, "propertyNames");
    for (const auto& [name, inside] : value.items()) {
      if (names != nullptr && !fits(*names, Json(name))) return false;
      if (!property(schema, name, inside)) return false;
    }
    return true;
  }

  bool property(const Json& schema, const std::string& name, const Json& value) {
    bool named = false;
    if (const Json* properties = get(schema, "properties")) {
      const auto found = properties->find(name);
      named = found != properties->end();
      if (named && !fits(*found, value)) return false;
    }
    if (const Json* patterns = get(schema, "patternProperties")) {
      for (const auto& [pattern, one] : patterns->items()) {
        if (!matches(pattern, name)) continue;
        named = true;
        if (!fits(one, value)) return false;
      }
    }
    const Json* others = get(schema, "additionalProperties");
    return named || others == nullptr || fits(*others, value);
  }

  const Tree& tree_;
  std::vector<Pattern>& patterns_;
  int depth_ = 0;
  bool gave_up_ = false;
};

Result<Schema> Schema::read(std::string_view text) {
  auto tree = std::make_shared<Tree>();
  tree->whole = Json::parse(text, nullptr, false);
  if (tree->whole.is_discarded()) return schema_error(Message(kNotJson));
  Schema schema;
  SJ_TRY(Proof(tree->whole, tree->places, schema.patterns_).schema(tree->whole, "#"));
  schema.tree_ = std::move(tree);
  return schema;
}

Schema::Found Schema::check(std::string_view text) {
  const Json value = Json::parse(text, nullptr, false);
  if (value.is_discarded()) return Found::no;
  Walk walk(*tree_, patterns_);
  const bool fits = walk.fits(tree_->whole, value);
  if (walk.gave_up()) return Found::gave_up;
  return fits ? Found::yes : Found::no;
}

bool is_json(std::string_view text) { return Json::accept(text); }

}  // namespace shijin
