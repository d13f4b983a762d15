// A program as a metric: the mean of its numbers, or the ratio of the sums of its statistics.
#include "metrics/own_command.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/exact_sum.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json_writer.h"
#include "base/numbers.h"
#include "metrics/own_metric_internal.h"
#include "metrics/own_pool.h"
#include "metrics/own_settings_internal.h"

namespace shijin {
namespace {

constexpr Text kNoShell{"the command of \"{0}\" holds \"{1}\", which only a shell understands",
                        "「{0}」的命令裡有「{1}」，只有 shell 才看得懂"};
constexpr Text kWriteShell{"write sh -c '…' around it, or put it in quotes if it is meant as it is",
                           "請用 sh -c '…' 包起來；若就是這個字元，請加上引號"};
constexpr Text kUnclosed{"the command of \"{0}\" has a quote that is not closed",
                         "「{0}」的命令裡有引號沒有關閉"};
constexpr Text kEmptyCommand{"a program and its arguments, as a text or a list of texts",
                             "程式與其參數，寫成一段文字或文字的清單"};
constexpr Text kColumnNames{"a list of column names", "欄位名稱的清單"};
constexpr Text kSeconds{"a number of seconds above 0", "大於 0 的秒數"};
constexpr Text kFailedRows{"its program failed on row {0}", "它的程式在第 {0} 筆失敗"};
constexpr Text kNoRows{"no row has a value", "沒有任何一筆有值"};
constexpr Text kNoRowsBecause{"no row has a value; of row {0} the program says: {1}",
                              "沒有任何一筆有值；程式對第 {0} 筆的說明：{1}"};
constexpr Text kLeftOut{"{0} of {1} rows have no value by \"{2}\" and count nowhere",
                        "{1} 筆中有 {0} 筆在「{2}」沒有值，不列入計算"};
constexpr Text kLeftOutWhy{"of row {0} the program says: {1}", "程式對第 {0} 筆的說明：{1}"};

// Add a product without losing a bit of it.
void add_product(ExactSum& sum, double a, double b) {
  const double product = a * b;
  sum.add(product);
  sum.add(std::fma(a, b, -product));
}

struct ProgramScore {
  enum class Fate : std::uint32_t { counted, left_out, failed };
  struct Stat {
    double sum = 0;
    double count = 1;
    std::int64_t row = 0;
    Fate fate = Fate::counted;
    std::uint32_t ratio = 0;
  };
  struct State {
    ExactSum sum;      // of the numbers, or of the statistics' sums
    ExactSum count;    // of the statistics' counts; of numbers the weights
    ExactSum squares;  // of the numbers
    double rows = 0;
    double ratios = 0;  // rows that gave a statistic rather than a number
    double left_out = 0;
    std::int64_t failed_row = 0;  // the first, or 0
  };

  const CommandDefinition* definition;
  const LabelSet* labels;
  std::vector<RowField> columns;
  std::shared_ptr<CommandPool> pool;
  std::shared_ptr<void> seat;  // leaves the pool when the last copy goes

  void measure_all(Samples& samples, std::span<Stat> out) const {
    std::vector<Answer> answers;
    const CommandPool::Rows rows{
        samples.row, [&](std::size_t i, std::string& line) { write_row(samples, i, line); }};
    const bool good = pool->ask(rows, answers);
    for (std::size_t i = 0; i < samples.size; ++i) {
      const Answer& answer = answers[i];
      const Fate fate = !good ? Fate::failed : answer.nothing ? Fate::left_out : Fate::counted;
      out[i] = {answer.sum, answer.count, samples.row[i], fate, answer.ratio ? 1U : 0U};
    }
  }

  void add(State& state, const Stat& stat, double weight) const {
    if (stat.fate == Fate::failed) return note(state, stat.row);
    if (stat.fate == Fate::left_out) {
      state.left_out += 1;
      return;
    }
    add_product(state.sum, weight, stat.sum);
    add_product(state.count, weight, stat.count);
    add_product(state.squares, weight, stat.sum * stat.sum);
    state.rows += 1;
    state.ratios += stat.ratio;
  }
  void merge(State& state, const State& other) const {
    state.sum.merge(other.sum);
    state.count.merge(other.count);
    state.squares.merge(other.squares);
    state.rows += other.rows;
    state.ratios += other.ratios;
    state.left_out += other.left_out;
    if (other.failed_row != 0) note(state, other.failed_row);
  }
  static void note(State& state, std::int64_t row) {
    state.failed_row = state.failed_row == 0 ? row : std::min(state.failed_row, row);
  }

  Score finish(const State& state) const {
    if (state.failed_row != 0) {
      const auto trouble = pool->trouble();
      return Score::undefined(trouble ? trouble->found
                                      : Message(kFailedRows, {std::to_string(state.failed_row)}));
    }
    const double count = state.count.value();
    if (count > 0) return Score::of(state.sum.value() / count);
    const auto reason = pool->first_left_out();
    if (!reason || reason->second.empty()) return Score::undefined(Message(kNoRows));
    return Score::undefined(
        Message(kNoRowsBecause, {std::to_string(reason->first), reason->second}));
  }

  // Numbers alone have a mean, with its t interval; statistics have a ratio, to be resampled. Which
  // of the two is not known before the rows are, so that they are always kept.
  Uncertainty uncertainty(const State& state) const {
    const double n = state.count.value();
    if (state.ratios > 0 || n <= 0) return {.kind = Uncertainty::Kind::bootstrap};
    const double mean = state.sum.value() / n;
    const double squares = state.squares.value();
    double spread = squares - n * mean * mean;
    if (spread < 1e-14 * squares) spread = 0;  // equal values, up to rounding
    return {.kind = Uncertainty::Kind::mean, .a = mean, .b = n > 1 ? spread / (n - 1) : 0, .c = n};
  }

  std::vector<Error> end_of_rows(const State& state) const {
    pool->close();
    if (auto trouble = pool->trouble()) return {std::move(*trouble)};
    const auto reason = pool->first_left_out();
    if (state.left_out <= 0 || !reason) return {};
    Error note;
    note.name = "own-rows-without-value";
    note.at.file = definition->name;
    note.severity = Severity::note;
    note.found = Message(kLeftOut, {shortest(state.left_out), shortest(state.left_out + state.rows),
                                    definition->name});
    if (!reason->second.empty()) {
      note.help = Message(kLeftOutWhy, {std::to_string(reason->first), reason->second});
    }
    return {note};
  }

  void write_row(const Samples& samples, std::size_t i, std::string& line) const {
    JsonWriter json(line);
    json.begin_object().key("row").integer(samples.row[i]);
    if (!samples.id.empty()) json.key("id").text(samples.id[i]);
    if (!samples.input.empty()) json.key("input").text(samples.input[i]);
    if (samples.output.empty()) {
      write_labels(samples, i, json);
    } else {
      const auto references = samples.references(i);
      json.key("output").text(samples.output[i]).key("reference");
      if (references.empty()) {
        json.null();
      } else {
        json.text(references.front());
      }
      json.key("references").begin_array();
      for (const std::string_view reference : references) json.text(reference);
      json.end_array();
    }
    if (!columns.empty()) {
      json.key("columns").begin_object();
      for (std::size_t k = 0; k < columns.size(); ++k) {
        json.key(definition->columns[k]).text(columns[k].of(samples, i));
      }
      json.end_object();
    }
    json.end_object();
  }
  void write_labels(const Samples& samples, std::size_t i, JsonWriter& json) const {
    json.key("output").text(samples.predicted_text[i]);
    json.key("truth").text(samples.truth_text[i]).key("predicted");
    if (samples.predicted[i] >= 0) {
      json.text(labels->name(samples.predicted[i]));
    } else {
      json.null();
    }
    if (samples.classes.empty()) return;
    json.key("probabilities").begin_object();
    for (std::size_t k = 0; k < samples.classes.size(); ++k) {
      json.key(labels->name(samples.classes[k]))
          .number(samples.probabilities[i * samples.classes.size() + k]);
    }
    json.end_object();
  }
};

Result<std::vector<std::string>> words_of(const OwnText& text, const OwnValue& value) {
  if (value.kind == OwnValue::Kind::text) {
    std::vector<std::string> words = SJ_TRY(split_words(text.name, value.text));
    if (words.empty()) return setting_error(text, "command", Message(kEmptyCommand));
    return words;
  }
  std::vector<std::string> words;
  for (const OwnValue& word : value.list) {
    if (word.kind != OwnValue::Kind::text) {
      return setting_error(text, "command", Message(kEmptyCommand));
    }
    words.push_back(word.text);
  }
  if (words.empty() || words.front().empty()) {
    return setting_error(text, "command", Message(kEmptyCommand));
  }
  return words;
}

// The command, and a digest of every file it names: a changed program is another metric.
std::string definition_of(const CommandDefinition& command) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("command").begin_array();
  for (const std::string& word : command.words) json.text(word);
  json.end_array();
  if (!command.columns.empty()) {
    json.key("columns").begin_array();
    for (const std::string& column : command.columns) json.text(column);
    json.end_array();
  }
  json.key("files").begin_object();
  for (const std::string& word : command.words) {
    if (word.find_first_of("/.") == std::string::npos) continue;
    const Result<std::string> bytes = read_file(word);
    if (bytes.ok()) json.key(word).text(digest_of(*bytes));
  }
  json.end_object().end_object();
  return out;
}

}  // namespace

Result<CommandDefinition> CommandDefinition::read(const OwnText& text) {
  CommandDefinition out;
  out.name = text.name;
  out.words = SJ_TRY(words_of(text, *text.find("command")));
  if (const OwnValue* columns = text.find("columns")) {
    for (const OwnValue& column : columns->list) {
      if (column.kind == OwnValue::Kind::text) out.columns.push_back(column.text);
    }
    if (out.columns.empty() || out.columns.size() != columns->list.size()) {
      return setting_error(text, "columns", Message(kColumnNames));
    }
  }
  for (const auto& [name, into] :
       {std::pair{"seconds_per_row", &out.seconds_per_row}, std::pair{"seconds", &out.seconds}}) {
    const OwnValue* value = text.find(name);
    if (value == nullptr) continue;
    *into = SJ_TRY(number_setting(text, name, *value));
    if (!(*into > 0) || *into > 1e9) return setting_error(text, name, Message(kSeconds));
  }
  out.definition = definition_of(out);
  return out;
}

namespace {

// Whether a backslash here takes the next character as it is: outside quotes always, inside double
// ones before a quote or backslash, as in a shell.
bool escapes(char quote, std::string_view rest) {
  if (rest.empty() || quote == '\'') return false;
  return quote == 0 || rest.front() == '"' || rest.front() == '\\';
}

}  // namespace

Result<std::vector<std::string>> split_words(const std::string& metric, std::string_view line) {
  std::vector<std::string> words;
  bool open = false;  // a word has begun
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote == 0 && (c == ' ' || c == '\t' || c == '\n')) {
      open = false;
      continue;
    }
    if (quote == 0 && std::string_view("|<>&;$`").find(c) != std::string_view::npos) {
      Error error;
      error.name = "own-command-shell";
      error.found = Message(kNoShell, {metric, std::string(1, c)});
      error.help = Message(kWriteShell);
      return error;
    }
    if (!open) words.emplace_back();
    open = true;
    if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = 0;
    } else if (c == '\\' && escapes(quote, line.substr(i + 1))) {
      words.back() += line[++i];
    } else {
      words.back() += c;
    }
  }
  if (quote == 0) return words;
  Error error;
  error.name = "own-command-shell";
  error.found = Message(kUnclosed, {metric});
  return error;
}

namespace {

// The running program of this run, or a new one.
Result<std::shared_ptr<CommandPool>> pool_of(const OwnDefinition& definition,
                                             const MetricContext& context) {
  const std::unique_lock lock(definition.pools_mutex);
  std::weak_ptr<CommandPool>& known = definition.pools[context.labels];
  std::shared_ptr<CommandPool> pool = known.lock();
  if (pool != nullptr) return pool;
  pool = std::make_shared<CommandPool>(definition.command, context.stop);
  SJ_TRY(pool->start());
  known = pool;
  return pool;
}

}  // namespace

Result<std::unique_ptr<Metric>> bind_command(const OwnDefinition& definition,
                                             const MetricContext& context) {
  ProgramScore score{&definition.command, context.labels, {}, nullptr, nullptr};
  for (const std::string& column : definition.command.columns) {
    score.columns.emplace_back(column, context.own);
  }
  score.pool = SJ_TRY(pool_of(definition, context));
  score.pool->join();
  score.seat = std::shared_ptr<void>(nullptr, [pool = score.pool](void*) { pool->leave(); });
  return std::unique_ptr<Metric>(std::make_unique<detail::MetricOf<ProgramScore>>(
      definition, std::move(score), std::string(definition.name)));
}

}  // namespace shijin
