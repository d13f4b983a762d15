// The known shapes: one row of the table a program, with the columns each role may lie in.
#include "table/shape.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/json_text.h"
#include "base/utf8.h"

namespace shijin {
namespace {

using Sample = std::span<const std::vector<std::string_view>>;
using Names = std::span<const std::string>;

// Columns are written as alternatives, the first that exists wins: "vars.expected|vars.answer".
struct ShapeRole {
  Role role;
  std::string_view columns;
};

struct Shape {
  std::string_view name;
  std::array<std::string_view, 3> needs;  // alternatives too; all must exist
  std::array<ShapeRole, 4> roles;         // a role with no column of its own is left out
  bool (*accepts)(Names names, Sample sample);
  Message (*caution)(Names names, Sample sample);
};

constexpr Text kFilters{
    "The file holds the same questions under several filters ({0}), so each counts more than once. "
    "Keep the lines of one filter, such as those of \"{1}\".",
    "檔案裡同一批題目以多種過濾器（{0}）各出現一次，因此每題會重複計算。"
    "請只保留其中一種，例如「{1}」的各列。"};
constexpr Text kChoices{
    "These are samples of a multiple-choice task: they hold log-likelihoods, not an answer. Give "
    "the column of the model's answer with --map predicted=COLUMN.",
    "這是選擇題任務的樣本，裡面只有對數似然值而沒有答案。"
    "請以 --map predicted=欄位 指定模型答案所在的欄位。"};
constexpr Text kProviders{
    "The file holds the answers of several models ({0}), which are counted as one. Evaluate them "
    "one at a time, or look at each with --slice-by {1}.",
    "檔案裡有多個模型（{0}）的回答，目前會合在一起計算。"
    "請一次評估一個，或加上 --slice-by {1} 分別查看。"};
constexpr Text kListComma{", ", "、"};

int index_of(Names names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

// The first of the alternatives that is a column, or -1.
int column_of(Names names, std::string_view alternatives) {
  while (!alternatives.empty()) {
    const std::size_t bar = std::min(alternatives.find('|'), alternatives.size());
    const int column = index_of(names, alternatives.substr(0, bar));
    if (column >= 0) return column;
    alternatives.remove_prefix(std::min(bar + 1, alternatives.size()));
  }
  return -1;
}

// The different values of a column in the sample, without the missing ones.
std::set<std::string_view> values_of(Sample sample, int column) {
  std::set<std::string_view> values;
  if (column < 0) return values;
  for (const auto& row : sample) {
    const std::string_view cell = row[static_cast<std::size_t>(column)];
    if (cell.data() != nullptr) values.insert(cell);
  }
  return values;
}

Message list_of(const std::set<std::string_view>& values) {
  std::vector<Message> parts;
  for (std::string_view value : values) parts.emplace_back(value);
  return join(parts, kListComma);
}

bool always(Names /*names*/, Sample /*sample*/) { return true; }
Message nothing(Names /*names*/, Sample /*sample*/) { return {}; }

// A chat whose last message the model should have said: every sampled row must end so.
bool ends_with_assistant(Names names, Sample sample) {
  const auto roles = values_of(sample, index_of(names, "messages.-1.role"));
  return roles.size() == 1 && (roles.contains("assistant") || roles.contains("gpt"));
}

Message lm_eval_caution(Names names, Sample sample) {
  if (column_of(names, "filtered_resps.0.1|filtered_resps.0.0.1") >= 0) return kChoices;
  const auto filters = values_of(sample, index_of(names, "filter"));
  if (filters.size() < 2) return {};
  return Message(kFilters, {list_of(filters), Message(*filters.begin())});
}

Message promptfoo_caution(Names names, Sample sample) {
  for (std::string_view column : {"provider.id", "provider", "promptIdx"}) {
    const auto values = values_of(sample, index_of(names, column));
    if (values.size() > 1) return Message(kProviders, {list_of(values), Message(column)});
  }
  return {};
}

constexpr std::string_view kAnswers =
    "response|prediction|predict|predicted|generated|generation|output|completion|model_output|"
    "model_response";

// Earlier rows win: the more telling names come first.
constexpr Shape kShapes[] = {
    // What `rate export` writes: a row an item and rater, however many references it shows.
    {kRatingsShape,
     {"campaign", "rater", "rating:overall"},
     {{{Role::id, "id"},
       {Role::input, "input"},
       {Role::output, "output"},
       {Role::reference, "reference"}}},
     always,
     nothing},
    {"openai-batch",
     {"custom_id", "response.body.choices.0.message.content|response.body.choices.0.text|error"},
     {{{Role::id, "custom_id"},
       {Role::output, "response.body.choices.0.message.content|response.body.choices.0.text"}}},
     always,
     nothing},
    {"lm-eval",
     {"doc_id", "target", "filtered_resps|filtered_resps.0|resps"},
     {{{Role::id, "doc_id"},
       {Role::input,
        "arguments.gen_args_0.arg_0|arguments.0.0|doc.question|doc.query|doc.input|doc.text"},
       {Role::output, "filtered_resps.0.0|filtered_resps.0|resps.0.0|resps.0"},
       {Role::reference, "target"}}},
     always,
     lm_eval_caution},
    {"promptfoo",
     {"response.output|response.raw", "success|gradingResult.pass|score",
      "prompt.raw|vars|prompt|promptIdx"},
     {{{Role::input, "vars.input|vars.question|vars.query|vars.text|prompt.raw|prompt"},
       {Role::output, "response.output|response.raw"},
       {Role::reference,
        "vars.expected|vars.__expected|vars.reference|vars.answer|testCase.vars.expected|"
        "testCase.vars.__expected|testCase.assert.0.value|test.assert.0.value"}}},
     always,
     promptfoo_caution},
    {"llamafactory",
     {"prompt", "predict", "label"},
     {{{Role::input, "prompt"}, {Role::output, "predict"}, {Role::reference, "label"}}},
     always,
     nothing},
    {"ms-swift",
     {"response", "labels", "messages|query|messages.-1.content"},
     {{{Role::input, "query|messages.-2.content"},
       {Role::output, "response"},
       {Role::reference, "labels"}}},
     always,
     nothing},
    {"ms-swift",
     {"response", "label", "query"},
     {{{Role::input, "query"}, {Role::output, "response"}, {Role::reference, "label"}}},
     always,
     nothing},
    {"opencompass",
     {"origin_prompt|origin_prompt.-1.prompt", "prediction", "gold|gold.0"},
     {{{Role::input, "origin_prompt.-1.prompt|origin_prompt"},
       {Role::output, "prediction"},
       {Role::reference, "gold"}}},
     always,
     nothing},
    {"deepeval",
     {"input", "actual_output", "expected_output"},
     {{{Role::input, "input"},
       {Role::output, "actual_output"},
       {Role::reference, "expected_output"}}},
     always,
     nothing},
    {"openai-chat",
     {"messages.-1.content", kAnswers},
     {{{Role::id, "id|custom_id"},
       {Role::input, "messages.-2.content"},
       {Role::output, kAnswers},
       {Role::reference, "messages.-1.content"}}},
     ends_with_assistant,
     nothing},
    {"huggingface",
     {"answers.text", "prediction_text|prediction|predicted|output"},
     {{{Role::id, "id"},
       {Role::input, "question"},
       {Role::output, "prediction_text|prediction|predicted|output"},
       {Role::reference, "answers.text"}}},
     always,
     nothing},
};

bool has_needs(const Shape& shape, Names names) {
  return std::all_of(shape.needs.begin(), shape.needs.end(), [&](std::string_view needed) {
    return needed.empty() || column_of(names, needed) >= 0;
  });
}

// References that are labels make the pair truth and predicted.
Role settled(Role role, bool labels) {
  if (labels && role == Role::reference) return Role::truth;
  if (labels && role == Role::output) return Role::predicted;
  return role;
}

// ms-swift writes "labels": null where the test set has no answers.
bool is_missing_reference(const ShapeRole& wanted, Sample sample, int column) {
  return wanted.role == Role::reference && !sample.empty() && values_of(sample, column).empty();
}

ShapeMatch fill(const Shape& shape, Names names, Sample sample) {
  ShapeMatch match{shape.name, {}, shape.caution(names, sample)};
  bool labels = false;
  for (const ShapeRole& wanted : shape.roles) {
    const int column = column_of(names, wanted.columns);
    if (column < 0 || is_missing_reference(wanted, sample, column)) continue;
    // References that were rated stand there once a rater: that makes no labels of them.
    const bool may_be_label = wanted.role == Role::reference && shape.name != kRatingsShape;
    labels = labels || (may_be_label && holds_labels(sample, column));
    match.columns.push_back({wanted.role, "", column, true});
  }
  for (RoleColumn& column : match.columns) column.role = settled(column.role, labels);
  std::sort(match.columns.begin(), match.columns.end(),
            [](const RoleColumn& a, const RoleColumn& b) { return a.column < b.column; });
  return match;
}

// "insurance_change": a label however many there are.
bool is_identifier(std::string_view text) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789_";
  return text.find('_') != std::string_view::npos &&
         text.find_first_not_of(kLetters) == std::string_view::npos;
}

// One JSON string at the front of `text` (which is then moved past it), or nothing.
std::optional<std::string> take_string(std::string_view& text) {
  if (text.empty() || text.front() != '"') return std::nullopt;
  std::size_t at = 1;
  while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  if (at >= text.size()) return std::nullopt;
  std::string value(at - 1, '\0');
  const std::size_t size = unescape_json(text.substr(1, at - 1), value.data());
  if (size == std::string_view::npos) return std::nullopt;
  value.resize(size);
  text = strip_json_space(text.substr(at + 1));
  return value;
}

}  // namespace

std::optional<ShapeMatch> match_shape(std::span<const std::string> names,
                                      std::span<const std::vector<std::string_view>> sample) {
  for (const Shape& shape : kShapes) {
    if (has_needs(shape, names) && shape.accepts(names, sample)) return fill(shape, names, sample);
  }
  return std::nullopt;
}

bool holds_labels(std::span<const std::vector<std::string_view>> sample, int column) {
  constexpr std::size_t kLongest = 40;  // characters; "insurance_change_of_address" is a label
  constexpr double kShort = 12;         // mean length of few values that do not repeat
  constexpr std::size_t kFew = 20;
  std::set<std::string_view> different;
  std::size_t rows = 0;
  std::size_t length = 0;
  std::size_t identifiers = 0;
  for (const auto& row : sample) {
    const std::string_view label = strip_python_space(row[static_cast<std::size_t>(column)]);
    if (label.empty()) continue;
    const std::size_t size = count_code_points(label);
    if (size > kLongest || label.find('\n') != std::string_view::npos) return false;
    different.insert(label);
    length += size;
    identifiers += is_identifier(label) ? 1 : 0;
    ++rows;
  }
  if (rows == 0 || different.begin()->front() == '[') return false;
  if (different.size() * 2 <= rows && rows > 2) return true;
  const double mean = static_cast<double>(length) / static_cast<double>(rows);
  return (different.size() <= kFew && mean <= kShort) || identifiers * 2 > rows;
}

std::vector<std::string> parse_reference_list(std::string_view cell) {
  const std::vector<std::string> whole{std::string(cell)};
  std::string_view text = strip_json_space(cell);
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return whole;
  text = strip_json_space(text.substr(1));
  std::vector<std::string> references;
  if (text == "]") return references;
  for (;;) {
    std::optional<std::string> reference = take_string(text);
    if (!reference) return whole;
    references.push_back(std::move(*reference));
    if (text == "]") return references;
    if (text.empty() || text.front() != ',') return whole;
    text = strip_json_space(text.substr(1));
  }
}

}  // namespace shijin
