// shijin check: read files whole, tell every problem in them, and mend what can be mended.
#include "cli/describe_metric.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/output.h"

namespace shijin::cli {
namespace {

constexpr Text kClean{"{0} rows, {1} columns: no problem found", "{0} 筆、{1} 欄：沒有發現問題"};
constexpr Text kProblems{"good rows: {0}, columns: {1}, errors: {2}, warnings: {3}",
                         "正常 {0} 筆、{1} 欄；錯誤 {2} 個、警告 {3} 個"};

constexpr Text kRepaired{
    "wrote {0}: rows: {1}, mended: {2}, of these uncertain: {3}, left bad: {4}",
    "已寫入 {0}：共 {1} 筆，修正 {2} 筆（其中 {3} 筆不確定），仍有問題 {4} 筆"};
constexpr Text kNeedsOut{"--repair has nowhere to write the mended file",
                         "--repair 沒有指定要把修正後的檔案寫到哪裡"};
constexpr Text kAddOut{"add -o mended.csv", "請加上 -o mended.csv"};
constexpr Text kOutAlone{"-o says where --repair writes, but --repair is not given",
                         "-o 指定 --repair 的輸出檔，但沒有給 --repair"};
constexpr Text kAddRepair{"add --repair, or leave -o out", "請加上 --repair，或拿掉 -o"};
constexpr Text kOneFile{"--repair mends one FILE, but {0} are given",
                        "--repair 一次只修正一個 FILE，卻給了 {0} 個"};
constexpr Text kOneByOne{"mend them one by one", "請逐一修正"};

struct Findings {
  std::int64_t rows = 0;
  std::size_t columns = 0;
  std::vector<FileFacts> files;
  Notes notes;
};

ReadOptions reading(const Parsed& parsed) {
  ReadOptions options;
  options.encoding = parsed.text("encoding");
  options.sheet = parsed.text("sheet");
  return options;
}

// Read every cell of every row; the shards go one after the other, as their notes must.
Result<Findings> look_through(const Parsed& parsed) {
  Findings found;
  Table table = SJ_TRY(Table::open(parsed.files, reading(parsed), found.notes));
  found.columns = table.names().size();
  found.files = table.files();
  std::vector<int> columns(found.columns);
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = static_cast<int>(i);
  while (!stop_requested()) {
    RawShard shard;
    if (!SJ_TRY(table.cut(shard))) break;
    Batch batch;
    table.parse(shard, columns, batch, found.notes);
    found.rows += static_cast<std::int64_t>(batch.rows());
  }
  return found;
}

std::string as_text(const Findings& found, const Console& console) {
  const std::string rows = grouped(found.rows);
  const std::string columns = std::to_string(found.columns);
  const Notes& notes = found.notes;
  if (notes.errors() + notes.warnings() == 0) {
    return Message(kClean, {rows, columns}).in(console.language) + "\n";
  }
  const Message summary(
      kProblems, {rows, columns, std::to_string(notes.errors()), std::to_string(notes.warnings())});
  return describe(notes, console.language) + summary.in(console.language) + "\n";
}

void write_note(JsonWriter& json, const Error& note) {
  constexpr std::string_view kSeverities[] = {"error", "warning", "note"};
  json.begin_object().key("name").text(note.name);
  json.key("severity").text(kSeverities[static_cast<std::size_t>(note.severity)]);
  json.key("file").text(note.at.file).key("row").integer(note.at.row);
  json.key("column").integer(note.at.column);
  const std::pair<std::string_view, const Message*> parts[] = {
      {"found", &note.found}, {"expected", &note.expected}, {"help", &note.help}};
  for (const auto& [name, words] : parts) {
    json.key(name);
    write_words(json, *words);
  }
  json.end_object();
}

std::string as_json(const Findings& found) {
  std::string out;
  JsonWriter json(out, JsonWriter::Layout::lines);
  json.begin_object().key("schema").text("shijin.check/1").key("files").begin_array();
  for (const FileFacts& file : found.files) {
    json.begin_object(JsonWriter::Layout::one_line).key("path").text(file.path);
    json.key("format").text(file.format).key("encoding").text(file.encoding);
    json.key("shape").text(file.shape).end_object();
  }
  json.end_array().key("rows").integer(found.rows);
  json.key("columns").integer(static_cast<std::int64_t>(found.columns));
  json.key("errors").integer(static_cast<std::int64_t>(found.notes.errors()));
  json.key("warnings").integer(static_cast<std::int64_t>(found.notes.warnings()));
  json.key("notes").begin_array();
  for (const Error& note : found.notes.all()) write_note(json, note);
  json.end_array().end_object();
  return out + "\n";
}

Error contradiction(Message found, Message help) {
  Error error;
  error.name = "options-contradict";
  error.found = std::move(found);
  error.help = std::move(help);
  return error;
}

Result<RepairReport> repair(const Parsed& parsed) {
  if (!parsed.given("out")) return contradiction(kNeedsOut, kAddOut);
  if (parsed.files.size() > 1) {
    return contradiction(Message(kOneFile, {std::to_string(parsed.files.size())}), kOneByOne);
  }
  return repair_csv(parsed.files.front(), parsed.text("out"), {parsed.text("encoding")});
}

std::string repair_as_text(const RepairReport& report, const Console& console) {
  std::string out;
  for (const Error& note : report.notes) out += describe(note, console.language);
  const Message summary(kRepaired, {report.out_path, grouped(report.rows), grouped(report.changed),
                                    grouped(report.uncertain), grouped(report.left_bad)});
  return out + summary.in(console.language) + "\n";
}

std::string repair_as_json(const RepairReport& report) {
  std::string out;
  JsonWriter json(out, JsonWriter::Layout::lines);
  json.begin_object().key("schema").text("shijin.repair/1").key("path").text(report.path);
  json.key("out").text(report.out_path).key("encoding").text(report.encoding);
  json.key("rows").integer(report.rows).key("changed").integer(report.changed);
  json.key("uncertain").integer(report.uncertain).key("left_bad").integer(report.left_bad);
  json.key("notes").begin_array();
  for (const Error& note : report.notes) write_note(json, note);
  json.end_array().end_object();
  return out + "\n";
}

Exit run_repair(const Parsed& parsed, const Console& console) {
  const Result<RepairReport> report = repair(parsed);
  if (!report.ok()) return refuse(report.error(), console);
  const Result<Done> written =
      parsed.given("json") ? write_result(parsed.text("json"), repair_as_json(*report), console)
                           : write_output(repair_as_text(*report, console));
  if (!written.ok()) return refuse(written.error(), console);
  return report->left_bad > 0 ? Exit::no : Exit::good;
}

Exit run(const Parsed& parsed, const Console& console) {
  if (parsed.given("repair")) return run_repair(parsed, console);
  if (parsed.given("out")) return refuse(contradiction(kOutAlone, kAddRepair), console);
  const Result<Findings> found = look_through(parsed);
  if (!found.ok()) return refuse(found.error(), console);
  const Result<Done> written = parsed.given("json")
                                   ? write_result(parsed.text("json"), as_json(*found), console)
                                   : write_output(as_text(*found, console));
  if (!written.ok()) return refuse(written.error(), console);
  return found->notes.has_errors() ? Exit::no : Exit::good;
}

constexpr OptionInfo kOptions[] = {
    {"repair",
     OptionKind::flag,
     "",
     {"Write a mended CSV file: texts with unquoted delimiters are quoted as RFC 4180 wants.",
      "寫出修正後的 CSV 檔：含有分隔符號卻沒加引號的文字，會依 RFC 4180 加上引號。"}},
    {"out", OptionKind::text, "FILE", {"Where --repair writes.", "--repair 的輸出檔。"}, {}, 'o'},
    {"encoding",
     OptionKind::text,
     "NAME",
     {"Encoding of the files (default: detected).", "檔案編碼（預設自動判斷）。"}},
    {"sheet",
     OptionKind::text,
     "NAME",
     {"Sheet of an XLSX workbook (default: the first).", "XLSX 活頁簿的工作表（預設第一張）。"}},
    kJsonOption,
};

constexpr std::string_view kExamples[] = {
    "shijin check examples/sentiment_test.csv",
    "shijin check examples/sentiment_test.csv --repair -o mended.csv",
};

}  // namespace

SJ_COMMAND(check,
           {.name = "check",
            .order = 20,
            .summary = {"Read a file whole and tell every problem in it.",
                        "讀完整個檔案，列出其中所有問題。"},
            .usage = "shijin check FILE [FILE…] [options]",
            .description =
                {"Read every row without computing anything, and tell what is "
                 "wrong and how to mend it. Exit 1 when there is an error. With --repair, "
                 "write a mended CSV file instead.",
                 "讀過每一列但不計算，說明哪裡有錯、如何修正。有錯誤時結束碼為 1。加上 --repair "
                 "則寫出修正後的 CSV 檔。"},
            .positionals = {1, kAnyNumber, "FILE"},
            .options = kOptions,
            .examples = kExamples,
            .run = &run});

}  // namespace shijin::cli
