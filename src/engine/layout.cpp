// Roles to projection. What is missing is said with the --map that would mend it.
#include "engine/layout.h"

#include <algorithm>

#include "base/numbers.h"
#include "engine/slice_search.h"
#include "evidence/embedding_column.h"

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
constexpr Text kNoSliceInput{"--slice-by {0} reads the input, and no column is the input",
                             "--slice-by {0} 要讀取輸入，但沒有任何欄位是輸入"};
constexpr Text kNoSlice{"--slice-by \"{0}\" is no column and no kind of slice",
                        "--slice-by「{0}」既不是欄位，也不是切片的種類"};
constexpr Text kSliceKinds{"one of: {0}", "下列之一：{0}"};
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

constexpr std::size_t kMetadata = 16;  // columns without a role that slices are looked for by

// Columns named by --slice-by, then those with the role slice or with none.
Result<Done> add_slice_columns(const Table& table, const EvaluateOptions& options, Layout& layout,
                               Projection& projection) {
  const auto& names = table.names();
  const auto take = [&](std::size_t column) {
    if (std::find(layout.slice_names.begin(), layout.slice_names.end(), names[column]) !=
        layout.slice_names.end()) {
      return;
    }
    layout.slice_names.push_back(names[column]);
    layout.slices.push_back(projection.add(static_cast<int>(column)));
  };
  for (const std::string& wanted : options.slice_by) {
    const auto found = std::find(names.begin(), names.end(), wanted);
    if (found != names.end()) {
      take(static_cast<std::size_t>(found - names.begin()));
      continue;
    }
    const auto& kinds = slice_kinds();
    if (std::find(kinds.begin(), kinds.end(), wanted) != kinds.end()) {
      if (layout.input >= 0) continue;
      Error error;
      error.name = "role-missing";
      error.found = Message(kNoSliceInput, {wanted});
      error.help = Message(kHelpInput);
      return error;
    }
    std::vector<std::string> known = names;
    known.insert(known.end(), kinds.begin(), kinds.end());
    std::string list;
    for (const std::string& name : known) list += (list.empty() ? "" : ", ") + name;
    Error error;
    error.name = "slice-unknown";
    error.found = Message(kNoSlice, {wanted});
    error.expected = Message(kSliceKinds, {list});
    const std::string near = nearest_name(wanted, known);
    if (!near.empty()) error.help = Message(kWrite, {"--slice-by " + near});
    return error;
  }
  for (std::size_t c = 0; c < names.size() && layout.slices.size() < kMetadata; ++c) {
    const auto& roles = table.roles().columns;
    const auto role = std::find_if(roles.begin(), roles.end(), [&](const RoleColumn& one) {
      return one.column == static_cast<int>(c);
    });
    if (role == roles.end() || role->role == Role::slice) take(c);
  }
  return Done{};
}

// The columns of a role with their labels or dimensions.
void add_named_columns(const Roles& roles, Role role,
                       std::vector<std::pair<std::string, int>>& named, Projection& projection) {
  for (const RoleColumn& column : roles.columns) {
    if (column.role == role) named.emplace_back(column.detail, projection.add(column.column));
  }
}

// Whether something is right and something was answered, if not of one kind.
bool crossed(const Roles& roles) {
  return (roles.has(Role::truth) || roles.has(Role::reference)) &&
         (roles.has(Role::predicted) || roles.has(Role::output));
}

// Whether a format of the files tells a missing cell from an empty one.
bool tells_missing(const Table& table) {
  return std::any_of(table.files().begin(), table.files().end(), [](const FileFacts& file) {
    return file.format != "csv" && file.format != "tsv" && file.format != "xlsx";
  });
}

constexpr std::string_view kChunked = "chunked";  // the detail of a role: in windows

enum class Windows : std::uint8_t { rolling, chunked };

// The column of log-probabilities of a kind; its column is -1 where there is none.
RoleColumn log_prob_column(const Roles& roles, Windows windows) {
  for (const RoleColumn& column : roles.columns) {
    const bool chunked = column.detail == kChunked;
    if (column.role == Role::log_prob && chunked == (windows == Windows::chunked)) return column;
  }
  return {Role::log_prob, "", -1, false};
}

// The text that the log-probabilities are about: what the role's detail says, else the first there
// is.
int scored_column(const Roles& roles) {
  const std::string detail = log_prob_column(roles, Windows::rolling).detail;
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
  if (!labels && !texts && !crossed(roles)) {
    if (scored && !options.task) return Task::lm;
    return no_roles(table);
  }
  return options.task.value_or(labels || !texts ? Task::classification : Task::generation);
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
    add_named_columns(roles, Role::probability, layout.probabilities, projection);
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
  add_named_columns(roles, Role::rating, layout.ratings, projection);
  if (layout.task != Task::classification && roles.has(Role::log_prob)) {
    layout.log_prob = projection.add(log_prob_column(roles, Windows::rolling).column);
    layout.chunked = projection.add(log_prob_column(roles, Windows::chunked).column);
    layout.scored = projection.add(scored_column(roles));
  }
  const auto& names = table.names();
  const auto embedded = std::find(names.begin(), names.end(), kEmbeddingColumn);
  if (layout.task == Task::generation && embedded != names.end()) {
    layout.embedding = projection.add(static_cast<int>(embedded - names.begin()));
  }
  layout.tells_missing = tells_missing(table);
  layout.id = projection.add(roles.column(Role::id));
  layout.input = projection.add(roles.column(Role::input));
  layout.weight = projection.add(roles.column(Role::weight));
  layout.cluster = projection.add(roles.column(Role::cluster));
  SJ_TRY(add_own_columns(table, options.own, layout, projection));
  if (layout.task == Task::classification) {
    SJ_TRY(add_slice_columns(table, options, layout, projection));
  }
  return layout;
}

}  // namespace shijin
