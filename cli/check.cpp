// shijin check: find what is wrong with a data set before a model is judged by it, and mend files.
#include <algorithm>

#include "cli/data_options.h"
#include "cli/describe_metric.h"
#include "cli/eval_plan.h"
#include "cli/interrupt.h"
#include "cli/leakage.h"
#include "cli/options.h"
#include "cli/output.h"

namespace shijin::cli {
namespace {

constexpr Text kOneRow{"1 row", "1 筆"};
constexpr Text kRows{"{0} rows", "{0} 筆"};
constexpr Text kOneColumn{"1 column", "1 欄"};
constexpr Text kColumns{"{0} columns", "{0} 欄"};
constexpr Text kClean{"{0}, {1}: no problem found", "{0}、{1}：沒有發現問題"};
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

constexpr Text kFound{"{0}, {1}: no error, {2} to look at",
                      "{0}、{1}：沒有錯誤，有 {2} 項值得留意"};

Result<CheckOptions> checking(const Parsed& parsed) {
  CheckOptions options;
  for (const std::string& text : parsed.all("map")) {
    options.read.map.push_back(SJ_TRY(parse_map(text)));
  }
  options.read.encoding = parsed.text("encoding");
  options.read.sheet = parsed.text("sheet");
  options.train = parsed.all("train");
  options.stop = &stop_requested();
  if (parsed.given("threads")) {
    options.threads = static_cast<std::size_t>(parse_integer(parsed.text("threads")).value_or(0));
  }
  return options;
}

std::string summary(const CheckReport& report, Language language) {
  const std::string rows = grouped(report.rows);
  const std::string columns = std::to_string(report.columns);
  const Notes& notes = report.notes;
  if (notes.errors() + notes.warnings() > 0) {
    return Message(kProblems, {rows, columns, std::to_string(notes.errors()),
                               std::to_string(notes.warnings())})
        .in(language);
  }
  const Message of_rows = report.rows == 1 ? Message(kOneRow) : Message(kRows, {rows});
  const Message of_columns =
      report.columns == 1 ? Message(kOneColumn) : Message(kColumns, {columns});
  if (report.findings.empty()) return Message(kClean, {of_rows, of_columns}).in(language);
  return Message(kFound, {of_rows, of_columns, std::to_string(report.findings.size())})
      .in(language);
}

std::string as_text(const CheckReport& report, const Console& console) {
  return describe(report.notes, console.language) +
         render_terminal(report, {console.language, console.colour, console.columns}) +
         summary(report, console.language) + "\n";
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
  Result<CheckOptions> options = checking(parsed);
  if (!options.ok()) return refuse(options.error(), console);
  Result<CheckReport> found = check_data(parsed.files, *options);
  if (!found.ok()) return refuse(found.error(), console);
  tell_leakage(parsed.files, *options, *found);
  if (stop_requested()) return Exit::could_not;
  const Result<Done> written = parsed.given("json")
                                   ? write_result(parsed.text("json"), render_json(*found), console)
                                   : write_output(as_text(*found, console));
  if (!written.ok()) return refuse(written.error(), console);
  const bool grave =
      std::any_of(found->findings.begin(), found->findings.end(),
                  [](const Finding& finding) { return finding.severity == Finding::Level::high; });
  return found->notes.has_errors() || grave ? Exit::no : Exit::good;
}

constexpr OptionInfo kOptions[] = {
    kTrainOption,
    kMapOption,
    kThreadsOption,
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
    "shijin check test.csv --train train.jsonl",
    "shijin check examples/sentiment_test.csv --repair -o mended.csv",
};

}  // namespace

SJ_COMMAND(check,
           {.name = "check",
            .order = 21,
            .summary = {"Find problems, duplicates, leakage and doubtful labels in a data set.",
                        "找出資料集的問題、重複、外洩與可疑標籤。"},
            .usage = "shijin check FILE [FILE…] [--train FILE] [options]",
            .description =
                {"Read every row and tell what is wrong and how to mend it: malformed rows, texts "
                 "that repeat, one text with two labels, labels with too few rows, labels that "
                 "the model's probabilities contradict, and with --train the rows that the "
                 "training set holds. Useful before any model is run. Exit 1 when there is an "
                 "error, or when 1 % of the rows leak or contradict each other. With --repair, "
                 "write a mended CSV file instead.",
                 "讀過每一列，說明哪裡有錯、如何修正：格式錯誤的列、重複的文字、同文不同標籤、"
                 "樣本過少的標籤、與模型機率矛盾的標籤；加上 --train "
                 "還會指出訓練集已有的樣本。在執行任何模型之前就能使用。有錯誤，或有 1 % "
                 "的樣本外洩或互相矛盾時，結束碼為 1。加上 --repair 則寫出修正後的 CSV 檔。"},
            .positionals = {1, kAnyNumber, "FILE"},
            .options = kOptions,
            .examples = kExamples,
            .run = &run});

}  // namespace shijin::cli
