// Reading an import: what is in it, and the run that is made of it.
#include <algorithm>
#include <filesystem>

#include "base/json_writer.h"
#include "base/numbers.h"
#include "engine/evaluate.h"
#include "engine/version.h"
#include "report/render.h"
#include "serve/imports.h"
#include "serve/saved_run.h"
#include "table/format.h"
#include "verdict/rule.h"

namespace shijin {
namespace {

constexpr std::size_t kShownRows = 12;
constexpr std::size_t kShownBytes = 400;  // of a cell

constexpr Text kTask{"there is no task \"{0}\"", "沒有「{0}」這種任務"};

// The beginning of a cell, cut between characters.
std::string_view beginning(std::string_view cell) {
  if (cell.size() <= kShownBytes) return cell;
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0U) == 0x80U) --end;
  return cell.substr(0, end);
}

ReadOptions read_options(const ImportAsked& asked) {
  ReadOptions options;
  options.encoding = asked.encoding;
  options.map = asked.map;
  return options;
}

struct Peeked {
  std::string format;
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;
};

// The columns and first rows, whatever their roles; the reader is chosen as Table does.
Result<Peeked> peek(const Import& import, const ImportAsked& asked) {
  Notes ignored;
  std::unique_ptr<Source> source = SJ_TRY(open_source(import.path, asked.encoding, ignored));
  const Format* format = SJ_TRY(choose_format(*source));
  Peeked out;
  out.format = format->name;
  const std::unique_ptr<Reader> reader =
      SJ_TRY(format->open(std::move(source), read_options(asked), ignored));
  out.names = reader->names();
  for (const auto& row : reader->sample()) {
    if (out.rows.size() == kShownRows) break;
    auto& cells = out.rows.emplace_back();
    for (const std::string_view cell : row) cells.emplace_back(beginning(cell));
  }
  return out;
}

// Read every row of the columns that have a role, for the problems in them; gives how many there
// are.
Result<std::int64_t> read_all(Table& table, Notes& notes) {
  std::vector<int> columns;
  for (const RoleColumn& column : table.roles().columns) {
    if (std::find(columns.begin(), columns.end(), column.column) == columns.end()) {
      columns.push_back(column.column);
    }
  }
  std::int64_t rows = 0;
  while (true) {
    RawShard shard;
    if (!SJ_TRY(table.cut(shard))) return rows;
    rows += static_cast<std::int64_t>(shard.records.size());
    Batch batch;
    table.parse(shard, columns, batch, notes);
  }
}

// Notes that speak of the file by its name; those that were only counted stay counted.
Notes renamed(const Notes& notes, const Import& import) {
  Notes out;
  for (Error note : notes.all()) {
    if (note.at.file == import.path) note.at.file = import.name;
    out.add(std::move(note));
  }
  while (out.errors() < notes.errors()) out.add(Error());
  return out;
}

// The line that would do the same.
std::vector<std::string> command_of(const Import& import, const ImportAsked& asked) {
  std::vector<std::string> words = {"shijin", "eval", import.name};
  const auto option = [&](const char* name, const std::string& value) {
    words.insert(words.end(), {name, value});
  };
  if (!asked.task.empty() && asked.task != "auto") option("--task", asked.task);
  if (!asked.encoding.empty()) option("--encoding", asked.encoding);
  for (const auto& [role, column] : asked.map) option("--map", role + "=" + column);
  for (const std::string& gate : asked.gates) option("--gate", gate);
  if (!asked.name.empty()) option("--name", asked.name);
  return words;
}

Result<EvaluateOptions> options_of(const ImportAsked& asked) {
  EvaluateOptions options;
  if (!asked.task.empty() && asked.task != "auto") {
    for (const Task task : {Task::classification, Task::generation, Task::rating, Task::lm}) {
      if (asked.task == task_name(task)) options.task = task;
    }
    if (!options.task) {
      Error error;
      error.name = "task-unknown";
      error.found = Message(kTask, {asked.task});
      return error;
    }
  }
  for (const std::string& gate : asked.gates) options.gates.push_back({gate});
  return options;
}

Result<Evidence> measure(const Import& import, const ImportAsked& asked,
                         const std::atomic<bool>& stop, RunToSave& keep, Notes& notes) {
  const EvaluateOptions options = SJ_TRY(options_of(asked));
  const std::vector<std::string> paths = {import.path};
  Table table = SJ_TRY(Table::open(paths, read_options(asked), notes));
  EvaluateHooks hooks;
  hooks.stop = &stop;
  hooks.keep = &keep.kept;
  hooks.samples = [&keep](std::string_view lines) { return keep.take(lines); };
  Evidence evidence = SJ_TRY(evaluate(table, options, hooks));
  notes.append(evidence.notes);
  evidence.notes = renamed(notes, import);
  for (FileFacts& file : evidence.data.files) {
    if (file.path == import.path) file.path = import.name;
  }
  evidence.run = made_now(asked.name.empty() ? stem_of(import.name) : asked.name, options.seed,
                          command_of(import, asked));
  decide(evidence);
  evidence.findings = find_all(evidence);
  return evidence;
}

void write_roles(JsonWriter& json, const Table& table) {
  json.begin_array();
  for (const RoleColumn& column : table.roles().columns) {
    const auto index = static_cast<std::size_t>(column.column);
    if (index >= table.names().size()) continue;
    std::string role(role_name(column.role));
    if (!column.detail.empty()) role += ":" + column.detail;
    json.begin_object().key("column").text(table.names()[index]).key("role").text(role);
    json.key("guessed").boolean(column.guessed).end_object();
  }
  json.end_array();
}

}  // namespace

std::string stem_of(const std::string& name) {
  std::filesystem::path path(name);
  if (path.extension() == ".gz" || path.extension() == ".zst") path = path.stem();
  return path.stem().string();
}

std::string preview_import(const Import& import, const ImportAsked& asked) {
  std::string out;
  JsonWriter json(out);
  Notes notes;
  const Result<Peeked> peeked = peek(import, asked);
  json.begin_object().key("import").text(import.id).key("name").text(import.name);
  json.key("run_name").text(stem_of(import.name));
  json.key("format").text(peeked.ok() ? peeked->format : "");
  json.key("columns").begin_array();
  if (peeked.ok()) {
    for (const std::string& name : peeked->names) json.text(name);
  }
  json.end_array().key("sample").begin_array();
  if (peeked.ok()) {
    for (const auto& row : peeked->rows) {
      json.begin_array();
      for (const std::string& cell : row) json.text(cell);
      json.end_array();
    }
  }
  json.end_array();
  const std::vector<std::string> paths = {import.path};
  Result<Table> table = Table::open(paths, read_options(asked), notes);
  Result<std::int64_t> rows = std::int64_t{0};
  json.key("roles");
  if (table.ok()) {
    write_roles(json, *table);
    rows = read_all(*table, notes);
    if (!rows.ok()) notes.add(rows.error());
    json.key("encoding").text(table->files().front().encoding);
  } else {
    notes.add(table.error());
    json.begin_array().end_array().key("encoding").text("");
  }
  json.key("rows").integer(rows.ok() ? *rows : 0);
  json.key("problems").raw(render_json(notes));
  json.key("errors").integer(static_cast<std::int64_t>(notes.errors()));
  json.key("warnings").integer(static_cast<std::int64_t>(notes.warnings()));
  json.key("ready").boolean(table.ok() && !notes.has_errors()).end_object();
  return renamed_in(std::move(out), import.path, import.name);
}

Result<std::string> run_import(const Import& import, const ImportAsked& asked,
                               const std::string& store, const std::atomic<bool>& stop,
                               std::string& problems) {
  RunToSave keep;
  Notes notes;
  Result<Evidence> evidence = measure(import, asked, stop, keep, notes);
  if (!evidence.ok()) notes.add(evidence.error());
  if (notes.has_errors()) {
    problems = renamed_in(render_json(notes), import.path, import.name);
    return std::string();
  }
  Store runs = SJ_TRY(Store::make(store));
  RunAsked kept;
  // What the command line keeps too: a compatible profile apart, all else is as it is by default.
  kept.level = EvaluateOptions().level;
  SJ_TRY(save_run(runs, std::move(keep), kept, std::nullopt, thread_count({}), *evidence));
  return evidence->run.id;
}

}  // namespace shijin
