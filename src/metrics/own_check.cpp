// Reading conditions and checking rows by them; and the metric: the share of rows that pass.
#include "metrics/own_check.h"

#include <algorithm>
#include <limits>

#include "base/file.h"
#include "base/json_writer.h"
#include "base/numbers.h"
#include "base/utf8.h"
#include "metrics/own_metric_internal.h"
#include "metrics/own_settings_internal.h"
#include "text/lower.h"
#include "text/script.h"

namespace shijin {
namespace {

constexpr Text kLengthForm{"two whole numbers: \"8..30\", \"8..\" or \"..30\"",
                           "兩個整數：\"8..30\"、\"8..\" 或 \"..30\""};
constexpr Text kSomeText{"a text that is not empty, or a list of such", "非空的文字，或其清單"};
constexpr Text kTrueOnly{"true", "只能是 true"};
constexpr Text kSchemaForm{"the path of a JSON file, or the schema itself",
                           "JSON 檔案的路徑，或 schema 本身"};
constexpr Text kFieldForm{"output, reference, input, id, or the name of a column",
                          "output、reference、input、id，或欄位名稱"};
constexpr Text kNoRows{"no row was checked", "沒有檢查任何一列"};
constexpr Text kGaveUp{
    "the pattern takes too long on the text of row {0}; write it without nested "
    "repetition such as (a+)+",
    "正規表示式在第 {0} 筆的文字上花太久；請避免 (a+)+ 這類巢狀重複"};

constexpr std::pair<std::string_view, int> kConditions[] = {
    {"regex", 0}, {"not_regex", 1},   {"contains", 2}, {"contains_any", 3}, {"not_contains", 4},
    {"json", 5},  {"json_schema", 6}, {"length", 7},   {"equals", 8}};

}  // namespace

class Check::Reader {
 public:
  explicit Reader(const OwnText& text) : text_(text) {}

  Result<Check> run() {
    if (const OwnValue* on = text_.find("on")) out_.on_ = SJ_TRY(text_setting(text_, "on", *on));
    if (const OwnValue* flag = text_.find("ignore_case")) {
      out_.letters_ = SJ_TRY(flag_setting(text_, "ignore_case", *flag)) ? Case::folded : Case::kept;
    }
    if (const OwnValue* unit = text_.find("unit")) {
      const std::string name =
          SJ_TRY(choice_setting(text_, "unit", *unit, {"characters", "words"}));
      out_.unit_ = name == "words" ? Unit::words : Unit::characters;
    }
    JsonWriter json(out_.definition_);
    json.begin_object().key("on").text(out_.on_);
    if (out_.letters_ == Case::folded) json.key("ignore_case").boolean(true);
    if (out_.unit_ == Unit::words) json.key("unit").text("words");
    for (const auto& [name, kind] : kConditions) {
      const OwnValue* value = text_.find(name);
      if (value == nullptr) continue;
      Condition condition;
      condition.kind = static_cast<Kind>(kind);
      json.key(name);
      SJ_TRY(condition_of(std::string(name), *value, condition, json));
      out_.conditions_.push_back(std::move(condition));
    }
    json.end_object();
    return std::move(out_);
  }

 private:
  Result<Done> condition_of(const std::string& name, const OwnValue& value, Condition& out,
                            JsonWriter& json) {
    switch (out.kind) {
      case Kind::regex:
      case Kind::not_regex: {
        const std::string pattern = SJ_TRY(text_setting(text_, name, value));
        out.pattern = SJ_TRY(Pattern::make(pattern, out_.letters_));
        json.text(pattern);
        return Done{};
      }
      case Kind::contains:
      case Kind::contains_any:
      case Kind::not_contains:
        return words_of(name, value, out, json);
      case Kind::json:
        if (value.kind != OwnValue::Kind::flag || !value.flag) {
          return setting_error(text_, name, Message(kTrueOnly));
        }
        json.boolean(true);
        return Done{};
      case Kind::json_schema:
        return schema_of(name, value, out, json);
      case Kind::length:
        return length_of(name, value, out, json);
      case Kind::equals:
        out.field = SJ_TRY(text_setting(text_, name, value));
        if (out.field.empty()) return setting_error(text_, name, Message(kFieldForm));
        json.text(out.field);
        return Done{};
    }
    return Done{};
  }

  Result<Done> words_of(const std::string& name, const OwnValue& value, Condition& out,
                        JsonWriter& json) {
    std::vector<OwnValue> items = value.list;
    if (value.kind == OwnValue::Kind::text) items = {value};
    json.begin_array();
    for (const OwnValue& item : items) {
      if (item.kind != OwnValue::Kind::text || item.text.empty()) {
        return setting_error(text_, name, Message(kSomeText));
      }
      json.text(item.text);
      out.words.push_back(out_.letters_ == Case::folded ? lower(item.text) : item.text);
    }
    json.end_array();
    if (out.words.empty()) return setting_error(text_, name, Message(kSomeText));
    return Done{};
  }

  Result<Done> schema_of(const std::string& name, const OwnValue& value, Condition& out,
                         JsonWriter& json) {
    std::string schema = value.text;
    if (value.kind == OwnValue::Kind::text) {
      Result<std::string> file = read_file(value.text);
      if (!file.ok()) return std::move(file).error();
      schema = std::move(file).value();
    } else if (value.kind != OwnValue::Kind::object) {
      return setting_error(text_, name, Message(kSchemaForm));
    }
    Result<Schema> read = Schema::read(schema);
    if (!read.ok()) {
      Error error = std::move(read).error();
      if (value.kind == OwnValue::Kind::text) error.at.file = value.text;
      return error;
    }
    out.schema = std::move(read).value();
    if (value.kind == OwnValue::Kind::text) {
      json.text(value.text + " " + digest_of(schema));
    } else {
      json.raw(schema);
    }
    return Done{};
  }

  Result<Done> length_of(const std::string& name, const OwnValue& value, Condition& out,
                         JsonWriter& json) {
    std::optional<double> least = 0;
    std::optional<double> most = std::numeric_limits<double>::infinity();
    const auto whole = [](std::string_view text) -> std::optional<double> {
      const auto number = parse_integer(text);
      if (!number || *number < 0) return std::nullopt;
      return static_cast<double>(*number);
    };
    if (value.kind == OwnValue::Kind::list && value.list.size() == 2 &&
        value.list[0].kind == OwnValue::Kind::number &&
        value.list[1].kind == OwnValue::Kind::number) {
      least = whole(shortest(value.list[0].number));
      most = whole(shortest(value.list[1].number));
    } else if (value.kind == OwnValue::Kind::text && value.text.find("..") != std::string::npos) {
      const std::size_t dots = value.text.find("..");
      const std::string from = value.text.substr(0, dots);
      const std::string to = value.text.substr(dots + 2);
      if (!from.empty()) least = whole(from);
      if (!to.empty()) most = whole(to);
      if (from.empty() && to.empty()) least = std::nullopt;
    } else {
      least = std::nullopt;
    }
    if (!least || !most || *least > *most) return setting_error(text_, name, Message(kLengthForm));
    out.least = *least;
    out.most = *most;
    json.begin_array().number(out.least).number(out.most).end_array();
    return Done{};
  }

  const OwnText& text_;
  Check out_;
};

bool Check::is_condition(std::string_view setting) {
  return std::any_of(std::begin(kConditions), std::end(kConditions),
                     [&](const auto& known) { return known.first == setting; });
}

Result<Check> Check::read(const OwnText& text) { return Reader(text).run(); }

std::vector<std::string> Check::fields() const {
  std::vector<std::string> fields = {on_};
  for (const Condition& condition : conditions_) {
    if (condition.kind == Kind::equals) fields.push_back(condition.field);
  }
  return fields;
}

void Check::bind(const OwnMetrics* own) {
  found_on_ = RowField(on_, own);
  for (Condition& condition : conditions_) {
    if (condition.kind == Kind::equals) condition.found_field = RowField(condition.field, own);
  }
}

Check::Found Check::check(const Samples& samples, std::size_t row) {
  const std::string_view text = found_on_.of(samples, row);
  for (Condition& condition : conditions_) {
    const Found found = holds(condition, text, samples, row);
    if (found != Found::yes) return found;
  }
  return Found::yes;
}

Check::Found Check::holds(Condition& condition, std::string_view text, const Samples& samples,
                          std::size_t row) {
  const auto said = [](bool yes) { return yes ? Found::yes : Found::no; };
  std::string folded;
  if (letters_ == Case::folded && !condition.words.empty()) {
    folded = lower(text);
    text = folded;
  }
  const auto present = [&](const std::string& word) {
    return text.find(word) != std::string_view::npos;
  };
  const std::vector<std::string>& words = condition.words;
  switch (condition.kind) {
    case Kind::regex:
    case Kind::not_regex: {
      const Pattern::Found found = condition.pattern->find(text);
      if (found == Pattern::Found::gave_up) return Found::gave_up;
      return said((found == Pattern::Found::yes) == (condition.kind == Kind::regex));
    }
    case Kind::contains:
      return said(std::all_of(words.begin(), words.end(), present));
    case Kind::contains_any:
      return said(std::any_of(words.begin(), words.end(), present));
    case Kind::not_contains:
      return said(std::none_of(words.begin(), words.end(), present));
    case Kind::json:
      return said(is_json(text));
    case Kind::json_schema: {
      const Schema::Found found = condition.schema->check(text);
      return found == Schema::Found::gave_up ? Found::gave_up : said(found == Schema::Found::yes);
    }
    case Kind::length: {
      const auto size = unit_ == Unit::words ? static_cast<double>(count_script(text).units)
                                             : static_cast<double>(count_code_points(text));
      return said(size >= condition.least && size <= condition.most);
    }
    case Kind::equals: {
      const std::string_view other = condition.found_field.of(samples, row);
      return said(letters_ == Case::folded ? lower(text) == lower(other) : text == other);
    }
  }
  return Found::no;
}

namespace {

// The share of rows that pass; undefined where a pattern gave up on a row.
struct CheckRate {
  struct Stat {
    std::uint32_t holds = 0;
    std::uint32_t gave_up = 0;
    std::int64_t row = 0;
  };
  struct State {
    double rows = 0;
    double holds = 0;
    std::int64_t gave_up_row = 0;  // the first, or 0
  };

  void measure_all(Samples& samples, std::span<Stat> out) const {
    Check mine = check;
    for (std::size_t i = 0; i < samples.size; ++i) {
      const Check::Found found = mine.check(samples, i);
      out[i] = {found == Check::Found::yes ? 1U : 0U, 0, samples.row[i]};
      if (found != Check::Found::gave_up) continue;
      // The metric has no value any more: do not let every other row take as long.
      for (std::size_t k = i; k < samples.size; ++k) out[k] = {0, 1, samples.row[k]};
      return;
    }
  }
  void add(State& state, const Stat& stat, double weight) const {
    state.rows += weight;
    state.holds += weight * stat.holds;
    if (stat.gave_up != 0) note(state, stat.row);
  }
  void merge(State& state, const State& other) const {
    state.rows += other.rows;
    state.holds += other.holds;
    if (other.gave_up_row != 0) note(state, other.gave_up_row);
  }
  Score finish(const State& state) const {
    if (state.gave_up_row != 0) {
      return Score::undefined(Message(kGaveUp, {std::to_string(state.gave_up_row)}));
    }
    if (state.rows <= 0) return Score::undefined(Message(kNoRows));
    return Score::of(state.holds / state.rows);
  }
  Uncertainty uncertainty(const State& state) const {
    return {.kind = Uncertainty::Kind::proportion, .a = state.holds, .b = state.rows};
  }
  static void note(State& state, std::int64_t row) {
    state.gave_up_row = state.gave_up_row == 0 ? row : std::min(state.gave_up_row, row);
  }

  Check check;
};

}  // namespace

Result<std::unique_ptr<Metric>> bind_check(const OwnDefinition& definition,
                                           const MetricContext& context) {
  CheckRate rate{definition.check};
  rate.check.bind(context.own);
  return std::unique_ptr<Metric>(std::make_unique<detail::MetricOf<CheckRate>>(
      definition, std::move(rate), std::string(definition.name)));
}

}  // namespace shijin
