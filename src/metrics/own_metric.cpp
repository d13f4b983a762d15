// Checking the definitions of a run against the built-in metrics and against each other, and
// giving each the words that `shijin metrics` and `shijin explain` show.
#include "metrics/own_metric.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/hash.h"
#include "base/numbers.h"
#include "metrics/own_metric_internal.h"
#include "metrics/own_settings_internal.h"
#include "metrics/single_key.h"

namespace shijin {
namespace {

constexpr Text kBadName{"\"{0}\" cannot be the name of a metric", "「{0}」不能當作指標名稱"};
constexpr Text kNameForm{"letters, digits and _, not beginning with a digit",
                         "字母、數字與 _，且不以數字開頭"};
constexpr Text kTaken{"there already is a metric \"{0}\"", "已經有名為「{0}」的指標"};
constexpr Text kOtherName{"write another name", "請換一個名稱"};
constexpr Text kSettingUnknown{"the metric \"{0}\" has the unknown setting \"{1}\"",
                               "指標「{0}」有不認得的設定「{1}」"};
constexpr Text kNotForKind{"the setting \"{1}\" of the metric \"{0}\" does not go with {2}",
                           "指標「{0}」的設定「{1}」不能與 {2} 並用"};
constexpr Text kSettings{"one of: {0}", "下列之一：{0}"};
constexpr Text kWrite{"write {0}", "請改寫 {0}"};
constexpr Text kNoBody{"the metric \"{0}\" does not say what it measures",
                       "指標「{0}」沒有說明要衡量什麼"};
constexpr Text kBodies{"expr, command, or conditions: {0}", "expr、command，或條件：{0}"};
constexpr Text kSettingBad{"the setting \"{1}\" of the metric \"{0}\" cannot be used",
                           "指標「{0}」的設定「{1}」無法使用"};
constexpr Text kSomeText{"a text", "一段文字"};
constexpr Text kTrueFalse{"true or false", "true 或 false"};
constexpr Text kANumber{"a number", "一個數字"};
constexpr Text kCircle{"the expressions name each other in a circle: {0}",
                       "運算式互相引用成環：{0}"};
constexpr Text kRange{"the metric \"{0}\" has low {1} and high {2}",
                      "指標「{0}」的 low 為 {1}、high 為 {2}"};
constexpr Text kRangeForm{"low below high", "low 小於 high"};

constexpr Text kExpressionSummary{"Your own expression: {0}", "您自訂的運算式：{0}"};
constexpr Text kCheckSummary{"Your own check: the share of rows that pass {0}",
                             "您自訂的檢查：通過 {0} 的筆數占比"};
constexpr Text kCommandSummary{"Your own program: {0}", "您自訂的程式：{0}"};
constexpr Text kExpressionReading{
    "The value of the whole set is the expression of the whole set's values; the value of a row is "
    "the expression of that row's values. The interval redraws all components from the same rows "
    "at once.",
    "整體的值是把各指標的整體值代入運算式；單筆的值則代入該筆的值。區間由同一批資料列同時重抽所有"
    "指標而得。"};
constexpr Text kExpressionMisleads{
    "A weighted mix hides which part moved: look at its components as well. It means little where "
    "they run on different scales, such as 0 to 1 and 0 to 100.",
    "加權混合會掩蓋是哪一部分變動，請一併查看各個指標。各指標尺度不同時（例如 0–1 與 0–100），"
    "混合值沒有太大意義。"};
constexpr Text kCheckReading{
    "The share of rows that fulfil every condition; 1 means all of them. The interval is Wilson's.",
    "符合所有條件的筆數占比；1 表示全部符合。區間為 Wilson 區間。"};
constexpr Text kCheckMisleads{
    "A check sees form, not sense: an answer may pass it and still be wrong.",
    "檢查只看形式，不看內容：通過檢查的回答仍可能是錯的。"};
constexpr Text kCommandReading{
    "The mean of the program's numbers, with a t interval; or the ratio of the sums of its "
    "statistics, with a bootstrap interval. Rows without a value count nowhere.",
    "程式所給數字的平均，附 t "
    "區間；若給的是統計量，則為總和之比，附重抽樣區間。沒有值的資料列不列入計算。"};
constexpr Text kCommandMisleads{
    "It is as good as the program: one that answers differently each time, or depends on the order "
    "of rows, gives numbers that cannot be compared.",
    "它的好壞取決於程式：若每次回答不同，或結果受資料列順序影響，得到的數字就無法比較。"};

constexpr std::string_view kCommon[] = {"title",  "title_zh", "summary", "summary_zh",
                                        "better", "low",      "high"};
constexpr std::string_view kOfChecks[] = {"on", "ignore_case", "unit"};
constexpr std::string_view kConditions[] = {"regex",        "not_regex",    "contains",
                                            "contains_any", "not_contains", "json",
                                            "json_schema",  "length",       "equals"};
constexpr std::string_view kOfCommands[] = {"columns", "seconds_per_row", "seconds"};

template <class List>
bool among(const List& list, std::string_view name) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

template <class List>
std::string joined(const List& list) {
  std::string out;
  for (const std::string_view name : list) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

Error named(std::string name, Message found, Message expected, Message help) {
  Error error;
  error.name = std::move(name);
  error.found = std::move(found);
  error.expected = std::move(expected);
  error.help = std::move(help);
  return error;
}

Result<Done> check_name(const std::string& name) {
  bool good = !name.empty() && !(name[0] >= '0' && name[0] <= '9') && name != "expr";
  for (const char c : name) {
    good = good && ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    c == '_' || static_cast<unsigned char>(c) >= 0x80);
  }
  if (!good) {
    return named("own-metric-malformed", Message(kBadName, {name}), Message(kNameForm),
                 Message(kOtherName));
  }
  if (find_metric(name) == nullptr) return Done{};
  return named("own-metric-name-taken", Message(kTaken, {name}), {}, Message(kOtherName));
}

// A setting that is known, but belongs to another kind of metric, is told from an unknown one.
Result<Done> check_settings(const OwnText& text, std::string_view body) {
  std::vector<std::string_view> good(std::begin(kCommon), std::end(kCommon));
  std::vector<std::string_view> all = good;
  const auto take = [&](const auto& names, bool fits) {
    all.insert(all.end(), std::begin(names), std::end(names));
    if (fits) good.insert(good.end(), std::begin(names), std::end(names));
  };
  const bool check = body != "expr" && body != "command";
  take(kConditions, check);
  take(kOfChecks, check);
  take(kOfCommands, body == "command");
  take(std::initializer_list<std::string_view>{"expr"}, body == "expr");
  take(std::initializer_list<std::string_view>{"command"}, body == "command");
  for (const auto& [name, value] : text.settings) {
    if (among(good, name) && !(check && (name == "low" || name == "high"))) continue;
    if (among(all, name)) {
      return named("own-metric-setting-unknown", Message(kNotForKind, {text.name, name, body}), {},
                   {});
    }
    const std::string near = nearest_name(name, good);
    return named("own-metric-setting-unknown", Message(kSettingUnknown, {text.name, name}),
                 Message(kSettings, {joined(good)}),
                 near.empty() ? Message() : Message(kWrite, {near}));
  }
  return Done{};
}

// The setting that makes a definition what it is: expr, command, or its first condition.
Result<std::string> body_of(const OwnText& text) {
  std::string body;
  for (const auto& [name, value] : text.settings) {
    if (name == "expr" || name == "command") return name;
    if (body.empty() && Check::is_condition(name)) body = name;
  }
  if (!body.empty()) return body;
  // A mistyped setting is the likelier mistake than none at all.
  SJ_TRY(check_settings(text, ""));
  return named("own-metric-malformed", Message(kNoBody, {text.name}),
               Message(kBodies, {joined(kConditions)}), {});
}

Expression::Course course_of_info(const MetricInfo& info) {
  const int direction = info.better == Better::higher ? 1 : info.better == Better::lower ? -1 : 0;
  return {info.low, info.high, direction};
}

}  // namespace

Error setting_error(const OwnText& text, std::string_view setting, Message expected) {
  return named("own-metric-setting-invalid", Message(kSettingBad, {text.name, setting}),
               std::move(expected), {});
}

Result<std::string> text_setting(const OwnText& text, std::string_view setting,
                                 const OwnValue& value) {
  if (value.kind == OwnValue::Kind::list || value.kind == OwnValue::Kind::object) {
    return setting_error(text, setting, Message(kSomeText));
  }
  if (value.kind != OwnValue::Kind::text && value.text.empty()) {
    return setting_error(text, setting, Message(kSomeText));
  }
  return value.text;
}

Result<bool> flag_setting(const OwnText& text, std::string_view setting, const OwnValue& value) {
  if (value.kind == OwnValue::Kind::flag) return value.flag;
  return setting_error(text, setting, Message(kTrueFalse));
}

Result<double> number_setting(const OwnText& text, std::string_view setting,
                              const OwnValue& value) {
  if (value.kind == OwnValue::Kind::number && std::isfinite(value.number)) return value.number;
  return setting_error(text, setting, Message(kANumber));
}

Result<std::string> choice_setting(const OwnText& text, std::string_view setting,
                                   const OwnValue& value,
                                   std::initializer_list<std::string_view> choices) {
  if (value.kind == OwnValue::Kind::text && among(choices, value.text)) return value.text;
  Error error = setting_error(text, setting, Message(kSettings, {joined(choices)}));
  const std::string near = nearest_name(value.text, choices);
  if (!near.empty()) error.help = Message(kWrite, {near});
  return error;
}

std::string digest_of(std::string_view bytes) {
  Digest digest;
  digest.add(bytes);
  return digest.hex();
}

int decimals_for(double low, double high) {
  return std::isfinite(low) && std::isfinite(high) && high - low > 10 ? 2 : 3;
}

Text text_of(const std::string& en, const std::string& zh) {
  Text text;
  text.en = en;
  text.zh = zh;
  return text;
}

std::optional<std::string_view> expression_of(const KeyText& key) {
  if (!key.name.starts_with("expr:")) return std::nullopt;
  return std::string_view(key.name).substr(5);
}

struct OwnMetrics::Set {
  std::vector<std::unique_ptr<OwnDefinition>> definitions;
  std::vector<std::string> columns;
  bool reads_input = false;
};

std::vector<const MetricDefinition*> OwnMetrics::all() const {
  std::vector<const MetricDefinition*> all;
  if (set_ == nullptr) return all;
  for (const auto& definition : set_->definitions) all.push_back(definition.get());
  return all;
}

const MetricDefinition* OwnMetrics::find(std::string_view name) const {
  for (const MetricDefinition* definition : all()) {
    if (definition->name == name) return definition;
  }
  return nullptr;
}

std::span<const std::string> OwnMetrics::columns() const {
  if (set_ == nullptr) return {};
  return set_->columns;
}

bool OwnMetrics::reads_input() const { return set_ != nullptr && set_->reads_input; }

namespace {

Result<std::unique_ptr<Metric>> bind_own(const MetricDefinition& self, const Arguments&,
                                         const MetricContext& context) {
  const auto& own = static_cast<const OwnDefinition&>(self);
  switch (own.kind) {
    case OwnDefinition::Kind::expression:
      return bind_expression(&own, {}, context);
    case OwnDefinition::Kind::check:
      return bind_check(own, context);
    case OwnDefinition::Kind::command:
      return bind_command(own, context);
  }
  return bind_check(own, context);
}

// Words a user gave, or those made from what the metric is.
Result<Done> take_words(const OwnText& text, OwnDefinition& own, Text summary,
                        const std::string& body) {
  own.title_en = text.name;
  own.summary_en = Message(summary, {body}).in(Language::en);
  own.summary_zh = Message(summary, {body}).in(Language::zh_hant);
  const auto take = [&](std::string_view name, std::string& into) -> Result<Done> {
    const OwnValue* value = text.find(name);
    if (value != nullptr) into = SJ_TRY(text_setting(text, name, *value));
    return Done{};
  };
  SJ_TRY(take("title", own.title_en));
  own.title_zh = own.title_en;
  SJ_TRY(take("title_zh", own.title_zh));
  if (text.find("summary") != nullptr) {
    SJ_TRY(take("summary", own.summary_en));
    own.summary_zh = own.summary_en;
  }
  SJ_TRY(take("summary_zh", own.summary_zh));
  own.info.title = text_of(own.title_en, own.title_zh);
  own.info.summary = text_of(own.summary_en, own.summary_zh);
  return Done{};
}

// The range and direction that the user gave; what is not given stays.
Result<Done> take_range(const OwnText& text, OwnDefinition& own) {
  if (const OwnValue* low = text.find("low")) {
    own.low_given = SJ_TRY(number_setting(text, "low", *low));
    own.info.low = *own.low_given;
  }
  if (const OwnValue* high = text.find("high")) {
    own.high_given = SJ_TRY(number_setting(text, "high", *high));
    own.info.high = *own.high_given;
  }
  if (own.info.low >= own.info.high && (own.low_given || own.high_given)) {
    return named("own-metric-setting-invalid",
                 Message(kRange, {text.name, shortest(own.info.low), shortest(own.info.high)}),
                 Message(kRangeForm), {});
  }
  if (const OwnValue* better = text.find("better")) {
    const std::string said =
        SJ_TRY(choice_setting(text, "better", *better, {"higher", "lower", "neither"}));
    own.info.better = said == "higher"  ? Better::higher
                      : said == "lower" ? Better::lower
                                        : Better::neither;
  }
  own.info.perfect = own.info.better == Better::lower ? own.info.low : own.info.high;
  own.info.decimals = decimals_for(own.info.low, own.info.high);
  return Done{};
}

}  // namespace

// Builds definitions one by one; an expression is finished after those it names.
class OwnMetricsMaker {
 public:
  explicit OwnMetricsMaker(std::span<const OwnText> texts) : texts_(texts) {}

  Result<Done> run(std::vector<std::unique_ptr<OwnDefinition>>& out,
                   std::vector<std::string>& columns, bool& reads_input) {
    for (const OwnText& text : texts_) {
      SJ_TRY(check_name(text.name));
      const bool twice = std::any_of(out.begin(), out.end(),
                                     [&](const auto& own) { return own->name == text.name; });
      if (twice) {
        return named("own-metric-name-taken", Message(kTaken, {text.name}), {},
                     Message(kOtherName));
      }
      out.push_back(SJ_TRY(make(text, columns, reads_input)));
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
      std::vector<std::string> trail;
      SJ_TRY(finish(i, out, trail));
    }
    return Done{};
  }

 private:
  friend class OwnMetrics;

  static void add_column(const std::string& name, std::vector<std::string>& columns,
                         bool& reads_input) {
    reads_input = reads_input || name == "input";
    if (!RowField::is_role(name) && !among(columns, name)) columns.push_back(name);
  }

  Result<std::unique_ptr<OwnDefinition>> make(const OwnText& text,
                                              std::vector<std::string>& columns,
                                              bool& reads_input) {
    const std::string body = SJ_TRY(body_of(text));
    SJ_TRY(check_settings(text, body));
    auto own = std::make_unique<OwnDefinition>();
    own->name_words = text.name;
    own->name = own->name_words;
    own->make = &bind_own;
    own->info.needs = Needs::rows;
    own->info.family = "own";
    if (body == "expr") {
      const std::string line = SJ_TRY(text_setting(text, "expr", *text.find("expr")));
      own->expression = SJ_TRY(Expression::parse(line));
      std::vector<std::string> keys;
      own->definition = "expr: " + line;
      own->info.reading = kExpressionReading;
      own->info.misleads = kExpressionMisleads;
      SJ_TRY(take_words(text, *own, kExpressionSummary, line));
    } else if (body == "command") {
      own->kind = OwnDefinition::Kind::command;
      own->command = SJ_TRY(CommandDefinition::read(text));
      for (const std::string& column : own->command.columns) {
        add_column(column, columns, reads_input);
      }
      own->definition = "command: " + own->command.definition;
      own->info.reading = kCommandReading;
      own->info.misleads = kCommandMisleads;
      own->info.low = -std::numeric_limits<double>::infinity();
      own->info.high = std::numeric_limits<double>::infinity();
      std::string words;
      for (const std::string& word : own->command.words) words += (words.empty() ? "" : " ") + word;
      SJ_TRY(take_words(text, *own, kCommandSummary, words));
      SJ_TRY(take_range(text, *own));
      own->command.low = own->low_given;
      own->command.high = own->high_given;
    } else {
      own->kind = OwnDefinition::Kind::check;
      own->check = SJ_TRY(Check::read(text));
      for (const std::string& field : own->check.fields()) add_column(field, columns, reads_input);
      own->definition = "check: " + own->check.definition();
      own->info.reading = kCheckReading;
      own->info.misleads = kCheckMisleads;
      SJ_TRY(take_words(text, *own, kCheckSummary, own->check.definition()));
      SJ_TRY(take_range(text, *own));
    }
    own->info.definition = own->definition;
    done_.push_back(body != "expr");
    return own;
  }

  // Range and direction of an expression follow from those of the metrics it names.
  Result<Done> finish(std::size_t index, std::vector<std::unique_ptr<OwnDefinition>>& all,
                      std::vector<std::string>& trail) {
    if (done_[index]) return Done{};
    OwnDefinition& own = *all[index];
    const bool circle = among(trail, own.name);
    trail.push_back(std::string(own.name));
    if (circle) {
      std::string line;
      for (const std::string& name : trail) line += (line.empty() ? "" : " → ") + name;
      return named("own-metric-circle", Message(kCircle, {line}), {}, {});
    }
    std::vector<Expression::Course> courses;
    for (const KeyText& leaf : own.expression.leaves()) {
      const auto found = std::find_if(all.begin(), all.end(),
                                      [&](const auto& other) { return other->name == leaf.name; });
      if (found != all.end()) {
        SJ_TRY(finish(static_cast<std::size_t>(found - all.begin()), all, trail));
        courses.push_back(course_of_info((*found)->info));
        own.info.per_sample = own.info.per_sample && (*found)->info.per_sample;
        continue;
      }
      const MetricDefinition* known = find_metric(leaf.name);
      if (known == nullptr) return unknown_leaf(leaf, own, all);
      courses.push_back(course_of_info(known->info));
      own.info.per_sample = own.info.per_sample && known->info.per_sample;
    }
    const Expression::Course course = own.expression.course(courses);
    own.info.low = course.low;
    own.info.high = course.high;
    own.info.better = !course.direction || *course.direction == 0 ? Better::neither
                      : *course.direction > 0                     ? Better::higher
                                                                  : Better::lower;
    done_[index] = true;
    trail.pop_back();
    return take_range(texts_[index], own);
  }

  static Error unknown_leaf(const KeyText& leaf, const OwnDefinition& own,
                            const std::vector<std::unique_ptr<OwnDefinition>>& all) {
    std::vector<std::string_view> names;
    for (const MetricDefinition* known : all_metrics()) names.push_back(known->name);
    for (const auto& other : all) names.push_back(other->name);
    constexpr Text kUnknown{"the expression of \"{0}\" names a metric \"{1}\", which there is not",
                            "「{0}」的運算式引用了不存在的指標「{1}」"};
    const std::string near = nearest_name(leaf.name, names);
    return named("metric-unknown", Message(kUnknown, {own.name, leaf.name}), {},
                 near.empty() ? Message() : Message(kWrite, {near}));
  }

  std::span<const OwnText> texts_;
  std::vector<bool> done_;
};

Result<Done> OwnMetrics::check(const OwnText& text) {
  std::vector<std::string> columns;
  bool reads_input = false;
  SJ_TRY(check_name(text.name));
  static_cast<void>(SJ_TRY(OwnMetricsMaker({}).make(text, columns, reads_input)));
  return Done{};
}

Result<OwnMetrics> OwnMetrics::make(std::span<const OwnText> texts) {
  OwnMetrics own;
  if (texts.empty()) return own;
  auto set = std::make_shared<Set>();
  SJ_TRY(OwnMetricsMaker(texts).run(set->definitions, set->columns, set->reads_input));
  own.set_ = std::move(set);
  return own;
}

Result<Expression::Course> course_of(const Expression& expression, const OwnMetrics* own) {
  std::vector<Expression::Course> courses;
  for (const KeyText& leaf : expression.leaves()) {
    const MetricDefinition* known = own == nullptr ? nullptr : own->find(leaf.name);
    if (known == nullptr) known = find_metric(leaf.name);
    courses.push_back(known == nullptr ? Expression::Course{} : course_of_info(known->info));
  }
  return expression.course(courses);
}

Result<std::vector<KeyText>> resting_on(const KeyText& key, const OwnMetrics* own) {
  Expression parsed;
  const Expression* expression = nullptr;
  if (const auto text = expression_of(key)) {
    parsed = SJ_TRY(Expression::parse(*text));
    expression = &parsed;
  } else if (own != nullptr) {
    const auto* definition = static_cast<const OwnDefinition*>(own->find(key.name));
    if (definition != nullptr && definition->kind == OwnDefinition::Kind::expression) {
      expression = &definition->expression;
    }
  }
  if (expression == nullptr) return std::vector<KeyText>{key};
  std::vector<KeyText> all;
  for (const KeyText& leaf : expression->leaves()) {
    std::vector<KeyText> below = SJ_TRY(resting_on(leaf, own));
    all.insert(all.end(), below.begin(), below.end());
  }
  return all;
}

}  // namespace shijin
