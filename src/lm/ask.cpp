// From rows to tokens, and from log-probabilities to cells.
#include "lm/ask.h"

#include <algorithm>
#include <cmath>

#include "base/hash.h"
#include "base/json_writer.h"
#include "base/numbers.h"
#include "table/shape.h"

namespace shijin {
namespace {

constexpr Text kNoInput{"no column is the input that the choices answer",
                        "沒有輸入欄位可供選項作答"};
constexpr Text kNoTruth{"no column says which choice is right", "沒有欄位指出正確的選項"};
constexpr Text kNoText{"no column holds a text to score", "沒有欄位是要計分的文字"};
constexpr Text kNoOutput{"no column holds outputs, whose fluency could be judged",
                         "沒有輸出欄位可供評估通順程度"};
constexpr Text kMapOutput{"name it: --map output=COLUMN, or have a model answer: --model M.gguf",
                          "請指定：--map output=欄位，或讓模型作答：--model M.gguf"};
constexpr Text kMapText{
    "name it: --map reference=COLUMN, and --map input=COLUMN for what it answers",
    "請指定：--map reference=欄位；若它是回答，另加 --map input=欄位"};
constexpr Text kWindowsOfAnswer{
    "ppl[mode=chunked] is of a whole text, and here an answer to an input is scored",
    "ppl[mode=chunked] 計算的是整段文字，而這裡計分的是對輸入的回答"};
constexpr Text kWindowsOfAnswerHelp{
    "take ppl, or name the text alone: --map reference=COLUMN in a file without an input",
    "請改用 ppl，或在沒有輸入的檔案中指定文字：--map reference=欄位"};
constexpr Text kColumns{"the columns are: {0}", "現有欄位：{0}"};
constexpr Text kMapInput{"name them: --map input=COLUMN --map truth=COLUMN",
                         "請指定：--map input=欄位 --map truth=欄位"};
constexpr Text kOwnChoices{"words in the cell \"choices\": {0}", "「choices」欄列出 {0} 個詞"};
constexpr Text kAsMany{"one for each of the {0} labels of --choices, in their order",
                       "須與 --choices 的 {0} 個標籤一一對應，順序相同"};
constexpr Text kOwnChoicesHelp{
    "write a JSON list such as [\"yes\", \"no\"], or leave the cell empty",
    "請寫成 JSON 清單，例如 [\"yes\", \"no\"]，或留空"};

constexpr std::string_view kOwnColumn = "choices";
constexpr std::string_view kAnswerPrefix = "model:";
constexpr std::string_view kLogProbs = "model:log_prob";
constexpr std::string_view kAnswer = "model:answer";
constexpr std::string_view kCut = "model:cut";
constexpr std::string_view kChunked = "model:log_prob_chunked";

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

// Which columns the question is about.
Result<Done> place(const Table& table, const AskOptions& options, AskedRows& rows) {
  const Roles& roles = table.roles();
  rows.input = roles.column(Role::input);
  if (!options.choices.empty()) {
    if (rows.input < 0) return cannot_ask(table, kNoInput, kMapInput);
    if (roles.has(Role::truth) || roles.has(Role::reference)) return Done{};
    return cannot_ask(table, kNoTruth, kMapInput);
  }
  if (options.outputs) {
    rows.asked = Asked::output;
    rows.text = roles.column(Role::output);
    if (rows.text < 0) return cannot_ask(table, kNoOutput, kMapOutput);
    return Done{};
  }
  const int output = std::max(roles.column(Role::output), roles.column(Role::predicted));
  const int reference = std::max(roles.column(Role::reference), roles.column(Role::truth));
  const bool answer = rows.input >= 0 && reference >= 0 && (output < 0 || options.as_lm);
  rows.asked = answer ? Asked::answer : output >= 0 ? Asked::output : Asked::text;
  rows.text = answer ? reference : output >= 0 ? output : std::max(reference, rows.input);
  if (rows.text < 0) return cannot_ask(table, kNoText, kMapText);
  rows.answers = answer && options.answers && !options.as_lm;
  rows.labels = rows.answers && (options.as_labels || !roles.has(Role::reference));
  rows.tokens = !rows.answers || (options.tokens && !rows.labels);
  if (answer && options.halves_of > 0) {
    return cannot_ask(table, kWindowsOfAnswer, kWindowsOfAnswerHelp);
  }
  return Done{};
}

std::string written(const RoleColumn& column) {
  const std::string name(role_name(column.role));
  return column.detail.empty() ? name : name + ":" + column.detail;
}

// The roles that stay where a text is scored: of other answers than that nothing does.
std::vector<std::pair<std::string, int>> kept_beside_text(const Roles& roles,
                                                          const AskedRows& rows) {
  std::vector<std::pair<std::string, int>> kept;
  for (const RoleColumn& column : roles.columns) {
    const bool aside = column.role == Role::id || column.role == Role::slice ||
                       column.role == Role::weight || column.role == Role::cluster;
    const bool asks = column.role == Role::input && rows.asked != Asked::text;
    const bool right =
        column.role == Role::reference || (rows.answers && column.role == Role::truth);
    const bool texts = rows.asked == Asked::output && (column.role == Role::output || right);
    if (aside || asks || texts || (rows.answers && right)) {
      kept.emplace_back(written(column), column.column);
    }
  }
  if (rows.asked != Asked::output && !rows.answers) kept.emplace_back("reference", rows.text);
  return kept;
}

// The roles that stay: what the file says of predictions is not what this model says.
std::vector<std::pair<std::string, int>> kept_roles(const Roles& roles) {
  std::vector<std::pair<std::string, int>> kept;
  const bool has_truth = roles.has(Role::truth);
  for (const RoleColumn& column : roles.columns) {
    const bool said = column.role == Role::predicted || column.role == Role::output ||
                      column.role == Role::probability || column.role == Role::log_prob;
    if (said || (column.role == Role::reference && has_truth)) continue;
    // A reference is the right label here.
    std::string name(role_name(column.role == Role::reference ? Role::truth : column.role));
    if (!column.detail.empty()) name += ":" + column.detail;
    kept.emplace_back(std::move(name), column.column);
  }
  return kept;
}

Error choices_differ(const Table& table, int file, std::int64_t line, std::size_t found,
                     std::size_t wanted) {
  Error error;
  error.name = "choices-count";
  error.at = {table.files()[static_cast<std::size_t>(file)].path, line, 0};
  error.found = Message(kOwnChoices, {std::to_string(found)});
  error.expected = Message(kAsMany, {std::to_string(wanted)});
  error.help = Message(kOwnChoicesHelp);
  return error;
}

void add_batch(const Table& table, const RawShard& shard, const Batch& batch,
               const AskOptions& options, AskedRows& rows, Notes& notes) {
  const auto own = std::find(rows.names.begin(), rows.names.end(), kOwnColumn) - rows.names.begin();
  for (std::size_t i = 0; i < batch.rows(); ++i) {
    std::vector<std::string> cells;
    std::vector<bool> missing;
    for (const auto& column : batch.columns) {
      missing.push_back(column[i].data() == nullptr);
      cells.emplace_back(missing.back() ? std::string_view() : column[i]);
    }
    std::vector<std::string> words;
    if (!options.choices.empty() && static_cast<std::size_t>(own) < cells.size() &&
        !cells[static_cast<std::size_t>(own)].empty()) {
      words = parse_reference_list(cells[static_cast<std::size_t>(own)]);
      if (words.size() != options.choices.size()) {
        notes.add(
            choices_differ(table, shard.file, batch.line[i], words.size(), options.choices.size()));
        continue;
      }
    }
    rows.row.push_back(batch.row[i]);
    rows.place.emplace_back(static_cast<std::size_t>(shard.file), batch.line[i]);
    rows.cells.push_back(std::move(cells));
    rows.missing.push_back(std::move(missing));
    rows.own_choices.push_back(std::move(words));
  }
}

const std::vector<std::string>& words_of(const AskedRows& rows, std::size_t row,
                                         const AskOptions& options) {
  return rows.own_choices[row].empty() ? options.choices : rows.own_choices[row];
}

// The text of a row that is scored whole, alone or as an answer.
const std::string& text_of(const AskedRows& rows, std::size_t row) {
  return rows.cells[row][static_cast<std::size_t>(rows.text)];
}

bool are_answers(const AskedRows& rows) {
  return rows.asked == Asked::choices || rows.asked == Asked::answer;
}

std::vector<TextJob> jobs_of(const AskedRows& rows, const AskOptions& options) {
  std::vector<TextJob> jobs;
  for (std::size_t i = 0; i < rows.row.size(); ++i) {
    TextJob job;
    if (are_answers(rows)) job.input = rows.cells[i][static_cast<std::size_t>(rows.input)];
    if (rows.asked == Asked::choices) {
      job.targets = words_of(rows, i, options);
    } else {
      job.targets = {text_of(rows, i)};
    }
    jobs.push_back(std::move(job));
  }
  return jobs;
}

// How the choices share one, by their log-probabilities.
std::vector<double> shares_of(const TextScores& scores) {
  std::vector<double> shares;
  for (const auto& choice : scores.tokens) {
    double sum = 0;
    for (const TokenScore& token : choice) sum += token.log_prob;
    shares.push_back(sum);
  }
  const double most = *std::max_element(shares.begin(), shares.end());
  double sum = 0;
  for (double& share : shares) sum += share = std::exp(share - most);
  for (double& share : shares) share /= sum;
  return shares;
}

std::string list_of(const std::vector<double>& values) {
  std::string list = "[";
  for (const double value : values) list += (list.size() > 1 ? "," : "") + shortest(value);
  return list + "]";
}

// Each token as its bytes and its log-probability; without bytes where not all of them are known.
std::string list_of(const std::vector<TokenScore>& tokens, bool with_bytes) {
  std::string list = "[";
  for (const TokenScore& token : tokens) {
    if (list.size() > 1) list += ",";
    const std::string value = shortest(token.log_prob);
    list += with_bytes ? "[" + std::to_string(*token.bytes) + "," + value + "]" : value;
  }
  return list + "]";
}

bool all_bytes_known(const std::vector<TextScores>& scores) {
  for (const TextScores& row : scores) {
    for (const auto& target : row.tokens) {
      for (const TokenScore& token : target) {
        if (!token.bytes) return false;
      }
    }
  }
  return true;
}

}  // namespace

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

int half_window(const AskOptions& options, const ModelFacts& facts) {
  return std::min(options.halves_of, facts.window);
}

Result<AskedRows> read_asked(Table& table, const AskOptions& options, Notes& notes) {
  AskedRows rows;
  rows.names = table.names();
  SJ_TRY(place(table, options, rows));
  rows.roles = rows.asked == Asked::choices ? kept_roles(table.roles())
                                            : kept_beside_text(table.roles(), rows);
  rows.has_id = table.roles().has(Role::id);
  std::vector<int> columns;
  for (int column = 0; column < static_cast<int>(rows.names.size()); ++column) {
    columns.push_back(column);
  }
  RawShard shard;
  for (;;) {
    const bool more = SJ_TRY(table.cut(shard));
    if (!more) break;
    Batch batch;
    table.parse(shard, columns, batch, notes);
    add_batch(table, shard, batch, options, rows, notes);
    rows.rows = shard.first_row + static_cast<std::int64_t>(shard.records.size());
  }
  rows.files = table.files();
  rows.digest = table.digest();
  return rows;
}

std::vector<std::pair<std::string, std::string>> asked_map(const AskedRows& rows,
                                                           const AskOptions& options) {
  std::vector<std::pair<std::string, std::string>> map;
  for (const auto& [role, column] : rows.roles) {
    map.emplace_back(role, rows.names[static_cast<std::size_t>(column)]);
  }
  // Rows that were left out must not change what the others are called.
  if (!rows.has_id) map.emplace_back("id", std::string(kAnswerPrefix) + "row");
  for (const std::string& label : options.choices) {
    map.emplace_back("probability:" + label, std::string(kAnswerPrefix) + label);
  }
  if (rows.answers) map.emplace_back(rows.labels ? "predicted" : "output", kAnswer);
  if (rows.asked != Asked::choices && rows.tokens) {
    map.emplace_back("log_prob:" + std::string(asked_name(rows.asked)), kLogProbs);
    if (options.halves_of > 0) map.emplace_back("log_prob:chunked", kChunked);
  }
  return map;
}

std::string asked_key(const ModelFacts& facts, const AskedRows& rows, const AskOptions& options) {
  Digest digest;
  const auto add = [&](std::string_view text) {
    digest.add(std::to_string(text.size()) + ":");
    digest.add(text);
  };
  for (const std::string* text :
       {&facts.digest, &facts.adapter_digest, &facts.precision, &facts.engine, &rows.digest}) {
    add(*text);
  }
  if (facts.digest.empty()) add(facts.path + " " + facts.name);  // a server's model
  add(std::to_string(facts.window));
  add(std::to_string(options.halves_of));
  if (rows.answers) {
    const GenerateOptions& how = options.generation;
    add(std::to_string(how.most_tokens) + " " + shortest(how.temperature) + " " +
        std::to_string(how.seed));
    for (const std::string& stop : how.stops) add(stop);
  }
  for (const std::string& label : options.choices) add(label);
  for (const auto& [role, name] : asked_map(rows, options)) {
    add(role);
    add(name);
  }
  for (const auto& row : rows.cells) {
    for (const std::string& cell : row) add(cell);
  }
  return digest.hex();
}

std::vector<std::string> inputs_of(const AskedRows& rows) {
  std::vector<std::string> inputs;
  for (const auto& cells : rows.cells)
    inputs.push_back(cells[static_cast<std::size_t>(rows.input)]);
  return inputs;
}

Result<Done> prove(TextModel& model, const AskedRows& rows) {
  if (!rows.tokens) return Done{};
  return model.prove(are_answers(rows) ? Scoring::answers : Scoring::texts);
}

Result<AskedTable> ask(TextModel& model, const AskedRows& rows, Journal& journal,
                       const AskOptions& options, const ModelHooks& hooks) {
  std::vector<TextJob> jobs;
  if (rows.tokens) jobs = jobs_of(rows, options);
  const std::vector<TextScores> scores = SJ_TRY(score_rest(model, jobs, journal, hooks));
  const bool bytes = all_bytes_known(scores);
  std::vector<std::vector<double>> halves;
  if (options.halves_of > 0) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < rows.row.size(); ++i) texts.push_back(text_of(rows, i));
    WindowHooks following;
    following.stop = hooks.stop;
    following.progress = hooks.progress;
    following.known = journal.take_windows();
    following.scored = [&](std::size_t window, std::span<const double> log_probs) {
      return journal.add_window(window, log_probs);
    };
    halves = SJ_TRY(model.score_halves(texts, half_window(options, model.facts()), following));
  }
  AskedTable table;
  table.map = asked_map(rows, options);
  for (std::size_t i = 0; i < rows.row.size(); ++i) {
    JsonWriter json(table.lines, JsonWriter::Layout::one_line);
    json.begin_object();
    for (std::size_t c = 0; c < rows.names.size(); ++c) {
      json.key(rows.names[c]);
      rows.missing[i][c] ? json.null() : json.text(rows.cells[i][c]);
    }
    if (!rows.has_id) json.key(std::string(kAnswerPrefix) + "row").integer(rows.row[i]);
    if (rows.answers) {
      const Generation& answer = journal.answers().at(rows.row[i]);
      json.key(kAnswer).text(answer.text);
      if (answer.cut) json.key(kCut).boolean(true);
    }
    if (rows.asked != Asked::choices && rows.tokens) {
      // As a text: a list of its own columns would be as wide as the longest text.
      json.key(kLogProbs).text(list_of(scores[i].tokens.front(), bytes));
      if (options.halves_of > 0) json.key(kChunked).text(list_of(halves[i]));
    }
    const std::vector<double> shares =
        rows.asked == Asked::choices ? shares_of(scores[i]) : std::vector<double>();
    for (std::size_t k = 0; k < shares.size(); ++k) {
      json.key(std::string(kAnswerPrefix) + options.choices[k]).number(shares[k]);
    }
    json.end_object();
    table.lines += "\n";
  }
  return table;
}

}  // namespace shijin
