// From rows to tokens, and from log-probabilities to cells.
#include "lm/ask.h"

#include <algorithm>
#include <cmath>

#include "base/numbers.h"
#include "table/shape.h"

namespace shijin {
namespace {

constexpr Text kNoText{"no column holds a text that a model could score",
                       "沒有可供模型評分的文字欄位"};
constexpr Text kNoInput{"no column is the input that the choices answer",
                        "沒有輸入欄位可供選項作答"};
constexpr Text kNoTruth{"no column says which choice is right", "沒有欄位指出正確的選項"};
constexpr Text kColumns{"the columns are: {0}", "現有欄位：{0}"};
constexpr Text kMapText{
    "name it: --map output=COLUMN for texts, or --map input=COLUMN --map "
    "reference=COLUMN for answers",
    "請指定：文字用 --map output=欄位；答案用 --map input=欄位 --map "
    "reference=欄位"};
constexpr Text kMapInput{"name them: --map input=COLUMN --map truth=COLUMN",
                         "請指定：--map input=欄位 --map truth=欄位"};
constexpr Text kOwnChoices{"the cell \"choices\" lists {0} words", "「choices」欄列出 {0} 個詞"};
constexpr Text kAsMany{"one for each of the {0} labels of --choices, in their order",
                       "須與 --choices 的 {0} 個標籤一一對應，順序相同"};
constexpr Text kOwnChoicesHelp{
    "write a JSON list such as [\"yes\", \"no\"], or leave the cell empty",
    "請寫成 JSON 清單，例如 [\"yes\", \"no\"]，或留空"};

constexpr std::string_view kOwnColumn = "choices";

Error cannot_ask(const Table& table, Text found, Text help) {
  Error error;
  error.name = "model-needs-column";
  if (!table.files().empty()) error.at.file = table.files().front().path;
  std::string list;
  for (const std::string& name : table.names()) list += (list.empty() ? "" : ", ") + name;
  error.found = Message(found);
  error.expected = Message(kColumns, {list});
  error.help = Message(help);
  return error;
}

// Which columns are read: of the input, of the text, and of a row's own choices; -1 is none.
struct Place {
  int input = -1;
  int text = -1;
  int own = -1;
};

Result<Place> place_of(const Table& table, const AskOptions& options, Asked& asked) {
  const Roles& roles = table.roles();
  Place place;
  place.input = roles.column(Role::input);
  if (!options.choices.empty()) {
    asked = Asked::choices;
    if (place.input < 0) return cannot_ask(table, kNoInput, kMapInput);
    if (!roles.has(Role::truth) && !roles.has(Role::reference)) {
      return cannot_ask(table, kNoTruth, kMapInput);
    }
    const auto own = std::find(table.names().begin(), table.names().end(), kOwnColumn);
    if (own != table.names().end()) place.own = static_cast<int>(own - table.names().begin());
    return place;
  }
  const int output = std::max(roles.column(Role::output), roles.column(Role::predicted));
  const int reference = std::max(roles.column(Role::reference), roles.column(Role::truth));
  const bool answer = place.input >= 0 && reference >= 0 && (output < 0 || options.as_lm);
  asked = answer ? Asked::answer : output >= 0 ? Asked::output : Asked::text;
  place.text = answer ? reference : output >= 0 ? output : std::max(reference, place.input);
  if (!answer) place.input = -1;
  if (place.text < 0) return cannot_ask(table, kNoText, kMapText);
  return place;
}

std::string cell_of(const Batch& batch, std::size_t column, std::size_t row) {
  const std::string_view cell = batch.columns[column][row];
  return cell.data() == nullptr ? std::string() : std::string(cell);
}

// A row's own words for the labels; none where the cell is empty.
bool read_own(const std::string& cell, const AskOptions& options, std::vector<std::string>& own) {
  if (cell.empty()) return true;
  own = parse_reference_list(cell);
  return own.size() == options.choices.size();
}

void add_batch(const Table& table, const RawShard& shard, const Batch& batch, const Place& place,
               const AskOptions& options, AskedRows& rows, Notes& notes) {
  std::size_t column = 0;
  const std::size_t input = place.input >= 0 ? column++ : 0;
  const std::size_t text = place.text >= 0 ? column++ : 0;
  const std::size_t own = place.own >= 0 ? column++ : 0;
  for (std::size_t i = 0; i < batch.rows(); ++i) {
    std::vector<std::string> words;
    if (place.own >= 0 && !read_own(cell_of(batch, own, i), options, words)) {
      Error error;
      error.name = "choices-count";
      error.at = {table.files()[static_cast<std::size_t>(shard.file)].path, batch.line[i], 0};
      error.found = Message(kOwnChoices, {std::to_string(words.size())});
      error.expected = Message(kAsMany, {std::to_string(options.choices.size())});
      error.help = Message(kOwnChoicesHelp);
      notes.add(std::move(error));
      continue;
    }
    rows.row.push_back(batch.row[i]);
    rows.input.push_back(place.input >= 0 ? cell_of(batch, input, i) : std::string());
    rows.text.push_back(place.text >= 0 ? cell_of(batch, text, i) : std::string());
    rows.choices.push_back(std::move(words));
  }
}

std::vector<TokenId> answer_tokens(const LanguageModel& model, const std::string& answer) {
  std::vector<TokenId> tokens = model.tokenize(answer);
  tokens.push_back(model.end_of_turn());
  return tokens;
}

Result<std::vector<ScoreJob>> jobs_of(const LanguageModel& model, const AskedRows& rows,
                                      const AskOptions& options) {
  std::vector<ScoreJob> jobs;
  for (std::size_t i = 0; i < rows.row.size(); ++i) {
    ScoreJob job;
    if (rows.asked == Asked::choices) {
      job.context = SJ_TRY(question_tokens(model, rows.input[i]));
      const auto& words = rows.choices[i].empty() ? options.choices : rows.choices[i];
      for (const std::string& word : words) job.targets.push_back(answer_tokens(model, word));
    } else if (rows.asked == Asked::answer) {
      job.context = SJ_TRY(question_tokens(model, rows.input[i]));
      job.targets.push_back(answer_tokens(model, rows.text[i]));
    } else {
      job.context = {model.prefix()};
      job.targets.push_back(model.tokenize(rows.text[i]));
    }
    jobs.push_back(std::move(job));
  }
  return jobs;
}

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

// How the choices share one, by their log-probabilities.
std::vector<double> shares_of(const JobScores& scores) {
  std::vector<double> shares;
  for (const auto& choice : scores.log_prob) shares.push_back(sum_of(choice));
  const double most = *std::max_element(shares.begin(), shares.end());
  double sum = 0;
  for (double& share : shares) sum += share = std::exp(share - most);
  for (double& share : shares) share /= sum;
  return shares;
}

std::string list_cell(const std::vector<double>& values) {
  std::string cell = "[";
  for (const double value : values) cell += (cell.size() > 1 ? "," : "") + shortest(value);
  return cell + "]";
}

}  // namespace

Result<std::vector<TokenId>> question_tokens(const LanguageModel& model, const std::string& input) {
  if (model.has_template()) {
    const ChatMessage message{"user", input};
    return model.prompt({&message, 1});
  }
  std::vector<TokenId> tokens = {model.prefix()};
  const std::vector<TokenId> more = model.tokenize(input + "\n");
  tokens.insert(tokens.end(), more.begin(), more.end());
  return tokens;
}

std::string_view asked_name(Asked asked) {
  switch (asked) {
    case Asked::choices:
      return "choices";
    case Asked::answer:
      return "answer";
    case Asked::output:
      return "output";
    case Asked::text:
      break;
  }
  return "text";
}

Result<AskedRows> read_asked(Table& table, const AskOptions& options, Notes& notes) {
  AskedRows rows;
  const Place place = SJ_TRY(place_of(table, options, rows.asked));
  std::vector<int> columns;
  for (const int column : {place.input, place.text, place.own}) {
    if (column >= 0) columns.push_back(column);
  }
  RawShard shard;
  for (;;) {
    const bool more = SJ_TRY(table.cut(shard));
    if (!more) break;
    Batch batch;
    table.parse(shard, columns, batch, notes);
    add_batch(table, shard, batch, place, options, rows, notes);
    rows.rows = shard.first_row + static_cast<std::int64_t>(shard.records.size());
  }
  return rows;
}

Result<std::shared_ptr<const AddedColumns>> ask(LanguageModel& model, const AskedRows& rows,
                                                const AskOptions& options,
                                                const ModelHooks& hooks) {
  const std::vector<ScoreJob> jobs = SJ_TRY(jobs_of(model, rows, options));
  const std::vector<JobScores> scores = SJ_TRY(model.score(jobs, hooks));
  auto added = std::make_shared<AddedColumns>();
  if (rows.asked == Asked::choices) {
    added->replaced = {Role::probability, Role::predicted, Role::output};
    for (const std::string& label : options.choices) {
      added->roles.push_back(
          {Role::probability, label, static_cast<int>(added->names.size()), true});
      added->names.push_back("model:" + label);
    }
  } else {
    added->replaced = {Role::log_prob};
    added->roles.push_back({Role::log_prob, std::string(asked_name(rows.asked)), 0, true});
    added->names.emplace_back("model:log_prob");
  }
  added->cells.assign(added->names.size(),
                      std::vector<std::string>(static_cast<std::size_t>(rows.rows)));
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto row = static_cast<std::size_t>(rows.row[i] - 1);
    if (rows.asked != Asked::choices) {
      added->cells[0][row] = list_cell(scores[i].log_prob.front());
      continue;
    }
    const std::vector<double> shares = shares_of(scores[i]);
    for (std::size_t k = 0; k < shares.size(); ++k) added->cells[k][row] = shortest(shares[k]);
  }
  return std::shared_ptr<const AddedColumns>(std::move(added));
}

}  // namespace shijin
