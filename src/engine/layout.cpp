// Roles to projection. What is missing is said with the --map that would mend it.
#include "engine/layout.h"

#include <algorithm>

#include "base/numbers.h"

namespace shijin {
namespace {

constexpr Text kNothing{"no columns say what is right and what the model answered",
                        "沒有任何欄位指出正確答案與模型的回答"};
constexpr Text kColumns{"the columns are: {0}", "現有欄位：{0}"};
constexpr Text kExpectLabels{"a true label and a predicted one, or a reference and an output",
                             "真實標籤與預測標籤，或參考答案與模型輸出"};
constexpr Text kHelpLabels{
    "name them: --map truth=COLUMN --map predicted=COLUMN (labels), or --map reference=COLUMN "
    "--map output=COLUMN (texts)",
    "請指定：--map truth=欄位 --map predicted=欄位（標籤），或 --map reference=欄位 --map "
    "output=欄位（文字）"};
constexpr Text kUnbuilt{"--task {0} needs a part of Shijin that is not built yet",
                        "--task {0} 需要的部分尚未完成"};
constexpr Text kUnbuiltHelp{"use --task classification, generation, rating or lm",
                            "請用 --task classification、generation、rating 或 lm"};
constexpr Text kNoLogProbs{"--task lm needs what a language model says of each token",
                           "--task lm 需要語言模型對每個詞元的評分"};
constexpr Text kNoLogProbsHelp{
    "ask a model: --model M.gguf; or name a column with a JSON list for each text: --map "
    "log_prob=COLUMN",
    "請指定模型：--model M.gguf；或指定每筆文字各有一個 JSON 清單的欄位：--map log_prob=欄位"};

constexpr Text kNoInput{"a metric of your own reads the input, and no column is the input",
                        "自訂指標要讀取輸入，但沒有任何欄位是輸入"};
constexpr Text kHelpInput{"name it: --map input=COLUMN", "請指定：--map input=欄位"};
constexpr Text kNoColumn{"a metric of your own reads the column \"{0}\", which there is not",
                         "自訂指標要讀取欄位「{0}」，但沒有這個欄位"};
constexpr Text kWrite{"write {0}", "請改寫 {0}"};

Error no_roles(const Table& table) {
  std::string list;
  for (const std::string& name : table.names()) list += (list.empty() ? "" : ", ") + name;
  Error error;
  error.name = "role-missing";
  if (!table.files().empty()) error.at.file = table.files().front().path;
  error.found =
      Message(Text("{0}; {1}", "{0}；{1}"), {Message(kNothing), Message(kColumns, {list})});
  error.expected = Message(kExpectLabels);
  error.help = Message(kHelpLabels);
  return error;
}

// Adds columns to the projection as they are asked for.
class Projection {
 public:
  explicit Projection(Layout& layout) : layout_(&layout) {}
  int add(int column) {
    if (column < 0) return -1;
    const auto found = std::find(layout_->columns.begin(), layout_->columns.end(), column);
    if (found != layout_->columns.end()) return static_cast<int>(found - layout_->columns.begin());
    layout_->columns.push_back(column);
    return static_cast<int>(layout_->columns.size()) - 1;
  }

 private:
  Layout* layout_;
};

// The columns besides roles that the user's own metrics read.
Result<Done> add_own_columns(const Table& table, const OwnMetrics& own, Layout& layout,
                             Projection& projection) {
  Error error;
  error.name = "own-column-missing";
  if (!table.files().empty()) error.at.file = table.files().front().path;
  if (own.reads_input() && layout.input < 0) {
    error.found = Message(kNoInput);
    error.help = Message(kHelpInput);
    return error;
  }
  const auto& names = table.names();
  for (const std::string& column : own.columns()) {
    const auto found = std::find(names.begin(), names.end(), column);
    if (found != names.end()) {
      layout.extra.push_back(projection.add(static_cast<int>(found - names.begin())));
      continue;
    }
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
    error.found = Message(kNoColumn, {column});
    error.expected = Message(kColumns, {list});
    const std::string near = nearest_name(column, names);
    if (!near.empty()) error.help = Message(kWrite, {near});
    return error;
  }
  return Done{};
}

// The text that the log-probabilities are about: what the role's detail says, else the first there
// is.
int scored_column(const Roles& roles) {
  const std::string& detail =
      std::find_if(roles.columns.begin(), roles.columns.end(), [](const RoleColumn& column) {
        return column.role == Role::log_prob;
      })->detail;
  const int output = std::max(roles.column(Role::output), roles.column(Role::predicted));
  const int reference = std::max(roles.column(Role::reference), roles.column(Role::truth));
  const int input = roles.column(Role::input);
  if (detail == "answer" && reference >= 0) return reference;
  return output >= 0 ? output : reference >= 0 ? reference : input;
}

// The task: what was asked for, else what the columns make of it.
Result<Task> task_of(const Table& table, const EvaluateOptions& options) {
  const Roles& roles = table.roles();
  const bool scored = roles.has(Role::log_prob);
  if (options.task == Task::rating || (options.task == Task::lm && !scored)) {
    const bool lm = options.task == Task::lm;
    Error error;
    error.name = lm ? "log-probs-missing" : "task-not-built";
    error.found = lm ? Message(kNoLogProbs) : Message(kUnbuilt, {task_name(*options.task)});
    error.help = lm ? Message(kNoLogProbsHelp) : Message(kUnbuiltHelp);
    return error;
  }
  if (options.task == Task::lm) return Task::lm;
  const bool labels = roles.has(Role::truth) &&
                      (roles.has(Role::predicted) || roles.all(Role::probability).size() >= 2);
  const bool texts = roles.has(Role::reference) && roles.has(Role::output);
  if (!labels && !texts) {
    const bool crossed = (roles.has(Role::truth) || roles.has(Role::reference)) &&
                         (roles.has(Role::predicted) || roles.has(Role::output));
    if (!crossed && scored && !options.task) return Task::lm;
    if (!crossed) return no_roles(table);
  }
  return options.task.value_or(labels || !texts ? Task::classification : Task::generation);
}

// Whether a format of the files tells a missing cell from an empty one.
bool tells_missing(const Table& table) {
  return std::any_of(table.files().begin(), table.files().end(), [](const FileFacts& file) {
    return file.format != "csv" && file.format != "tsv" && file.format != "xlsx";
  });
}

}  // namespace

Result<Layout> lay_out(const Table& table, const EvaluateOptions& options) {
  const Roles& roles = table.roles();
  Layout layout;
  layout.task = SJ_TRY(task_of(table, options));
  Projection projection(layout);
  const auto first = [&](Role wanted, Role otherwise) {
    const int column = roles.column(wanted);
    return projection.add(column >= 0 ? column : roles.column(otherwise));
  };
  if (layout.task == Task::classification) {
    layout.truth = first(Role::truth, Role::reference);
    layout.predicted = first(Role::predicted, Role::output);
    for (const RoleColumn& column : roles.columns) {
      if (column.role != Role::probability) continue;
      layout.probabilities.emplace_back(column.detail, projection.add(column.column));
    }
  } else if (layout.task == Task::lm) {
    layout.output = projection.add(scored_column(roles));
  } else {
    layout.output = first(Role::output, Role::predicted);
    for (int column : roles.all(Role::reference)) {
      layout.references.push_back(projection.add(column));
    }
    if (layout.references.empty()) {
      layout.references.push_back(projection.add(roles.column(Role::truth)));
    }
  }
  if (layout.task != Task::classification && roles.has(Role::log_prob)) {
    layout.log_prob = projection.add(roles.column(Role::log_prob));
    layout.scored = projection.add(scored_column(roles));
  }
  layout.tells_missing = tells_missing(table);
  layout.id = projection.add(roles.column(Role::id));
  layout.input = projection.add(roles.column(Role::input));
  layout.weight = projection.add(roles.column(Role::weight));
  layout.cluster = projection.add(roles.column(Role::cluster));
  SJ_TRY(add_own_columns(table, options.own, layout, projection));
  return layout;
}

}  // namespace shijin
